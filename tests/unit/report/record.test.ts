import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import { createRandom } from '#dist/core/random.js';
import { Collector } from '#dist/metrics/collector.js';
import { buildReport } from '#dist/report/build-report.js';
import { readReportOrRecord } from '#dist/report/record/rebuild.js';
import { canaryOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { ENCODINGS } from '../../helpers/report/encodings.js';
import { EMPTY, EVENTS, recordOf, SNAPSHOTS } from '../../helpers/report/record.js';

let folder = '';
let path = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newyear-load-rebuild-'));
  path = join(folder, 'run.ndjson');
});
after(() => rm(folder, { recursive: true, force: true }));

async function rebuilt(text: string | Buffer) {
  await writeFile(path, text);
  return readReportOrRecord(path);
}

async function refusal(text: string): Promise<UsageError> {
  try {
    await rebuilt(text);
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown;
    throw thrown;
  }
  return assert.fail('was not refused');
}

test('a record of a run that came to its end is exactly its report', async () => {
  const outcome = runOutcome({ canary: canaryOutcome() });
  const { whole, report } = await recordOf(path, EVENTS, buildReport(outcome, reportContext()));
  assert.deepEqual(await rebuilt(whole), report);
  assert.equal(JSON.stringify(await rebuilt(whole)), JSON.stringify(report));
  assert.deepEqual(await rebuilt(JSON.stringify(report, null, 2)), report);
});

test('of a run that was killed, the snapshots make the same sums as in the run itself', async () => {
  const { killed } = await recordOf(path, EVENTS);
  const report = await rebuilt(killed);
  const fleet = new Collector();
  for (const one of SNAPSHOTS) fleet.add(one, 2);
  const expected = buildReport(
    { ...runOutcome(), latency: fleet.latency, timeline: fleet.timeline, intervals: fleet.intervals },
    reportContext(),
  );
  assert.deepEqual(report.latencyMs, expected.latencyMs);
  assert.deepEqual(report.histograms.delivery, expected.histograms.delivery);
  assert.deepEqual(report.timeline, expected.timeline);
  assert.deepEqual(report.intervals, expected.intervals);
  assert.equal(report.messages.sent, 400);
  assert.deepEqual([report.run.interruptedBy, report.run.floodMs], ['killed', 2000]);
  assert.deepEqual(
    report.phases.map(({ name, succeeded }) => [name, succeeded]),
    [
      ['connect', 40],
      ['flood', 400],
    ],
  );
  assert.equal(report.connections.opened, 40);
  assert.equal(report.generator.workers.length, 2);
  assert.equal(report.canary?.sent, 10);
  assert.equal(report.alerts.length, 1);
  assert.ok(report.findings.includes('A line\u2028in a line.'));
  assert.ok(report.findings.some((finding) => finding.startsWith('Rebuilt from the record')));
});

test('what was under way when it was killed is not lost, and what later messages had overtaken is', async () => {
  const { killed } = await recordOf(path, EVENTS);
  const { deliveries, findings } = await rebuilt(killed);
  const { expected, received, lost, receiverGone } = deliveries;
  assert.deepEqual(
    { expected, received, lost, receiverGone },
    { expected: 1600, received: 1597, lost: 3, receiverGone: 0 },
  );
  assert.ok(findings.some((finding) => finding.startsWith('16 copies were under way')));
});

test('after the drain, all that has not come is lost', async () => {
  const phase = { phase: 'drain', total: 0, attempted: 0, succeeded: 0, failed: 0 } as const;
  const { killed } = await recordOf(path, [
    ...EVENTS,
    { type: 'phase-end', progress: phase, durationMs: 5000, latency: EMPTY },
  ]);
  const { expected, received, lost } = (await rebuilt(killed)).deliveries;
  assert.deepEqual([expected, received, lost], [1616, 1597, 19]);
});

test('a record may end anywhere after its first line', async () => {
  const { killed } = await recordOf(path, EVENTS);
  const first = killed.indexOf('\n') + 1;
  let sent = 0;
  for (let end = first; end <= killed.length; end += 97) {
    const report = await rebuilt(killed.slice(0, end));
    assert.equal(report.run.interruptedBy, 'killed');
    assert.ok(report.messages.sent >= sent, 'what was there before is there still');
    sent = report.messages.sent;
    const isCut = killed[end - 1] !== '\n' && killed[end] !== '\n';
    const says = report.findings.some((finding) => finding.includes('in the middle of a line'));
    assert.equal(says, isCut, `at ${end}`);
  }
});

test('of a killed run whose record misses lines, a report is made whose sums add up', async () => {
  const { killed } = await recordOf(path, EVENTS);
  const [first = '', ...lines] = killed.trimEnd().split('\n');
  for (let seed = 1; seed <= 40; seed++) {
    const random = createRandom(seed, 'lines of a record');
    const kept = lines.filter(() => random.next() < 0.6);
    assert.equal((await rebuilt([first, ...kept, ''].join('\n'))).run.interruptedBy, 'killed');
  }
});

test('a gap in the record is told', async () => {
  const { killed } = await recordOf(path, EVENTS);
  const { findings } = await rebuilt(`${killed}{"type":"gap","lines":7,"elapsedMs":2100}\n`);
  assert.ok(findings.some((finding) => finding.startsWith('7 lines are missing')));
});

test('a line of a kind that is not known is nothing wrong', async () => {
  const { killed } = await recordOf(path, EVENTS);
  assert.equal((await rebuilt(`${killed}{"type":"fireworks"}\n{"type":"notice","message":"x"}\n`)).messages.sent, 400);
});

test('a damaged line in the middle is refused with its number, and how to use what comes before', async () => {
  const lines = (await recordOf(path, EVENTS)).killed.split('\n');
  for (const damage of [
    '\u0000\u0000',
    '7',
    '{"type":',
    '{}',
    '{"type":"snapshot","phase":"flood"}',
    '{"type":"phase-end"}',
  ]) {
    const error = await refusal(lines.with(4, damage).join('\n'));
    assert.equal(error.problems[0]?.where, `${path}:5`);
    assert.match(error.hint ?? '', /head -n 4 /);
  }
});

test('a file that is no record, of another version, or of a run that could not begin is refused', async () => {
  const { killed } = await recordOf(path, EVENTS);
  assert.match((await refusal('')).message, /is no JSON/);
  assert.match((await refusal('{"type":"run"}\n')).message, /schema "undefined".*record@1/);
  assert.match((await refusal(killed.replace('record@1', 'record@2'))).message, /schema "newyear-load\/record@2"/);
  assert.match((await refusal(killed.replace('"plan":', '"plane":'))).message, /does not say what was run/);
  assert.match((await refusal(`${killed}{"type":"end","elapsedMs":5}\n`)).message, /nothing was measured/);
  assert.match((await refusal(`${killed}{"type":"report","report":{"schema":"x"}}\n`)).message, /of schema "x"/);
});

/** The text of a JSON object with its keys in the order of the alphabet, as other programs write it. */
function sorted(json: string): string {
  const value = JSON.parse(json) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

test('a record and a report are told apart whatever their encoding, and however long a first line that does not begin with its type', async () => {
  const { whole, report } = await recordOf(path, EVENTS, buildReport(runOutcome(), reportContext()));
  const [first = '', ...others] = whole.split('\n');
  const beginning = JSON.parse(first) as { context: { plan: object } };
  const plan = { ...beginning.context.plan, theme: { name: 'long', greetings: Array(7000).fill('🎉'.repeat(50)) } };
  const long = JSON.stringify({ ...beginning, context: { ...beginning.context, plan } });
  assert.ok(Buffer.byteLength(long) > 1.2e6);
  for (const [encoding, encode] of ENCODINGS) {
    for (const line of [first, long, sorted(long)])
      assert.deepEqual(await rebuilt(encode([line, ...others].join('\n'))), report, encoding);
    for (const text of [JSON.stringify(report), sorted(JSON.stringify(report)), JSON.stringify(report, null, 2)])
      assert.deepEqual(await rebuilt(encode(text)), report, encoding);
  }
});

test('two runs in one record are refused, whether the second has its beginning or not', async () => {
  const { whole, report } = await recordOf(path, EVENTS, buildReport(runOutcome(), reportContext()));
  const lines = whole.trimEnd().split('\n');
  const messagesOf = async (text: string): Promise<string[]> => {
    const { problems } = await refusal(text);
    return problems.map(({ where, message }) => `${where.replace(path, 'run.ndjson')}: ${message}`);
  };
  const nextLine = lines.length + 1;
  assert.deepEqual(await messagesOf(`${whole}${whole}`), [
    `run.ndjson:${nextLine}: begins another record, and a file holds one, so what follows cannot be trusted`,
  ]);
  assert.deepEqual(await messagesOf(`${whole}${lines.slice(1).join('\n')}\n`), [
    `run.ndjson:${nextLine}: comes after the end of its run, so what follows cannot be trusted`,
  ]);
  const other = { type: 'report', report: { ...report, run: { ...report.run, id: 'zzzzzz' } } };
  assert.deepEqual(await messagesOf([...lines.slice(0, -1), JSON.stringify(other)].join('\n')), [
    `run.ndjson:${lines.length}: is the report of run zzzzzz in the record of run ${report.run.id}, so what follows cannot be trusted`,
  ]);
});
