import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createRandom } from '#dist/core/random.js';
import { parseReport } from '#dist/report/read-report.js';
import { reportFaults } from '#dist/report/report-check.js';
import { mutatedValue } from '../../helpers/fuzz/mutations.js';
import { jsonOf } from '../../helpers/fuzz/odd-values.js';
import { smallReport } from '../../helpers/small-report.js';

type Json = Record<string, unknown>;

const report = smallReport();
const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8')) as Json;

/** The schema without what it says of fields that it does not name: a reader takes those of a later version, too. */
function lenient(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(lenient);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) => key !== 'additionalProperties' || value !== false);
  return Object.fromEntries(kept.map(([key, value]) => [key, lenient(value)]));
}

/** The report with the value at a path replaced. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(report) as unknown as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let parent: unknown = copy;
  for (const key of keys) parent = (parent as Json)[key];
  (parent as Json)[last] = value;
  return copy;
}

function faultsOf(value: unknown): string[] {
  const { missing, wrong } = reportFaults(value);
  return [...missing, ...[...wrong].map(([field, fault]) => `${field} ${fault}`)];
}

test('bounds, names, lengths and conditions of the schema hold for whoever reads a report', () => {
  assert.deepEqual(faultsOf(report), []);
  assert.deepEqual(faultsOf(withValue('errors.share', 1.5)), ['errors.share must be 1 or less']);
  assert.deepEqual(faultsOf(withValue('errors.byKind', { 'server.http-500': 1, party: 2 })), [
    'errors.byKind has a field whose name must look like ^(generator|network|server|protocol)\\.',
  ]);
  assert.deepEqual(faultsOf(withValue('latencyMs.echo.count', 0)).slice(0, 2), [
    'latencyMs.echo.min must be null',
    'latencyMs.echo.mean must be null',
  ]);
  assert.deepEqual(faultsOf(withValue('latencyMs.echo.mean', null)), ['latencyMs.echo.mean must be a number']);
  const [worker] = report.generator.workers;
  assert.deepEqual(faultsOf(withValue('generator.workers', Array(5000).fill(worker))), [
    'generator.workers must not have more than 4096 entries',
  ]);
});

test('what is no number of JSON is none of a report, also where it was computed', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined])
    assert.deepEqual(faultsOf(withValue('tps.sent', value)), ['tps.sent must be a number']);
  const text = JSON.stringify(report).replace(/"peakSent":\d+/, '"peakSent":1e999');
  assert.deepEqual(parseReport(text, 'a.json'), {
    problems: [{ where: 'a.json: tps.peakSent', message: 'must be a number' }],
  });
});

test('a time that is written like one and is none is refused', () => {
  for (const time of ['2026-13-01T00:00:00Z', '2026-01-32T00:00:00Z', '2026-01-01T24:00:00Z', '9999-99-99T99:99:99Z'])
    assert.deepEqual(faultsOf(withValue('run.startedAt', time)), [
      'run.startedAt must look like 2026-12-31T23:59:00.000Z',
    ]);
});

test('whatever is taken for a report is one by its schema', () => {
  const isReport = new Ajv2020({ strict: false, validateFormats: false }).compile(lenient(schema) as object);
  let taken = 0;
  for (let number = 0; number < 400; number++) {
    const value: unknown = JSON.parse(
      jsonOf(mutatedValue(createRandom(7, `${number}`), report)).replaceAll('1e999', '7'),
    );
    const read = parseReport(JSON.stringify(value), 'a.json');
    if ('problems' in read) continue;
    taken++;
    assert.ok(isReport(value), `${number}: ${JSON.stringify(isReport.errors)}`);
  }
  assert.ok(taken > 20, `${taken} were taken`);
});
