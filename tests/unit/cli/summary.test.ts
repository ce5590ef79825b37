import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { createPalette } from '#dist/cli/colours.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { HOSTILE_TEXTS, hostileReport } from '../../helpers/report/hostile.js';
import {
  auditOutcome,
  canaryOutcome,
  connectOutcome,
  reportContext,
  runOutcome,
} from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

interface Given {
  readonly context?: Partial<ReportContext>;
  readonly kind?: 'run' | 'connect';
  readonly files?: readonly string[];
  readonly width?: number;
  readonly fitsScreen?: boolean;
}

function summarise(
  outcome: RunOutcome,
  { context = {}, kind = 'run', files = [], width = 80, fitsScreen = true }: Given = {},
): string[] {
  const report = buildReport(outcome, reportContext(context));
  const lines = summaryLines({
    report,
    kind,
    files,
    width,
    palette: createPalette(0),
    fitsScreen,
    voice: ENGLISH_VOICE,
  });
  assert.deepEqual(
    lines.filter((line) => line.length > width),
    [],
  );
  return lines;
}

const LOSSY = runOutcome({
  deliveries: {
    expected: 150_000,
    received: 149_874,
    lost: 126,
    duplicated: 3,
    reordered: 2,
    receiverGone: 0,
    unconfirmed: 0,
  },
});

const WORST = runOutcome({
  deliveries: {
    expected: 150_000,
    received: 140_000,
    lost: 126,
    duplicated: 3,
    reordered: 2,
    receiverGone: 9_874,
    unconfirmed: 0,
  },
  counters: { ...LOSSY.counters, refused: 300, unexpected: 12 },
  connections: { ...LOSSY.connections, opened: 45, lost: 12, reconnects: 7 },
  errors: {
    'server.http-503': 12_345,
    'network.ECONNREFUSED': 4_321,
    'protocol.not-http': 999,
    'generator.EMFILE': 77,
    'network.timeout': 5,
  },
  workers: [{ ...(LOSSY.workers[0] ?? assert.fail()), cpuShare: 0.99, scheduleSlip: spreadOf(1000, 0, 90_000) }],
  canary: canaryOutcome(),
  audit: auditOutcome({
    usersFound: 48,
    usersNotCheckable: 1,
    messagesExpected: 30_000,
    messagesFound: 29_990,
  }),
});

const MANY_THRESHOLDS = ['lost==0', 'p99(delivery)<1ms', 'errors<1%', 'tps>=1', 'p50(echo)<1s', 'users>=50'];

test('a healthy run is answered in its first line', () => {
  const lines = summarise(runOutcome());
  assert.equal(lines[0], '✔ HELD: all 150,000 deliveries arrived, p99 2.48 ms, at 1,000 messages/s');
  const text = lines.join('\n');
  assert.match(text, /^ +p50 +p95 +p99 +max$/m);
  assert.match(text, /^fan-out +1\.51 ms +2\.40 ms +2\.48 ms +2\.50 ms$/m);
  assert.match(text, /^deliveries +150,000 of 150,000, 0 lost, 0 duplicated, 0 out of order$/m);
  assert.match(text, /^throughput +1,000 of 1,000 messages\/s sent, 5,000 deliveries\/s/m);
  assert.match(text, /^connections +50 of 50 opened, 0 lost$/m);
  assert.match(text, /^errors +none$/m);
  assert.match(text, /^verdict +VALID/m);
  assert.match(text, /^grade +Bronze; Silver takes 5,000/m);
});

test('of runs that did not overlap, what was sent is beside what was offered in the same time', () => {
  const planned = { ...reportContext().plan, rate: 2_000 };
  const text = summarise(runOutcome({ floodMs: 69_000 }), { context: { plan: planned } }).join('\n');
  assert.match(text, /^throughput +434\.7 of 434\.7 messages\/s sent/m);
  assert.match(summarise(runOutcome({ floodMs: 30_100 })).join('\n'), /^throughput +996\.6 of 1,000 messages\/s sent/m);
});

test('losses come first, with their share', () => {
  assert.deepEqual(summarise(LOSSY).slice(0, 2), [
    '✖ LOST: 126 of 150,000 deliveries lost (0.08 %), p99 2.48 ms, 3 duplicated, 2',
    'out of order',
  ]);
});

test('nothing lost is not the same as everything well', () => {
  const deliveries = { ...runOutcome().deliveries, duplicated: 12, reordered: 3 };
  const [first] = summarise(runOutcome({ deliveries, errors: { 'server.error-event': 1 } }));
  assert.equal(first, '! NOTHING LOST, p99 2.48 ms, but 12 duplicated, 3 out of order, 1 error');
});

const AUDIT = auditOutcome({ messagesExpected: 30_000, messagesFound: 29_000, messagesNotCheckable: 1_000 });

test('a run whose data the server has lost has not held', () => {
  const first = (audit: Partial<typeof AUDIT>): string | undefined =>
    summarise(runOutcome({ audit: { ...AUDIT, ...audit } }))
      .slice(0, 2)
      .join(' ')
      .trim();
  assert.match(first({}) ?? '', /^✔ HELD/);
  assert.equal(
    first({ messagesFound: 28_990, usersFound: 49 }),
    '✖ DATA LOST: the server no longer had 10 of 30,000 messages and 1 of 50 users after the run',
  );
  assert.equal(first({ usersFound: 40 }), '✖ DATA LOST: the server no longer had 10 of 50 users after the run');
});

test('copies that reached the wrong users, and copies that the canary lost, are not a run that held', () => {
  const strayed = summarise(runOutcome({ counters: { ...runOutcome().counters, unexpected: 12 } }));
  assert.equal(strayed[0], "✖ STRAYED: 12 copies reached users outside the message's room");
  const canary = summarise(runOutcome({ canary: canaryOutcome({ received: 598, lost: 2 }) }));
  assert.equal(canary[0], '✖ LOST: 2 of 600 copies of the canary, none of the fleet');
});

test('only what arrived is said to have arrived', () => {
  const deliveries = { ...runOutcome().deliveries, received: 149_990, receiverGone: 10, unconfirmed: 0 };
  const [worker = assert.fail()] = runOutcome().workers;
  const workers = [{ ...worker, cpuShare: 0.99, scheduleSlip: spreadOf(1000, 0, 90_000) }];
  assert.match(summarise(runOutcome({ workers }))[0] ?? '', /^✖ INVALID: all 150,000 deliveries arrived, but/);
  assert.match(
    summarise(runOutcome({ deliveries, workers })).slice(0, 3).join(' '),
    /^✖ INVALID: 149,990 of 150,000 deliveries arrived \(10 were for connections +that were gone\), but/,
  );
  assert.match(summarise(runOutcome({ deliveries }))[0] ?? '', /^✔ HELD: 149,990 of 150,000 deliveries arrived/);
  const slowReaders = {
    planned: { share: 0.1, atMs: 0, durationMs: 1000 },
    users: 1,
    cut: 0,
    back: 0,
    held: 9,
    received: 3,
    gone: 0,
    dropped: 6,
  };
  const slow = summarise(runOutcome({ deliveries, slowReaders })).join(' ').replaceAll(/ +/gu, ' ');
  assert.match(slow, /arrived \(4 were for connections that were gone, 6 never came to slow readers\)/);
  assert.match(slow, /4 for connections that were gone, 6 never came to slow readers/);
});

function headline(interruption: RunOutcome['interruption']): string {
  return summarise(runOutcome({ interruption })).slice(0, 2).join(' ').trim();
}

test('an interrupted run says by what, after how long, and what was lost until then', () => {
  assert.equal(headline('SIGINT'), '! STOPPED by Ctrl-C, after 31.2 s; none of 150,000 deliveries lost');
  assert.equal(headline('SIGTERM'), '! STOPPED by SIGTERM, after 31.2 s; none of 150,000 deliveries lost');
  assert.match(headline('target-lost'), /^✖ TARGET LOST: every connection went away/);
  assert.match(headline('worker-crashed'), /^✖ FAILED: a worker thread/);
});

test('a run that measured nothing has no table of dashes', () => {
  const lines = summarise(connectOutcome({ phases: [], interruption: 'SIGINT' }));
  assert.match(lines[0] ?? '', /nothing had been sent/);
  assert.ok(!lines.some((line) => line.includes('p50')));
  assert.match(summarise(connectOutcome())[0] ?? '', /^✖ NO MESSAGE was sent/);
});

test('a connection test is about connections', () => {
  const lines = summarise(connectOutcome(), { kind: 'connect' });
  assert.equal(lines[0], '✔ CONNECTED: all 50 connections opened and held for 30s');
  const text = lines.join('\n');
  assert.match(text, /^register +10\.\d ms/m);
  assert.doesNotMatch(text, /deliveries|throughput|grade|verdict/);
  const short = connectOutcome({ connections: { ...connectOutcome().connections, opened: 45, lost: 2 } });
  assert.match(
    summarise(short, { kind: 'connect' })[0] ?? '',
    /^✖ CONNECTED: 45 of 50 connections opened, 2 of them lost/,
  );
});

test('a connection test has no grade, and says nothing of messages that nobody sent', () => {
  const audit = { ...AUDIT, messagesExpected: 0, messagesFound: 0, messagesNotCheckable: 0 };
  const text = summarise(connectOutcome({ audit }), { kind: 'connect' }).join('\n');
  assert.match(text, /^audit +50 of 50 users found$/m);
  assert.doesNotMatch(text, /messages|grade|Bronze/);
});

test('a run without a schedule is said to be one', () => {
  const plan = { ...reportContext().plan, rate: 'max', window: 3 } as const;
  const text = summarise(runOutcome(), { context: { plan } }).join('\n');
  assert.match(text, /^throughput +1,000 messages\/s sent, 5,000 deliveries\/s$/m);
  assert.match(text, /^load +closed model: as fast as the target takes them, window 3$/m);
  const { findings } = buildReport(runOutcome({ findings: ['Other.'] }), reportContext({ plan }));
  assert.match(findings[0] ?? '', /no schedule .*response time is service time\.$/);
  assert.equal(findings[1], 'Other.');
});

test('a failed threshold comes first, every one with its value in its unit', () => {
  const text = summarise(runOutcome(), { context: { thresholds: MANY_THRESHOLDS } });
  assert.equal(text[0], '✖ FAILED: 1 of 6 thresholds did not hold; nothing was lost');
  const at = text.findIndex((line) => line.startsWith('thresholds'));
  assert.deepEqual(text.slice(at, at + 4), [
    'thresholds    ✖ p99(delivery)<1ms (2.48 ms)',
    '              ✔ lost==0 (0)',
    '              ✔ errors<1% (0 %)',
    '              and 3 more, of which 0 failed',
  ]);
});

test('a log has every threshold', () => {
  const text = summarise(runOutcome(), { context: { thresholds: MANY_THRESHOLDS }, fitsScreen: false }).join('\n');
  for (const threshold of MANY_THRESHOLDS) assert.ok(text.includes(`${threshold} (`), threshold);
  assert.doesNotMatch(text, /of which/);
});

test('where the reports are is said last', () => {
  const lines = summarise(runOutcome(), { files: ['report.json', 'out/timeline.csv'] });
  assert.equal(lines.at(-1), 'written       report.json, out/timeline.csv');
});

const ALERTS = [
  {
    rule: 'backlog>10000',
    message: 'undelivered backlog: 12,040 (backlog>10000)',
    second: 72,
    value: 12_040,
    limit: 10_000,
  },
  { rule: 'errors>5%', message: 'errors in a second: 7.10 % (errors>5%)', second: 80, value: 0.071, limit: 0.05 },
];

test('alerts are told in short, and not at all where there were none', () => {
  const text = summarise(runOutcome(), { context: { alerts: ALERTS } }).join('\n');
  assert.match(text, /^alerts +2, the first at 1:12: undelivered backlog: 12,040 \(backlog>10000\)$/m);
  assert.doesNotMatch(summarise(runOutcome()).join('\n'), /alerts/);
});

test('the worst run fits 80 columns and 24 lines, with an empty line above and the prompt below', () => {
  const lines = summarise(WORST, {
    context: { thresholds: MANY_THRESHOLDS, alerts: ALERTS },
    files: ['report.json', 'timeline.csv'],
  });
  assert.ok(lines.length <= 22, `${lines.length} lines\n${lines.join('\n')}`);
});

test('60 and 40 columns break no line of the table', () => {
  for (const width of [60, 54]) {
    const lines = summarise(WORST, { width });
    assert.equal(lines.filter((line) => /ms +[\d.]+ ms +[\d.]+ ms +[\d.]+ ms$/.test(line)).length, 3);
  }
});

test('no text of a report does anything to the terminal, wherever it stands', () => {
  const harmless = buildReport(runOutcome(), reportContext());
  for (const text of HOSTILE_TEXTS) {
    const report = hostileReport(harmless, [text]);
    const lines = summaryLines({
      report,
      kind: 'run',
      files: [text],
      width: 80,
      palette: createPalette(0),
      fitsScreen: true,
      voice: ENGLISH_VOICE,
    });
    assert.doesNotMatch(
      lines.join(''),
      /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
      text.slice(0, 80),
    );
    assert.ok(lines.join('').length < 20_000);
  }
});
