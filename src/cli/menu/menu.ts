import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import { answersTarget } from '../../engine/main/preflight.js';
import { listPresets } from '../../scenario/presets.js';
import { listProfiles } from '../../scenario/profiles.js';
import { DEFAULT_TARGET } from '../../scenario/target.js';
import type { Palette } from '../colours.js';
import { type Io, say } from '../io.js';
import { runLoad } from '../run/run-load.js';
import { showError } from '../show-error.js';
import { entriesOf, type MenuChoice } from './entries.js';
import { LeftMenu, Prompts } from './prompts.js';

const TITLE = 'NEW YEAR CELEBRATION LOAD TEST SYSTEM';

/** The menu on a terminal: asks, runs, and comes back, until the user leaves. */
export async function runMenu(io: Io, palette: Palette): Promise<ExitCode> {
  const prompts = new Prompts(io);
  const entries = entriesOf(await listPresets(), await listProfiles(), prompts);
  say(io.stdout, '', palette.bold(palette.accent(TITLE)), '');
  try {
    for (;;) {
      const entry = await prompts.choose('What shall be run?', entries);
      if (entry === undefined) return EXIT.ok;
      await fulfil(await entry(), { io, palette, prompts });
      say(io.stdout, '');
    }
  } catch (thrown) {
    if (thrown instanceof LeftMenu) return thrown.exitCode;
    throw thrown;
  }
}

interface Menu {
  readonly io: Io;
  readonly palette: Palette;
  readonly prompts: Prompts;
}

/** Runs what was chosen. Whatever goes wrong is told, and the menu goes on. */
async function fulfil({ kind, flags }: MenuChoice, { io, palette, prompts }: Menu): Promise<void> {
  const isThere = await answersTarget(DEFAULT_TARGET);
  if (!isThere) {
    say(io.stdout, `Nothing answers at ${DEFAULT_TARGET}.`);
    if (!(await prompts.confirm('Start the practice server for this?'))) {
      say(
        io.stdout,
        `Start a chat server at ${DEFAULT_TARGET}, or name another:`,
        'npx newyear-load run --target <url>',
      );
      return;
    }
  }
  try {
    const call = {
      flags: isThere ? flags : { ...flags, embedded: true },
      operands: [],
      strays: [],
      io,
      palette,
    };
    if (kind === 'capacity') await (await import('../commands/capacity/capacity-action.js')).findCapacity(call);
    else await runLoad(kind, call);
  } catch (thrown) {
    io.guard.restore();
    showError(thrown, io, palette);
  }
}
