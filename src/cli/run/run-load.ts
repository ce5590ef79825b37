import { wallClockIso } from '../../core/clock.js';
import { DescriptorReserve } from '../../core/descriptors.js';
import { type ExitCode, EXIT } from '../../core/exit-codes.js';
import type { RunKind, RunPlan } from '../../core/plan.js';
import { createRunSecrets } from '../../core/run-secrets.js';
import { printable } from '../../core/text.js';
import { formatCount, formatLoad, formatTime } from '../../core/units.js';
import { checkFileDescriptors } from '../../engine/main/preflight.js';
import { FACE_DESCRIPTORS } from '../../live/loopback.js';
import { type EmbeddedServer, startEmbeddedServer } from '../../practice/embedded.js';
import type { FlagValues } from '../../scenario/options.js';
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
import { type RunOrder, takeOrder } from './order.js';
import { perform } from './perform.js';
import { reportContextOf } from './report-context.js';
import { warningLines, wrap } from '../text.js';
import { finish } from './finish.js';

/** A report is one file at a time, and the modules that are loaded for it are some at once. */
const REPORT_DESCRIPTORS = 16;

/**
 * `run` and `connect`: from flags to exit code.
 * @throws AppError for what the user can do something about
 */
export async function runLoad(kind: RunKind, call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const flags = withEnvironment(toFlagValues(call.flags), io.env);
  const order = await takeOrder(kind, flags, io.env, call.strays);
  if (flags.dryRun === true) {
    await writeData(io.stdout, flags.json === true ? dryRunJson(order) : dryRunText(order));
    return EXIT.ok;
  }
  const faces = [flags.dashboard, flags.prometheus].filter((flag) => flag !== undefined);
  checkFileDescriptors(order.scenario.plan, faces.length * FACE_DESCRIPTORS);
  // Opened before anything else, so that their numbers are low: a limit that is lowered meanwhile leaves them the longest.
  const reserve = new DescriptorReserve(REPORT_DESCRIPTORS);
  const interrupts = new Interrupts(io);
  try {
    if (flags.quiet !== true) introduce(order, call);
    return await withTarget(order, interrupts, (plan, targetGone) =>
      runOnce({ order, plan, targetGone, flags, call, interrupts, reserve }),
    );
  } finally {
    interrupts.dispose();
    reserve.release();
    io.guard.restore();
  }
}

interface RunCall {
  readonly order: RunOrder;
  readonly plan: RunPlan;
  readonly targetGone: Promise<unknown> | undefined;
  readonly flags: FlagValues;
  readonly call: CommandCall;
  readonly interrupts: Interrupts;
  /** For the reports. */
  readonly reserve: DescriptorReserve;
}

async function runOnce({ order, plan, targetGone, flags, call, interrupts, reserve }: RunCall): Promise<ExitCode> {
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
    const outcome = await perform(plan, {
      audience,
      interrupts,
      faults: io.faults,
      targetGone,
      options: { secrets: createRunSecrets(order.scenario.variables) },
    });
    reserve.release();
    return await finish({ order, context, outcome, audience, isQuiet, io, palette });
  } finally {
    await audience.end(undefined);
  }
}

/** Calls `use` with the plan and, where the practice server is wanted, with that as its target; it is stopped on every path. */
async function withTarget<T>(
  { scenario: { plan, embedded } }: RunOrder,
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

function introduce({ kind, scenario, estimate }: RunOrder, { io, palette }: CommandCall): void {
  const { plan, variables, title, embedded, notices } = scenario;
  const { users, rooms, durationMs, messagesPerSecond: rate, window, target } = plan;
  const where = embedded ? 'the practice server' : target;
  const load =
    kind === 'connect'
      ? `${formatCount(users)} users connect for ${formatTime(durationMs)}`
      : `${formatCount(users)} users, ${formatCount(rooms)} rooms, ${formatLoad(rate, window)}, ${formatTime(durationMs)}`;
  const width = widthOf(io.stderr);
  say(io.stderr, ...wrap(printable(`${title}: ${load}, on ${where}`, 1000), width).map(palette.bold));
  const sent = Object.keys(variables);
  if (sent.length > 0)
    say(io.stderr, ...wrap(`Sent as the dialect says: ${sent.join(', ')} of the environment`, width));
  for (const notice of [...notices, ...estimate.warnings]) say(io.stderr, ...warningLines(notice, width, palette));
}
