import { wallClockIso } from '../../core/clock.js';
import type { StartError } from '../../core/errors.js';
import { printable } from '../../core/text.js';
import { couldNotStart, NotStartedError } from '../../engine/main/not-started-error.js';
import { buildReport, type ReportContext } from '../../report/build-report.js';
import { isRecord, STDOUT } from '../../report/out-spec.js';
import type { OutputFailure } from '../../report/output.js';
import { writeOutputs } from '../../report/write-report.js';
import type { Report } from '../../report/report-types.js';
import type { CommandCall } from '../commands/command.js';
import { say, writeData } from '../io.js';
import { voiceOf } from '../present.js';
import { outcomeOfNothing } from './nothing.js';
import type { RunOrder } from './order.js';
import { reportContextOf } from './report-context.js';

/** A run that could not start, and whom to tell. */
interface NotStarted {
  readonly order: RunOrder;
  readonly call: Pick<CommandCall, 'io' | 'palette'>;
  readonly isQuiet: boolean;
}

/** The report of a run that could not start: why, and what is known of it all the same. */
export function reportOfNotStarted(reason: StartError, context: ReportContext): Report {
  const why = couldNotStart(reason);
  const asked = { target: context.target, users: context.plan.users };
  const outcome =
    reason instanceof NotStartedError
      ? { ...reason.outcome, findings: [why, ...reason.outcome.findings] }
      : outcomeOfNothing(asked, 'could-not-start', why);
  return buildReport(outcome, context);
}

/** Writes such a report wherever one was asked for; records are written by then. @param failed outputs that could not be written */
export async function writeNotStarted(
  report: Report,
  failed: readonly OutputFailure[],
  { order: { outputs }, call: { io, palette }, isQuiet }: NotStarted,
): Promise<void> {
  const voice = await voiceOf(report, io.words);
  const failures = [...failed, ...(await writeOutputs(report, outputs, (text) => writeData(io.stdout, text), voice))];
  const lost = new Set(failures.map(({ path }) => path));
  const files = outputs.map(({ path }) => path).filter((path) => path !== STDOUT && !lost.has(path));
  if (!isQuiet && files.length > 0)
    say(io.stderr, io.words.text('end.written', { files: files.map((file) => printable(file)) }));
  for (const { message } of failures) say(io.stderr, `${palette.bad(io.words.text('end.error'))} ${message}`);
}

/** Writes all that was asked for, records included, of a run that nobody could watch yet. */
export async function reportUnwatched(reason: StartError, notStarted: NotStarted): Promise<void> {
  const { order, call } = notStarted;
  const context = reportContextOf(order, order.scenario.plan);
  const report = reportOfNotStarted(reason, context);
  const failures: OutputFailure[] = [];
  if (order.outputs.some(isRecord)) {
    const { openRecord } = await import('./open-record.js');
    const record = await openRecord({
      flags: {},
      outputs: order.outputs,
      beginning: { context, startedAt: wallClockIso() },
      io: call.io,
      tell: () => undefined,
      fail: (failure) => failures.push(failure),
    });
    await record.end(report);
  }
  await writeNotStarted(report, failures, notStarted);
}
