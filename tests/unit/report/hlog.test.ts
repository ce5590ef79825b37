import assert from 'node:assert/strict';
import test from 'node:test';
import { HistogramLogReader, listTags } from 'hdr-histogram-js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { hlogReporter } from '#dist/report/reporters/hlog.js';
import { connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

const SLOW_SECOND = {
  second: 7,
  echo: encodeCounts(spreadOf(40, 1_000, 250_000)),
  fanout: encodeCounts(spreadOf(160, 1_000, 900_000)),
};
const outcome = runOutcome();
const intervals = outcome.intervals.map((interval) => (interval.second === 7 ? SLOW_SECOND : interval));
const report = buildReport({ ...outcome, intervals }, reportContext());
const log = hlogReporter.render(report);
const ZERO_MS = Date.parse('2026-12-31T23:59:00.400Z');

/** What HdrHistogram's own reader makes of the log. */
function histogramsOf(tag: string): { secondMs: number; lengthMs: number; count: number; p99: number; max: number }[] {
  const reader = new HistogramLogReader(log);
  const found = [];
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    if (next.tag !== tag) continue;
    found.push({
      secondMs: next.startTimeStampMsec - ZERO_MS,
      lengthMs: next.endTimeStampMsec - next.startTimeStampMsec,
      count: next.totalCount,
      p99: next.getValueAtPercentile(99),
      max: next.maxValue,
    });
  }
  return found;
}

test('the log begins as the format says, with the time of the first second', () => {
  const lines = log.split('\n');
  assert.match(lines[0] ?? '', /^#.*microseconds.*milliseconds/);
  assert.equal(lines[1], '#[Histogram log format version 1.3]');
  assert.equal(lines[2], '#[BaseTime: 1798761540.400 (seconds since epoch)]');
  assert.equal(lines[3], '#[StartTime: 1798761540.400 (seconds since epoch), 2026-12-31T23:59:00.400Z]');
  assert.equal(lines[4], '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"');
  assert.equal(lines.length, 5 + 30 * 3 + 1);
  for (const line of lines.slice(5, -1)) {
    assert.match(line, /^(?:Tag=(?:echo|fanout),)?\d+\.000,1\.000,\d+\.\d{3},[A-Za-z0-9+/]+=*$/);
  }
});

test('a reader of such logs finds every second and latency, in its time', () => {
  assert.deepEqual(listTags(log), ['NO TAG', 'echo', 'fanout']);
  for (const [tag, count] of [
    ['echo', 1_000],
    ['fanout', 4_000],
    ['NO TAG', 5_000],
  ] as const) {
    const seconds = histogramsOf(tag);
    assert.equal(seconds.length, 30);
    assert.deepEqual(
      seconds.map(({ secondMs }) => Math.round(secondMs)),
      Array.from({ length: 30 }, (_, index) => index * 1000),
    );
    assert.ok(seconds.every(({ lengthMs }) => Math.round(lengthMs) === 1000));
    assert.equal(seconds[3]?.count, count);
  }
});

test('a slow second is found in the microseconds that it took, and its maximum in milliseconds', () => {
  const [echo, fanout, delivery] = ['echo', 'fanout', 'NO TAG'].map((tag) => histogramsOf(tag)[7]);
  assert.equal(echo?.count, 40);
  assert.equal(fanout?.count, 160);
  assert.equal(delivery?.count, 200);
  assert.ok(Math.abs((echo?.max ?? 0) - 250_000) <= 250);
  assert.ok(Math.abs((delivery?.max ?? 0) - 900_000) <= 900);
  const line = log.split('\n').find((text) => text.startsWith('Tag=echo,7.000,'));
  assert.ok(Math.abs(Number(line?.split(',')[3]) - 250) < 0.25);
});

test('a run without a flood gives a log without intervals', () => {
  const empty = hlogReporter.render(buildReport(connectOutcome(), reportContext()));
  assert.equal(new HistogramLogReader(empty).nextIntervalHistogram(), null);
  assert.ok(empty.endsWith('\n'));
});
