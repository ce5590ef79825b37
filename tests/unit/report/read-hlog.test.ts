import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { UsageError } from '#dist/core/errors.js';
import { rawPercentileUs, summarise } from '#dist/metrics/latency-summary.js';
import { withChosenTag } from '#dist/report/hlog/choose-tag.js';
import { decodeForeignHistogram, type ForeignHistogram } from '#dist/report/hlog/foreign-histogram.js';
import { isLatencyLog } from '#dist/report/hlog/is-log.js';
import { type LatencyLog, sumsOfTag, tagsOf } from '#dist/report/hlog/latency-log.js';
import { mergedLogText, mergeLogs } from '#dist/report/hlog/merge-logs.js';
import { readLatencyLog } from '#dist/report/hlog/read-hlog.js';
import { inFolder } from '../../helpers/cli/cli.js';
import {
  DOUBLE,
  HISTOGRAMS,
  javaLog,
  logLine,
  NANOSECONDS,
  SHIFTED,
  VERSION_1,
  WIDE,
} from '../../helpers/report/foreign-logs.js';

async function readText(text: string, unit?: 'us' | 'ms' | 'ns'): Promise<LatencyLog> {
  let log: LatencyLog | undefined;
  await inFolder(async (folder) => {
    const path = join(folder, 'a.hlog');
    writeFileSync(path, text);
    log = await readLatencyLog(path, unit);
  });
  assert.ok(log !== undefined);
  return log;
}

/** A histogram that can be read. */
function readHistogram(...of: Parameters<typeof decodeForeignHistogram>): ForeignHistogram {
  const histogram = decodeForeignHistogram(...of);
  if (typeof histogram === 'string') assert.fail(histogram);
  return histogram;
}

/** What is wrong with a log, by line. */
async function problemsOf(text: string): Promise<string[]> {
  const thrown: unknown = await readText(text).then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof UsageError, String(thrown));
  return thrown.problems.map(({ where, message }) => `${where.replace(/^.*a\.hlog/, '')} ${message}`);
}

/** A histogram's header with a payload, compressed. */
function encoded(
  digits: number,
  highest: bigint,
  payload: readonly number[],
  payloadBytes = payload.length,
  lowest = 1n,
): string {
  const plain = Buffer.concat([Buffer.alloc(40), Buffer.from(payload)]);
  plain.writeInt32BE(0x1c849313, 0);
  plain.writeInt32BE(payloadBytes, 4);
  plain.writeInt32BE(digits, 12);
  plain.writeBigInt64BE(lowest, 16);
  plain.writeBigInt64BE(highest, 24);
  plain.writeDoubleBE(1, 32);
  const body = deflateSync(plain);
  const head = Buffer.alloc(8);
  head.writeInt32BE(0x1c849314, 0);
  head.writeInt32BE(body.length, 4);
  return Buffer.concat([head, body]).toString('base64');
}

for (const [library, text] of Object.entries(HISTOGRAMS)) {
  test(`a histogram that the library for ${library} wrote has its samples where they were`, () => {
    const histogram = readHistogram(text, 'us');
    assert.equal(histogram.samples, 50);
    const values = [...histogram.counter.filled()].map((index) => histogram.counter.counts[index]);
    assert.deepEqual(values, [10, 10, 10, 10, 10]);
    const { min, p50, max } = summarise(histogram.counter);
    // HdrHistogram's own getValueAtPercentile(50) and getMaxValue() of the same samples.
    assert.deepEqual({ min, p50, max }, { min: 0.1, p50: 2.049, max: 1000.447 });
  });
}

test('nanoseconds are the microseconds that they are, and milliseconds too', () => {
  const [ns, ms] = [readHistogram(NANOSECONDS, 'ns'), readHistogram(VERSION_1, 'ms')];
  assert.equal(rawPercentileUs(ns.counter, 'p50'), 2049);
  assert.equal(rawPercentileUs(ms.counter, 'p50'), 100_031);
});

test('a histogram of any range is read, and version 1 as well', () => {
  const [wide, old] = [readHistogram(WIDE, 'us'), readHistogram(VERSION_1, 'us')];
  assert.equal(wide.samples, 35);
  assert.equal(rawPercentileUs(wide.counter, 'p50'), 2063);
  assert.equal(old.samples, 5);
  assert.equal(old.max, 5023);
  assert.equal(rawPercentileUs(old.counter, 'p50'), 100);
});

test('a histogram of any values tells the percentiles that its library tells, to our precision', () => {
  const values = fc.array(fc.integer({ min: 1, max: 3_000_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(values, fc.constantFrom(1, 2, 3, 4), (samples, numberOfSignificantValueDigits) => {
      const theirs = build({ lowestDiscernibleValue: 1, highestTrackableValue: 3.6e9, numberOfSignificantValueDigits });
      for (const sample of samples) theirs.recordValue(sample);
      const ours = readHistogram(encodeIntoCompressedBase64(theirs), 'us');
      assert.equal(ours.samples, samples.length);
      const [told, read] = [theirs.getValueAtPercentile(99), rawPercentileUs(ours.counter, 'p99') ?? 0];
      assert.ok(read >= told && read <= told * 1.001 + 1, `${told} ${read}`);
    }),
    { numRuns: 60 },
  );
});

test('samples above one hour count as one hour, and the log says so', async () => {
  const log = await readText(javaLog(logLine(0, NANOSECONDS)), 'ms');
  assert.match(log.notes.join('\n'), /above one hour/);
});

test('a histogram that does not hold what its header says is refused', () => {
  const refusal = (...of: Parameters<typeof encoded>): string => {
    const told = decodeForeignHistogram(encoded(...of), 'us');
    return typeof told === 'string' ? told : 'it was read';
  };
  assert.match(refusal(9, 10n, [2]), /a range that makes no sense/);
  assert.match(refusal(2, 100n, [2], 9), /damaged/);
  assert.match(refusal(0, 2n, [0x3f, 2]), /damaged/);
  assert.match(refusal(0, 2n, [2, 0x3f]), /damaged/);
  assert.match(refusal(2, 100n, [0x82]), /damaged/);
});

test('whatever bytes a histogram is made of, it is read or refused', () => {
  const payload = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 });
  const highest = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(fc.integer({ min: -1, max: 6 }), highest, highest, payload, (digits, one, other, bytes) => {
      const read = decodeForeignHistogram(encoded(digits, one, bytes, bytes.length, other % (one + 2n)), 'us');
      if (typeof read === 'string') return;
      assert.equal(
        [...read.counter.filled()].reduce((sum, index) => sum + (read.counter.counts[index] ?? 0), 0),
        read.samples,
      );
    }),
    { numRuns: 300 },
  );
});

test('a histogram of a huge range takes no more place than its counts', () => {
  const before = process.memoryUsage().arrayBuffers;
  const histogram = readHistogram(encoded(5, 2n ** 62n, [0, 2]), 'us');
  assert.equal(histogram.max, 1);
  // All counts of that range would take 48 MB.
  assert.ok(process.memoryUsage().arrayBuffers - before < 8e6);
});

test('every line that cannot be read is told by its number, and the log is refused', async () => {
  const problems = await problemsOf(
    javaLog(
      logLine(0, HISTOGRAMS.java),
      logLine(1, DOUBLE),
      logLine(2, SHIFTED),
      logLine(3, 'HISTFAAA!'),
      logLine(4, HISTOGRAMS.java.slice(0, 40)),
      'x,1.000,1.0,y',
      '5.000,1.000,1.0',
      `6.000,-1,1.0,${HISTOGRAMS.c}`,
      logLine(7, 'AAAAAAAAAAAAAAAA'),
    ),
  );
  assert.deepEqual(
    problems.map((problem) => problem.replace(/(?<=\w)(?:;|:| \().*$/, '')),
    [
      ':7 holds a histogram of floating-point numbers',
      ':8 has a histogram whose values were shifted',
      ':9 has no histogram in base64 at its end',
      ':10 has a histogram that cannot be decompressed',
      ':11 begins with no time in seconds',
      ':12 is no interval',
      ':13 has no length in seconds',
      ':14 ends with no compressed HdrHistogram of version 1 or 2',
    ],
  );
});

test('of many lines that cannot be read ten are told', async () => {
  assert.equal((await problemsOf(javaLog(...Array.from({ length: 40 }, () => 'no line')))).length, 10);
});

test('a log of another format version and one without an interval are refused', async () => {
  assert.deepEqual(await problemsOf(`#[Histogram log format version 2.0]\n${logLine(0, HISTOGRAMS.c)}`), [
    ':1 is of log format 2.0, and 1.2 and 1.3 are read',
  ]);
  assert.match((await problemsOf(javaLog()))[0] ?? '', /holds no interval/);
});

test('times count from BaseTime, from StartTime where they lie long before it, or are those of the clock', async () => {
  const line = (at: string): string => `${at},1.000,1.0,${HISTOGRAMS.c}`;
  const cases: readonly [string, string, number, boolean][] = [
    ['#[BaseTime: 1700000000.5 (seconds since epoch)]', '2.000', 1_700_000_002_500, true],
    ['#[StartTime: 1700000000.000 (seconds since epoch), x]', '2.000', 1_700_000_002_000, true],
    ['#[StartTime: 1700000000.000 (seconds since epoch), x]', '1700000003.250', 1_700_000_003_250, true],
    ['#a comment', '1700000003.250', 1_700_000_003_250, true],
    ['#a comment', '3.250', 3_250, false],
  ];
  for (const [comment, at, startMs, isDated] of cases) {
    const log = await readText([comment, line(at)].join('\r\n'));
    assert.equal(log.intervals[0]?.startMs, startMs, comment);
    assert.equal(log.isDated, isDated, comment);
  }
});

test('the unit is what the log says, else what is asked for, else microseconds, and which was taken is told', async () => {
  const foreign = javaLog(logLine(0, NANOSECONDS));
  const own = `#[Logged with newyear-load 1.2.3; histograms in microseconds, Interval_Max in milliseconds]\n${logLine(0, HISTOGRAMS.c)}`;
  const [byDefault, asked, told] = [await readText(foreign), await readText(foreign, 'ns'), await readText(own, 'ns')];
  assert.deepEqual([byDefault.unit, byDefault.unitFrom, byDefault.isOwn], ['us', 'default', false]);
  assert.deepEqual([asked.unit, asked.unitFrom], ['ns', 'option']);
  assert.deepEqual([told.unit, told.unitFrom, told.isOwn], ['us', 'log', true]);
  assert.match(byDefault.notes[0] ?? '', /taken for microseconds, since neither/);
  assert.match(asked.notes[0] ?? '', /taken for nanoseconds, as --hlog-unit says/);
});

test('where the maxima look like those of nanoseconds and nobody says so, it is asked', async () => {
  const line = `0.000,1.000,1000.342,${NANOSECONDS}`;
  assert.match((await readText(javaLog(line))).notes.join(' '), /give --hlog-unit ns/);
  assert.doesNotMatch((await readText(javaLog(line), 'ns')).notes.join(' '), /give --hlog-unit/);
  assert.doesNotMatch((await readText(javaLog(`0,1,1000342,${NANOSECONDS}`))).notes.join(' '), /give --hlog-unit/);
});

test('samples and their rate are those of a tag, each stretch of time once', async () => {
  const log = await readText(
    javaLog(logLine(0, HISTOGRAMS.c), logLine(0, HISTOGRAMS.java), logLine(1, HISTOGRAMS.c), logLine(1, WIDE, 'write')),
  );
  assert.deepEqual(tagsOf(log), ['', 'write']);
  const { samples, perSecond, stretches } = sumsOfTag(log, '');
  assert.deepEqual({ samples, perSecond, stretches: stretches.length }, { samples: 150, perSecond: 75, stretches: 2 });
  assert.equal(sumsOfTag(log, 'write').samples, 35);
});

test('lines without a tag are compared, or those of the only tag, or those that are asked for', async () => {
  const both = await readText(javaLog(logLine(0, HISTOGRAMS.c), logLine(0, WIDE, 'write')));
  assert.equal(sumsOfTag(withChosenTag(both, undefined), '').samples, 50);
  assert.match(withChosenTag(both, undefined).notes.join(' '), /left out: write/);
  assert.equal(sumsOfTag(withChosenTag(both, 'write'), '').samples, 35);
  const one = await readText(javaLog(logLine(0, WIDE, 'write')));
  assert.equal(sumsOfTag(withChosenTag(one, undefined), '').samples, 35);
  const two = await readText(javaLog(logLine(0, WIDE, 'write'), logLine(0, WIDE, 'read')));
  assert.throws(() => withChosenTag(two, undefined), /its tags are read and write; say with --hlog-tag/);
  assert.throws(() => withChosenTag(two, 'raed'), /no lines of the tag "raed"/);
});

test('logs put together keep every sample, and make a log that says the same again', async () => {
  const [one, other] = [
    await readText(javaLog(logLine(0, HISTOGRAMS.c), logLine(1, WIDE, 'write'))),
    await readText(javaLog(logLine(0, WIDE), logLine(60, HISTOGRAMS.javascript, 'write'))),
  ];
  const merged = mergeLogs([one, other]);
  const again = await readText(mergedLogText(merged, { name: 'newyear-load', version: '1.2.3' }));
  for (const log of [merged, again]) {
    assert.deepEqual(
      log.intervals.map(({ tag, startMs, lengthMs }) => [tag, startMs - 1_700_000_000_000, lengthMs]),
      [
        ['', 0, 1000],
        ['write', 1000, 1000],
        ['write', 60_000, 1000],
      ],
    );
    assert.equal(sumsOfTag(log, '').samples, 85);
    assert.deepEqual(summarise(sumsOfTag(log, 'write').counter), summarise(sumsOfTag(merged, 'write').counter));
  }
  assert.equal(again.unitFrom, 'log');
  assert.equal(again.isOwn, false);
});

test('logs that hold the same, and logs of which only one is dated, are not put together', async () => {
  const dated = await readText(javaLog(logLine(0, HISTOGRAMS.c)));
  const undated = await readText(logLine(0, HISTOGRAMS.c));
  assert.throws(() => mergeLogs([dated, dated]), /would count twice/);
  assert.throws(() => mergeLogs([dated, undated]), /does not say when it began/);
});

test('a log is told from a report by how it begins', () =>
  inFolder(async (folder) => {
    const cases = [
      ['a.txt', javaLog(), true],
      ['b.txt', logLine(0, WIDE, 'x'), true],
      ['c.json', '{"schema":"newyear-load/report@1"}', false],
      ['d.txt', '12.5,1.0,1.0,x', true],
    ] as const;
    for (const [name, text, isLog] of cases) {
      writeFileSync(join(folder, name), text);
      assert.equal(await isLatencyLog(join(folder, name)), isLog, name);
    }
    assert.equal(await isLatencyLog(join(folder, 'nothing.hlog')), false);
  }));
