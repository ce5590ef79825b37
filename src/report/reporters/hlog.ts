import { printable } from '../../core/text.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { decodeHistogram, encodeHistogram } from '../../metrics/hdr-encoding.js';
import { deliveryOf, maxMs } from '../../metrics/latency-summary.js';
import type { IntervalReport, ToolInfo } from '../report-types.js';
import type { Reporter } from './reporter.js';

/** Every interval is a second, the last one too. */
const INTERVAL_LENGTH_S = 1;

/**
 * HdrHistogram's interval log, version 1.3 (Java HdrHistogram, `HistogramLogReader`): a line a second and latency. Histograms
 * are in microseconds, and what a line says of its maximum in milliseconds. Lines without a tag are `delivery`, since tools
 * read these unless they are told a tag.
 */
export const hlogReporter: Reporter = {
  format: 'hlog',
  extension: 'hlog',
  describe: 'latencies of every second, as an HdrHistogram log',
  render: ({ tool, run, intervals }) => {
    const zeroAt = run.floodStartedAt ?? run.startedAt;
    const zeroS = (Date.parse(zeroAt) / 1000).toFixed(3);
    return [
      `#[Logged with ${programOf(tool)}; histograms in microseconds, Interval_Max in milliseconds]`,
      '#[Histogram log format version 1.3]',
      `#[BaseTime: ${zeroS} (seconds since epoch)]`,
      `#[StartTime: ${zeroS} (seconds since epoch), ${zeroAt}]`,
      '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
      ...intervals.flatMap(linesOf),
      '',
    ].join('\n');
  },
};

/** A report that was read from a file can hold anything. */
function programOf({ name, version }: ToolInfo): string {
  return printable(`${name} ${version}`, 80).replace(/[#[\]]/g, '');
}

function linesOf({ second, echo, fanout }: IntervalReport): string[] {
  const [echoCounter, fanoutCounter] = [counterOf(echo), counterOf(fanout)];
  const delivery = deliveryOf(echoCounter, fanoutCounter);
  return [
    line('', second, delivery, encodeHistogram(delivery)),
    line('Tag=echo,', second, echoCounter, echo),
    line('Tag=fanout,', second, fanoutCounter, fanout),
  ];
}

/** A histogram of a report, which was checked when it was read. */
function counterOf(histogram: string): BucketCounter {
  return decodeHistogram(histogram) ?? new BucketCounter();
}

function line(tag: string, second: number, counter: BucketCounter, histogram: string): string {
  const highestMs = maxMs(counter) ?? 0;
  return `${tag}${second.toFixed(3)},${INTERVAL_LENGTH_S.toFixed(3)},${highestMs.toFixed(3)},${histogram}`;
}
