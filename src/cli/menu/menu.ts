import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import { answersTarget } from '../../engine/main/preflight.js';
import { listPresets } from '../../scenario/presets.js';
import { listProfiles } from '../../scenario/profiles.js';
import type { Palette } from '../colours.js';
import { type Io, say } from '../io.js';
import { runLoad } from '../run/run-load.js';
import { showError } from '../show-error.js';
import { entriesOf } from './entries.js';
import { MenuMemory } from './memory.js';
import type { MenuChoice } from './menu-choice.js';
import { LeftMenu, Prompts, unlessBack } from './prompts.js';

const TITLE = 'NEW YEAR CELEBRATION LOAD TEST SYSTEM';

/** A load that goes on for longer is not started on this machine by Enter alone. */
const LONG_MS = 120_000;

/** The menu on a terminal: asks, runs, and comes back, until the user leaves. */
export async function runMenu(io: Io, palette: Palette): Promise<ExitCode> {
  const prompts = new Prompts(io);
  const memory = new MenuMemory();
  const profiles = await listProfiles();
  const entries = entriesOf(await listPresets(), { profiles, prompts, memory, io });
  say(io.stdout, '', palette.bold(palette.accent(TITLE)), palette.dim(io.words.text('menu.esc')), '');
  try {
    for (;;) {
      await unlessBack(async () => {
        const entry = await prompts.choose(io.words.text('menu.what'), entries);
        if (entry === undefined) throw new LeftMenu(EXIT.ok);
        const choice = await entry();
        if (choice !== undefined) await fulfil(choice, { io, palette, prompts, memory });
      });
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
  readonly memory: MenuMemory;
}

/** Runs what was chosen. Whatever goes wrong is told, and the menu goes on. */
async function fulfil(choice: MenuChoice, { io, palette, prompts, memory }: Menu): Promise<void> {
  const { kind, flags } = choice;
  const { target, allowedHosts } = memory;
  const isThere = await answersTarget(target, allowedHosts);
  if (!isThere) {
    say(io.stdout, io.words.text('menu.nobody', { target }));
    if (!(await confirmPractice(choice, { io, prompts }))) {
      say(io.stdout, io.words.text('menu.otherwise', { target }), 'npx newyear-load run --target <url>');
      return;
    }
  }
  const { target: _target, allowHost: _allowHost, ...rest } = memory.flags(kind);
  const where = isThere ? memory.flags(kind) : { ...rest, embedded: true };
  try {
    const call = { flags: { ...flags, ...where }, operands: [], strays: [], io, palette };
    if (kind === 'capacity') await (await import('../commands/capacity/capacity-action.js')).findCapacity(call);
    else await runLoad(kind, call);
  } catch (thrown) {
    io.guard.restore();
    showError(thrown, io, palette);
  }
}

/** Minutes of load on this machine are not begun because somebody pressed Enter twice. */
function confirmPractice(
  { durationMs = 0 }: MenuChoice,
  { io, prompts }: Pick<Menu, 'io' | 'prompts'>,
): Promise<boolean> {
  return durationMs > LONG_MS
    ? prompts.confirm(io.words.text('menu.practice-long', { time: durationMs }), false)
    : prompts.confirm(io.words.text('menu.practice'), true);
}
