import { wallClockIso } from '../../core/clock.js';
import { type DescriptorReserve, explainShortage } from '../../core/descriptors.js';
import { StartError } from '../../core/errors.js';
import type { ExitCode } from '../../core/exit-codes.js';
import type { RunPlan } from '../../core/plan.js';
import { createRunSecrets } from '../../core/run-secrets.js';
import type { RunOptions } from '../../engine/main/run.js';
import type { FlagValues } from '../../scenario/options.js';
import type { CommandCall } from '../commands/command.js';
import { glyphsOf } from '../progress/glyphs.js';
import { createProgress, displayKindOf } from '../progress/progress.js';
import { Audience } from './audience.js';
import { finish } from './finish.js';
import type { Interrupts } from './interrupts.js';
import { reportOfNotStarted, writeNotStarted } from './not-started.js';
import type { RunOrder } from './order.js';
import { perform } from './perform.js';
import { reportContextOf } from './report-context.js';
import { admitWatchers } from './watchers.js';

/** What one run takes. */
export interface RunCall {
  readonly order: RunOrder;
  readonly plan: RunPlan;
  readonly targetGone: Promise<unknown> | undefined;
  readonly flags: FlagValues;
  readonly call: CommandCall;
  readonly interrupts: Interrupts;
  /** Other machines that make the load. */
  readonly hosts: RunOptions['hosts'];
  /** For the reports. */
  readonly reserve: DescriptorReserve;
}

/** Performs a run before its audience, and shows and writes what came of it. @throws StartError when that is written, and nothing could be measured */
export async function runOnce({
  order,
  plan,
  hosts,
  targetGone,
  flags,
  call,
  interrupts,
  reserve,
}: RunCall): Promise<ExitCode> {
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
    words: io.words,
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
      io,
      targetGone,
      options: {
        secrets: createRunSecrets(order.scenario.variables, order.scenario.accounts),
        certificates: order.scenario.certificates,
        watch: order.scenario.watch,
        hosts,
      },
    });
    reserve.release();
    return await finish({ order, context, outcome, audience, isQuiet, io, palette });
  } catch (cause) {
    const thrown = explainShortage(cause);
    if (!(thrown instanceof StartError)) throw thrown;
    reserve.release();
    const report = reportOfNotStarted(thrown, { ...context, alerts: audience.alerts });
    await audience.end(report);
    await writeNotStarted(report, audience.failures, { order, call, isQuiet });
    throw thrown;
  } finally {
    await audience.end(undefined);
  }
}
