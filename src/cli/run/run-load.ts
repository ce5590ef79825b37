import { wallClockIso } from '../../core/clock.js';
import { type ExitCode, EXIT } from '../../core/exit-codes.js';
import type { RunPlan } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { formatCount, formatTime } from '../../core/units.js';
import { checkFileDescriptors } from '../../engine/main/preflight.js';
import { type EmbeddedServer, startEmbeddedServer } from '../../practice/embedded.js';
import type { FlagValues, PlanCommand } from '../../scenario/options.js';
import type { CommandCall } from '../commands/command.js';
import { toFlagValues } from '../flags.js';
import { say, widthOf, writeData } from '../io.js';
import { glyphsOf } from '../progress/glyphs.js';
import { createProgress, displayKindOf } from '../progress/progress.js';
import { Audience } from './audience.js';
import { admitWatchers } from './watchers.js';
import { dryRunJson, dryRunText } from './dry-run.js';
import { withEnvironment } from '../environment.js';
import { Interrupts } from './interrupts.js';
import { type Order, takeOrder } from './order.js';
import { perform } from './perform.js';
import { reportContextOf } from './report-context.js';
import { wrap } from '../text.js';
import { finish } from './finish.js';

/**
 * `run` and `connect`: from flags to exit code.
 * @throws AppError for what the user can do something about
 */
export async function runLoad(kind: PlanCommand, call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const flags = withEnvironment(toFlagValues(call.flags), io.env);
  const order = await takeOrder(kind, flags, call.strays);
  if (flags.dryRun === true) {
    await writeData(io.stdout, flags.json === true ? dryRunJson(order) : dryRunText(order));
    return EXIT.ok;
  }
  checkFileDescriptors(order.scenario.plan);
  const interrupts = new Interrupts(io);
  try {
    if (flags.quiet !== true) introduce(order, call);
    return await withTarget(order, interrupts, (plan, targetGone) =>
      runOnce({ order, plan, targetGone, flags, call, interrupts }),
    );
  } finally {
    interrupts.dispose();
    io.guard.restore();
  }
}

interface Once {
  readonly order: Order;
  readonly plan: RunPlan;
  readonly targetGone: Promise<unknown> | undefined;
  readonly flags: FlagValues;
  readonly call: CommandCall;
  readonly interrupts: Interrupts;
}

async function runOnce({ order, plan, targetGone, flags, call, interrupts }: Once): Promise<ExitCode> {
  const { io, palette } = call;
  const isQuiet = flags.quiet === true;
  const context = reportContextOf(order, plan);
  const displayKind = displayKindOf(flags, io);
  const display = await createProgress(displayKind, {
    output: io.stderr,
    guard: io.guard,
    palette,
    glyphs: glyphsOf(io.env),
    kind: order.kind,
  });
  const audience = new Audience(display);
  try {
    await admitWatchers(audience, {
      flags,
      outputs: order.outputs,
      beginning: { context, startedAt: wallClockIso() },
      io,
    });
    const outcome = await perform(plan, { audience, interrupts, targetGone });
    return await finish({ order, context, outcome, audience, isQuiet, io, palette });
  } finally {
    await audience.end(undefined);
  }
}

/** Calls `use` with the plan and, where the practice server is wanted, with that as its target; it is stopped on every path. */
async function withTarget<T>(
  { scenario: { plan, embedded } }: Order,
  interrupts: Interrupts,
  use: (plan: RunPlan, targetGone: Promise<unknown> | undefined) => Promise<T>,
): Promise<T> {
  if (!embedded) return use(plan, undefined);
  let server: EmbeddedServer;
  try {
    server = await startEmbeddedServer();
  } catch (thrown) {
    // A terminal's Ctrl-C reaches the server as well, and ends one that is just starting: no fault of its own.
    if (interrupts.first !== undefined) return use(plan, undefined);
    throw thrown;
  }
  try {
    return await use({ ...plan, target: server.url }, server.exited);
  } finally {
    await server.stop();
  }
}

function introduce({ kind, scenario, estimate }: Order, { io, palette }: CommandCall): void {
  const { plan, title, embedded, notices } = scenario;
  const { users, rooms, durationMs, messagesPerSecond: rate, target } = plan;
  const where = embedded ? 'the practice server' : target;
  const load =
    kind === 'connect'
      ? `${formatCount(users)} users connect for ${formatTime(durationMs)}`
      : `${formatCount(users)} users, ${formatCount(rooms)} rooms, ${rate === 'max' ? 'as many' : formatCount(rate)} messages/s, ${formatTime(durationMs)}`;
  const width = widthOf(io.stderr);
  say(io.stderr, ...wrap(printable(`${title}: ${load}, on ${where}`, 1000), width).map(palette.bold));
  for (const notice of [...notices, ...estimate.warnings])
    say(io.stderr, ...wrap(printable(`! ${notice}`, 1000), width).map(palette.warn));
}
