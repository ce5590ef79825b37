import assert from 'node:assert/strict';
import test from 'node:test';
import { CAPACITY_FORMATS } from '#dist/capacity/formats/index.js';
import type { CapacityReport } from '#dist/capacity/report/capacity-report.js';
import { createPalette } from '#dist/cli/colours.js';
import { headingLine, type SearchLook, searchLines, trialLine } from '#dist/cli/commands/capacity/search-lines.js';
import { comparisonLines } from '#dist/cli/commands/compare/table.js';
import { glyphsOf } from '#dist/cli/progress/glyphs.js';
import { compareCapacities } from '#dist/compare/compare-capacities.js';
import { compareReports } from '#dist/compare/compare-reports.js';
import { COMPARISON_FORMATS } from '#dist/compare/formats/index.js';
import { parseRegression } from '#dist/compare/regressions.js';
import { columnsOf } from '#dist/core/language/columns.js';
import { tellerOf } from '#dist/core/language/retell.js';
import type { Comparison } from '#dist/report/comparison/comparison-types.js';
import type { Voice } from '#dist/report/voice.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';
import { englishIn, KOREAN, widerThan } from '../../helpers/korean.js';
import { madeUpReport } from '../../helpers/report/compared.js';

const VOICE: Voice = { words: KOREAN, tell: tellerOf(KOREAN) };
const TOOL = { name: 'newyear-load', version: '1' };

const SEARCHES: readonly CapacityReport[] = [
  madeReport({ at: slowAbove(1500) }),
  madeReport({ at: slowAbove(1e9), max: 800, told: { maxLoad: { messagesPerSecond: 800, why: 'asked' } } }),
  madeReport({ at: (load) => (load > 300 ? { unsent: load } : {}) }),
  madeReport({ at: slowAbove(10) }),
  madeReport({ at: () => ({ missing: 25 }) }),
  madeReport({ at: slowAbove(1500), trials: 13, cut: 'time' }),
  madeReport({ at: slowAbove(1500), trials: 3, cut: 'interrupted' }),
  madeReport({ at: slowAbove(1500), trials: 12, cut: 'target-lost' }),
  madeReport({ at: slowAbove(1500), groups: [['p999(fanout)<=1s', 'reordered==0'], ['lost<2%']] }),
].map((report) => ({ ...report, plan: { ...report.plan, atLeast: 100_000 } }));

function lookOf(width: number): SearchLook {
  const look = { width, rowWidth: width, palette: createPalette(0), glyphs: glyphsOf({ LANG: 'C.UTF-8' }) };
  return { ...look, words: KOREAN, isWatched: true, hasTable: true };
}

test('what a search found is Korean on a terminal, in its columns', () => {
  for (const report of SEARCHES)
    for (const width of [80, 120]) {
      const lines = searchLines(report, lookOf(width));
      assert.deepEqual(englishIn(lines.join('\n')), []);
      assert.deepEqual(widerThan(width, lines), []);
      assert.match(lines[0] ?? '', /[가-힣]/);
    }
});

test('headings of the table of trials stand above their numbers, though Hangul is two columns wide', () => {
  const look = { ...lookOf(120), rowWidth: Number.POSITIVE_INFINITY };
  const [trial] = SEARCHES[0]?.trials ?? [];
  assert.ok(trial !== undefined);
  const placeOf = (line: string, text: string): number => columnsOf(line.slice(0, line.indexOf(text) + text.length));
  const heading = headingLine(look);
  assert.equal(placeOf(heading, '유실'), placeOf(trialLine(trial, look), '0 %'));
});

test('its page and its Markdown are Korean, and what machines read is as in English', () => {
  for (const report of SEARCHES)
    for (const known of CAPACITY_FORMATS) {
      const { format } = known;
      const told = known.render(report, KOREAN);
      if (['json', 'csv', 'junit'].includes(format)) assert.equal(told, known.render(report));
      else {
        assert.deepEqual(englishIn(told), [], format);
        assert.match(told, /최대 부하/);
      }
    }
});

const COMPARISONS: readonly (readonly [Comparison, Voice])[] = [
  ...[1500, 1900, 1000].map((knee) => {
    const input = { base: source(1500), candidates: [source(knee)], regressions: bounds('capacity<-5%'), tool: TOOL };
    return [compareCapacities(input), VOICE] as const;
  }),
  ...[madeUpReport({ seed: 3 }), madeUpReport({ seed: 3, addedMs: 10 })].map((report) => {
    const base = { report: madeUpReport({ seed: 4 }), file: 'base.json' };
    const regressions = bounds('p50(delivery)>10%', 'lost>0', 'p999(ack)>1%', 'recovery>0', 'cpu>1pp');
    return [compareReports({ base, candidates: [{ report, file: null }], regressions, tool: TOOL }), VOICE] as const;
  }),
];

function source(knee: number): { readonly report: CapacityReport; readonly file: string } {
  return { report: madeReport({ at: slowAbove(knee), max: 20_000 }), file: `${knee}.json` };
}

function bounds(...texts: readonly string[]): Exclude<ReturnType<typeof parseRegression>, string>[] {
  return texts.map(parseRegression).filter((bound) => typeof bound !== 'string');
}

test('what a comparison says is Korean on a terminal, in its columns, on its page and in Markdown', () => {
  for (const [comparison, voice] of COMPARISONS) {
    for (const width of [80, 120]) {
      const lines = comparisonLines(comparison, { width, palette: createPalette(0), voice });
      assert.deepEqual(englishIn(lines.join('\n')), []);
      assert.deepEqual(widerThan(width, lines), []);
      assert.match(lines[0] ?? '', /^. (?:나빠짐|나아짐|오차 범위|판단 보류)/);
    }
    for (const known of COMPARISON_FORMATS) {
      const { format } = known;
      const told = known.render(comparison, voice);
      if (format === 'json') assert.equal(told, known.render(comparison));
      else assert.deepEqual(englishIn(told), [], format);
    }
  }
});
