import assert from 'node:assert/strict';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assert as assertProperty, constantFrom, property } from 'fast-check';
import { isJsonObject } from '#dist/core/json.js';
import { decodeSparseHistogram } from '#dist/metrics/hdr-encoding.js';
import { buildReport } from '#dist/report/build-report.js';
import { reportFaults } from '#dist/report/report-check.js';
import type { Report } from '#dist/report/report-types.js';
import { reportJsonSchema } from '#dist/report/schema/json-schema.js';
import { compareReports } from '#dist/compare/compare-reports.js';
import { canaryOutcome, connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';

const TOOL = { name: 'newyear-load', version: '0.1.0' };

/** What the reader of a report's file gets. */
function read(report: Report): Report {
  return JSON.parse(JSON.stringify(report)) as Report;
}

const few = runOutcome({ canary: canaryOutcome() });
const plain = read(
  buildReport({ ...few, timeline: few.timeline.slice(0, 2), intervals: few.intervals.slice(0, 2) }, reportContext()),
);
const compared = compareReports({
  base: { report: plain, file: 'base.json' },
  candidates: [{ report: plain, file: null }],
  regressions: [],
  tool: TOOL,
});
const full = { ...plain, comparison: compared };

/** A schema that takes fields which it does not name, as a reader of reports does. */
function tolerant(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(tolerant);
  if (!isJsonObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => key !== 'additionalProperties' || value !== false);
  return Object.fromEntries(kept.map(([key, value]) => [key, tolerant(value)]));
}

/** Does the published schema take it, where its histograms can be read? */
function schemaValidator(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, strictTypes: false });
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword({
    keyword: 'contentEncoding',
    type: 'string',
    validate: (_encoding: string, text: string) => decodeSparseHistogram(text) !== undefined,
  });
  return ajv.compile(tolerant(reportJsonSchema()) as object);
}

/** The place of every value in a report, of long lists those of their first row. */
function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const parts = Array.isArray(value) ? entries.slice(0, 1) : entries;
  return [place, ...parts.flatMap(([key, part]) => placesIn(part, [...place, key]))];
}

/** The same value with another one in one place; undefined takes the field away. */
function changed(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((row: unknown, index) => (String(index) === key ? changed(row, rest, by) : row));
  }
  return isJsonObject(value) ? { ...value, [key]: changed(value[key], rest, by) } : value;
}

const INSTEAD = [
  undefined,
  null,
  true,
  0,
  -1,
  1,
  1.5,
  '',
  'max',
  'VALID',
  'AAAA',
  '2031-01-01T00:00:00Z',
  [],
  {},
  [1],
] as const;

const isFaultless = (value: unknown): boolean => {
  const { missing, wrong } = reportFaults(value);
  return missing.length === 0 && wrong.size === 0;
};

test('a report is taken exactly where the published schema takes it, whatever is changed in it', () => {
  const isValid = schemaValidator();
  const places = placesIn(full);
  let refused = 0;
  const agree = (place: readonly string[], by: unknown): void => {
    const value: unknown = JSON.parse(JSON.stringify(changed(full, place, by) ?? null));
    const isTaken = isFaultless(value);
    assert.equal(isTaken, isValid(value), `${place.join('.')} = ${JSON.stringify(by)}`);
    if (!isTaken) refused++;
  };
  for (const report of [full, read(buildReport(connectOutcome(), reportContext()))])
    assert.ok(isFaultless(report) && isValid(report));
  // Each place once, and each value somewhere else.
  for (const [index, place] of places.entries()) agree(place, INSTEAD[index % INSTEAD.length]);
  assertProperty(property(constantFrom(...places), constantFrom(...INSTEAD), agree));
  assert.ok(refused > places.length / 4, `${refused} of ${places.length} refused`);
});

test('further fields are no fault wherever they stand', () => {
  for (const place of placesIn(plain)) {
    const value = place.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], plain);
    if (!isJsonObject(value) || place.join('.') === 'errors.byKind') continue;
    assert.ok(isFaultless(changed(plain, place, { ...value, surprise: [{ more: null }] })), place.join('.'));
  }
});

test('a fault of a hundred thousand rows is told once', () => {
  const rows = <Row>(row: Row): Row[] => Array.from({ length: 100_000 }, () => row);
  const kinds = Object.fromEntries(rows('x').map((_, index) => [`unknown.${index}`, 'often']));
  const { missing, wrong } = reportFaults({
    ...plain,
    alerts: rows({ rule: 'x', message: 1, second: -1, value: 1 }),
    findings: rows(1),
    errors: { ...plain.errors, byKind: kinds },
  });
  assert.deepEqual(missing, ['alerts[].limit']);
  assert.deepEqual(
    [...wrong],
    [
      ['errors.byKind[]', 'has a kind that is of no known origin'],
      ['findings[]', 'must be a string'],
      ['alerts[].message', 'must be a string'],
      ['alerts[].second', 'must be 0 or more'],
    ],
  );
});

test('a latency without samples says nothing, and one with samples says what is known of one', () => {
  const { echo } = plain.latencyMs;
  const faultsOf = (summary: object): unknown[] => [
    ...reportFaults({ ...plain, latencyMs: { ...plain.latencyMs, echo: { ...echo, ...summary } } }).wrong,
  ];
  assert.deepEqual(faultsOf({ min: null, p9999: null }), [['latencyMs.echo.min', 'must be a number']]);
  const nothing = Object.fromEntries(Object.keys(echo).map((name) => [name, null]));
  assert.deepEqual(faultsOf({ ...nothing, count: 0 }), []);
  assert.deepEqual(faultsOf({ ...nothing, count: 0, p50: 1 }), [
    ['latencyMs.echo.p50', 'must be null where count is 0'],
  ]);
});
