import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { type Problem, UsageError } from '#dist/core/errors.js';
import { buildReport } from '#dist/report/build-report.js';
import { parseReport, readReport, readReports } from '#dist/report/read-report.js';
import { ENCODINGS } from '../../helpers/report/encodings.js';
import { canaryOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';

const report = buildReport(runOutcome({ canary: canaryOutcome() }), reportContext());

function problemsOf(value: unknown): readonly Problem[] {
  const read = parseReport(typeof value === 'string' ? value : JSON.stringify(value), 'a.json');
  return 'problems' in read ? read.problems : [];
}

/** The report without some of its fields. */
function without(...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(report).filter(([name]) => !names.includes(name)));
}

test('a report is read, also one that has more fields than are known here', () => {
  assert.deepEqual(problemsOf(report), []);
  assert.deepEqual(problemsOf({ ...report, surprise: 1, run: { ...report.run, surprise: 1 } }), []);
});

test('a report from before there were alerts had none', () => {
  const read = parseReport(JSON.stringify(without('alerts')), 'a.json');
  assert.ok('report' in read);
  assert.deepEqual(read.report.alerts, []);
});

test('what is no report is said to be none, and another format is named', () => {
  assert.deepEqual(
    ['{', '[]', '{}', '{"schema":"newyear-load/report@2"}'].flatMap(problemsOf).map(({ message }) => message),
    [
      'is no JSON; a report is what --out json=<file> writes',
      'is no report of newyear-load; a report is what --out json=<file> writes',
      'is no report of newyear-load; a report is what --out json=<file> writes',
      'is of schema "newyear-load/report@2", and this version reads "newyear-load/report@1"',
    ],
  );
});

test('a record is named as one, with the command that makes a report of it', () => {
  const first = '{"type":"run","schema":"newyear-load/record@1"}';
  for (const text of [first, `${first}\n{"type":"second"}\n`]) {
    assert.deepEqual(problemsOf(text), [
      {
        where: 'a.json',
        message:
          'is the record of a run; make its report with: newyear-load report --from a.json --out json=report.json',
      },
    ]);
  }
});

test('an older report is refused with its version and the fields that it lacks, each once', () => {
  const timeline = report.timeline.map((row) => ({ ...row, missing: undefined, cpuShare: undefined }));
  assert.deepEqual(problemsOf({ ...without('intervals'), timeline }), [
    {
      where: 'a.json',
      message:
        'was made by newyear-load 0.1.0 and lacks intervals, timeline[].cpuShare, timeline[].missing; make it again with this version',
    },
  ]);
});

test('every wrong field is told at once, with what it must be', () => {
  const wrong = {
    ...report,
    run: { ...report.run, durationMs: '31s', startedAt: 'yesterday' },
    verdict: { level: 'GREAT', reasons: [] },
    timeline: report.timeline.map((row) => ({ ...row, sent: -1 })),
    intervals: [{ second: 0, echo: 'AAAA', fanout: report.intervals[0]?.fanout }],
    canary: { ...report.canary, sent: null },
  };
  assert.deepEqual(
    problemsOf(wrong).map(({ where, message }) => `${where} ${message}`),
    [
      'a.json: run.startedAt must look like 2026-12-31T23:59:00.000Z',
      'a.json: run.durationMs must be a number',
      'a.json: canary.sent must be an integer',
      'a.json: verdict.level must be one of VALID, SUSPECT, INVALID',
      'a.json: timeline[].sent must be 0 or more',
      'a.json: intervals[].echo must be an HdrHistogram of microseconds, V2 compressed, in base64',
    ],
  );
});

test('a report whose sums do not add up is named as edited, with the sums', () => {
  const { deliveries, tps } = report;
  assert.deepEqual(problemsOf({ ...report, deliveries: { ...deliveries, received: deliveries.received - 1 } }), [
    {
      where: 'a.json',
      message:
        'was edited after it was written, or damaged: its sums do not add up (expected = received + lost + receiverGone, all: 150000 is not 149999; received of all rooms: 150000 is not 149999; received of the rooms, of all: 150000 is more than 149999; samples of deliveries and recovered copies, of received: 150000 is more than 149999; and 2 more)',
    },
  ]);
  assert.deepEqual(problemsOf({ ...report, tps: { ...tps, sent: 2000 } }), [
    {
      where: 'a.json',
      message: 'was edited after it was written, or damaged: its sums do not add up (tps.sent: 2000 is not 1000)',
    },
  ]);
});

test('texts of a foreign file reach the terminal with their control characters made visible', () => {
  const [problem] = problemsOf({ schema: '\u001b[31mred' });
  assert.match(problem?.message ?? '', /"\\x1b\[31mred"/);
});

test('files are read, and the problems of all are told together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-read-'));
  try {
    const [good, bad, none] = ['good.json', 'bad.json', 'none.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(good, JSON.stringify(report));
    await writeFile(bad, '{}');
    assert.deepEqual(await readReport(good), report);
    for (const [encoding, encode] of ENCODINGS) {
      await writeFile(good, encode(JSON.stringify(report, null, 2)));
      assert.deepEqual(await readReport(good), report, encoding);
    }
    await assert.rejects(readReports([good, bad, none, folder]), (error) => {
      assert.ok(error instanceof UsageError);
      const told = error.problems.map(({ where, message }) => ({ where, message }));
      assert.deepEqual(told, [
        { where: bad, message: 'is no report of newyear-load; a report is what --out json=<file> writes' },
        { where: none, message: 'there is no such file' },
        { where: folder, message: 'is a folder; a report is the file that --out json=<file> writes' },
      ]);
      return true;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
