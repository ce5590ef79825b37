import { InternalError, type Problem } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { printable } from '../../../core/text.js';
import { formatCount, formatLatencyMs } from '../../../core/units.js';
import { type LatencyLog, tagName, UNTAGGED } from '../../../report/hlog/latency-log.js';
import {
  type MergedLogs,
  mergedLogJson,
  mergedLogText,
  mergeLogs,
  type TagSummary,
  tagSummaries,
} from '../../../report/hlog/merge-logs.js';
import { writeTexts } from '../../../report/output.js';
import type { ToolInfo } from '../../../report/report-types.js';
import { say, widthOf, writeData } from '../../io.js';
import type { ReportCall } from '../../reports/report-call.js';
import { warningLines, wrap } from '../../text.js';
import { toolInfo } from '../../tool.js';
import type { CommandCall } from '../command.js';

/** What can be made of logs. */
const RENDERERS: ReadonlyMap<string, (merged: MergedLogs, tool: ToolInfo) => string> = new Map([
  ['hlog', mergedLogText],
  ['json', mergedLogJson],
]);

/** What logs cannot be merged with, nor be made into. @param areLogs of each file, whether it is one */
export function checkLogCall(
  files: readonly string[],
  areLogs: readonly boolean[],
  { outputs, thresholds }: ReportCall,
): Problem[] {
  const others = files.filter((_, index) => areLogs[index] !== true);
  const wrong = outputs.filter(({ format }) => !RENDERERS.has(format));
  return [
    ...others.map((where) => ({
      where,
      message:
        'is no HdrHistogram log as the others are: these tell latencies alone, which would look like those of its messages; make its log first with: ' +
        `newyear-load report ${printable(where)} --out hlog=log.hlog`,
    })),
    ...wrong.map(({ format, path }) => ({
      where: '--out',
      message: `${format}=${path} takes a report, and logs of latencies make none; write hlog=<file> or json=<file>`,
    })),
    ...(thresholds.length === 0
      ? []
      : [{ where: '--fail-on', message: 'takes a report, and logs of latencies make none; compare them instead' }]),
  ];
}

/** Logs as one. */
export async function showMergedLogs(
  logs: readonly LatencyLog[],
  { outputs, isQuiet }: ReportCall,
  { io, palette }: CommandCall,
): Promise<ExitCode> {
  const merged = mergeLogs(logs);
  const texts = outputs.map(({ format, path }) => ({ path, render: () => rendererOf(format)(merged, toolInfo()) }));
  const failures = await writeTexts(texts, (text) => writeData(io.stdout, text));
  if (!isQuiet) {
    const width = widthOf(io.stderr);
    const head = `Merged from ${logs.length} logs. They tell latencies alone: nothing of losses, errors or their generators, so there is no verdict.`;
    const notes = logs.flatMap(({ file, notes: said }) =>
      said.flatMap((note) => warningLines(`${file}: ${note}`, width, palette)),
    );
    say(io.stderr, ...wrap(head, width), ...notes, ...tagSummaries(merged).map(summaryLine));
  }
  for (const { message } of failures) say(io.stderr, `${palette.bad('Error:')} ${message}`);
  return failures.length > 0 ? EXIT.fault : EXIT.ok;
}

function rendererOf(format: string): (merged: MergedLogs, tool: ToolInfo) => string {
  const renderer = RENDERERS.get(format);
  if (renderer === undefined) throw new InternalError(`there is nothing that makes ${format} of logs`);
  return renderer;
}

function summaryLine({ tag, samples, samplesPerSecond, latencyMs }: TagSummary): string {
  const { p50, p95, p99, max } = latencyMs;
  const rate = samplesPerSecond === null ? '' : `, ${samplesPerSecond.toFixed(1)}/s`;
  const values = Object.entries({ p50, p95, p99, max }).map(([name, value]) => `${name} ${formatLatencyMs(value)}`);
  return `${printable(tagName(tag ?? UNTAGGED), 60)}: ${formatCount(samples)} samples${rate}; ${values.join(', ')}`;
}
