import { BucketCounter } from '../../metrics/bucket-counter.js';
import { decodeHistogram, encodeHistogram } from '../../metrics/hdr-encoding.js';
import { deliveryOf } from '../../metrics/latency-summary.js';
import { outsideOf } from '../../metrics/stage-parts.js';
import { UNTAGGED } from '../hlog/latency-log.js';
import { type LogRow, logText } from '../hlog/write-hlog.js';
import type { IntervalReport } from '../report-types.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/** Every interval is a second, the last one too. */
const INTERVAL_LENGTH_S = 1;

/**
 * An HdrHistogram log: a line a second and latency. Lines without a tag are `delivery`, since tools read these unless they are
 * told a tag. Seconds of stages that are not measured are left out, as from every other result.
 */
export const hlogReporter: Reporter = {
  ...REPORT_FORMATS.hlog,
  render: ({ tool, run, intervals, stages }) => {
    const unmeasured = stages.filter(({ measured }) => !measured);
    const zeroAt = run.floodStartedAt ?? run.startedAt;
    return logText({ isOwn: true, maker: tool, zeroAt }, outsideOf(unmeasured, intervals).flatMap(rowsOf));
  },
};

function rowsOf({ second: startS, echo, fanout }: IntervalReport): LogRow[] {
  const [echoCounter, fanoutCounter] = [counterOf(echo), counterOf(fanout)];
  const delivery = deliveryOf(echoCounter, fanoutCounter);
  const time = { startS, lengthS: INTERVAL_LENGTH_S };
  // Encoded anew, since an older report may have empty ones that the C library does not take.
  const row = (tag: string, counter: BucketCounter): LogRow => ({
    ...time,
    tag,
    counter,
    histogram: encodeHistogram(counter),
  });
  return [row(UNTAGGED, delivery), row('echo', echoCounter), row('fanout', fanoutCounter)];
}

/** A histogram of a report, which was checked when it was read. */
function counterOf(histogram: string): BucketCounter {
  return decodeHistogram(histogram) ?? new BucketCounter();
}
