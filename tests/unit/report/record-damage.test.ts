import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import { readReportOrRecord } from '#dist/report/record/rebuild.js';
import { EVENTS, recordOf } from '../../helpers/report/record.js';

type Fields = Record<string, unknown>;

let folder = '';
let path = '';
let lines: readonly string[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newyear-load-damage-'));
  path = join(folder, 'run.ndjson');
  lines = (await recordOf(path, EVENTS)).killed.trimEnd().split('\n');
});
after(() => rm(folder, { recursive: true, force: true }));

/** The record of a killed run with one of its lines changed, as text. */
function withLine(index: number, change: (line: Fields) => unknown): string {
  return lines.with(index, JSON.stringify(change(JSON.parse(lines[index] ?? '') as Fields))).join('\n');
}

function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** The number, from 0, of the first line of a type. */
function lineOf(type: string): number {
  const index = lines.findIndex((line) => line.startsWith(`{"type":"${type}"`));
  assert.notEqual(index, -1, `the record has no line ${type}`);
  return index;
}

async function problemsOf(text: string): Promise<string[]> {
  await writeFile(path, text);
  try {
    await readReportOrRecord(path);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    return thrown.problems.map(({ where, message }) => `${where.replace(path, 'run.ndjson')}: ${message}`);
  }
  return assert.fail('was not refused');
}

test('what a record says of the run, and what its report would be refused for, is refused in the first line', async () => {
  const withContext = (change: (context: Fields) => Fields): string =>
    withLine(0, (line) => ({ ...line, context: change(line['context'] as Fields) }));
  assert.deepEqual(await problemsOf(withContext((context) => ({ ...context, tool: 'A' }))), [
    'run.ndjson:1: does not say what was run: context.tool must be an object',
  ]);
  assert.deepEqual(await problemsOf(withContext((context) => without(context, 'tool', 'host', 'command'))), [
    'run.ndjson:1: does not say what was run: it lacks context.tool, context.host, context.command',
  ]);
  const odd = { seed: 0.5, thresholds: ['lost==0', 'lots==0', 7] };
  assert.deepEqual(await problemsOf(withContext((context) => ({ ...context, ...odd }))), [
    'run.ndjson:1: does not say what was run: context.seed must be an integer',
    'run.ndjson:1: does not say what was run: context.thresholds[] must be a string',
    'run.ndjson:1: context.thresholds: unknown metric "lots"; did you mean "lost"?',
  ]);
  for (const startedAt of ['yesterday', '9999-99-99T99:99:99Z', 7])
    assert.deepEqual(await problemsOf(withLine(0, (line) => ({ ...line, startedAt }))), [
      `run.ndjson:1: does not say what was run: startedAt must ${startedAt === 7 ? 'be a string' : 'look like 2026-12-31T23:59:00.000Z'}`,
    ]);
});

test('a number that no run can have is refused in its line', async () => {
  const cases: readonly (readonly [type: string, change: Fields, complaint: string])[] = [
    ['snapshot', { elapsedMs: 1e300 }, 'elapsedMs must be a number of 0 or more and at most 31622400000'],
    ['snapshot', { elapsedMs: '7' }, 'elapsedMs must be a number of 0 or more and at most 31622400000'],
    ['snapshot', { second: 2 ** 40 }, 'second must be a whole number of -1 or more and at most 31622400'],
    ['snapshot', { workerIndex: 1e6 }, 'workerIndex must be a whole number of -1 or more and at most 4095'],
    ['snapshot', { counters: { sent: -1 } }, 'counters.sent must be a whole number of 0 or more'],
    ['snapshot', { counters: [] }, 'counters must be an object'],
    ['phase-end', { durationMs: -1 }, 'durationMs must be a number of 0 or more and at most 31622400000'],
    ['phase-end', { attempted: 0.5 }, 'attempted must be a whole number of 0 or more'],
    ['phase-end', { latency: 'wAACAAAQ' }, 'latency must be sparse counts in base64'],
    ['alert', { second: -1 }, 'second must be a whole number of 0 or more and at most 31622400'],
    ['alert', { value: 'high' }, 'value must be a number'],
    ['notice', { message: ['x'] }, 'message must be a text'],
  ];
  for (const [type, change, complaint] of cases) {
    const index = lineOf(type);
    assert.deepEqual(await problemsOf(withLine(index, (line) => ({ ...line, ...change }))), [
      `run.ndjson:${index + 1}: is damaged: ${complaint}, so what follows cannot be trusted`,
    ]);
  }
});

test('a wrong line is refused at the end of a record, too, since only one that breaks off is left out', async () => {
  const index = lines.length - 1;
  const [problem] = await problemsOf(withLine(index, (line) => ({ ...line, elapsedMs: -1 })));
  assert.match(problem ?? '', new RegExp(`^run\\.ndjson:${index + 1}: is damaged: elapsedMs`));
});

test('two records in one file, and a phase that ends twice, would count twice and are refused', async () => {
  assert.deepEqual(await problemsOf([...lines, ...lines].join('\n')), [
    `run.ndjson:${lines.length + 1}: begins another record, and a file holds one, so what follows cannot be trusted`,
  ]);
  const [end = ''] = lines.slice(lineOf('phase-end'));
  assert.deepEqual(await problemsOf([...lines, end].join('\n')), [
    `run.ndjson:${lines.length + 1}: is about the phase connect, which has ended before, so what follows cannot be trusted`,
  ]);
});

test('a line that nests deeper than JSON from outside may is refused before it is walked', async () => {
  const deep = `{"type":"x","y":${'['.repeat(300)}${']'.repeat(300)}}`;
  assert.deepEqual(await problemsOf([...lines, deep, '{}'].join('\n')), [
    `run.ndjson:${lines.length + 1}: is nested more than 200 levels deep, so what follows cannot be trusted`,
  ]);
  const first = (lines[0] ?? '').replace('"plan":{', `"plan":{"deep":${'['.repeat(300)}${']'.repeat(300)},`);
  assert.deepEqual(await problemsOf([first, ...lines.slice(1)].join('\n')), [
    'run.ndjson:1: is nested more than 200 levels deep',
  ]);
});

test('numbers that do not fit together make no report that could not be read again', async () => {
  const index = lineOf('snapshot');
  const withCounters = (counters: Fields): string => withLine(index, (line) => ({ ...line, counters }));
  assert.deepEqual(await problemsOf(withCounters({ intended: 3, sent: 10_000 })), [
    'run.ndjson: the report made of it: phases[].failed: must be 0 or more',
    'run.ndjson: the report made of it: messages.unsent: must be 0 or more',
  ]);
  assert.deepEqual(
    await problemsOf(withCounters({ unexpected: Number.MAX_SAFE_INTEGER, pings: 1, completed: 2 ** 53 - 2 })),
    [
      'run.ndjson: the report made of it: messages.completed: must be an integer',
      'run.ndjson: the report made of it: timeline[].completed: must be an integer',
    ],
  );
});

test('a worker that was never watched has no share that is no number', async () => {
  const index = lineOf('snapshot');
  await writeFile(
    path,
    withLine(index, (line) => ({ ...line, workerIndex: 9, self: {}, gauges: {} })),
  );
  const { generator } = await readReportOrRecord(path);
  assert.deepEqual(
    generator.workers.map(({ cpuShare }) => cpuShare),
    [0.2, 0.2, 0],
  );
});

test('a record whose seconds go backwards takes no more memory than one whose seconds do not', async () => {
  const index = lineOf('snapshot');
  const seconds = Array.from({ length: 300 }, (_, second) =>
    JSON.stringify({ ...(JSON.parse(lines[index] ?? '') as Fields), second: 100_000 - second }),
  );
  const earlier = process.memoryUsage().arrayBuffers;
  await writeFile(path, [...lines, ...seconds].join('\n'));
  const report = await readReportOrRecord(path);
  const grownMib = (process.memoryUsage().arrayBuffers - earlier) / 2 ** 20;
  assert.equal(report.timeline.length, 302);
  // All of them open at once would be three histograms each, 80 MiB in all.
  assert.ok(grownMib < 40, `${grownMib} MiB`);
});
