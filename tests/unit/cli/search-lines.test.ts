import assert from 'node:assert/strict';
import test from 'node:test';
import { createPalette } from '#dist/cli/colours.js';
import { type SearchLook, searchLines, trialLine } from '#dist/cli/commands/capacity/search-lines.js';
import { glyphsOf } from '#dist/cli/progress/glyphs.js';
import { ENGLISH } from '#dist/core/language/words.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';

const REPORT = madeReport({ at: slowAbove(1500) });

function lookOf(width: number, env: Record<string, string> = { LANG: 'C.UTF-8' }): SearchLook {
  const look = { width, rowWidth: width, palette: createPalette(0), glyphs: glyphsOf(env) };
  return { ...look, words: ENGLISH, isWatched: false, hasTable: true };
}

test('a terminal of 80 columns has the answer, the table and the curve of p50 and p99, and no line is longer', () => {
  const lines = searchLines(REPORT, lookOf(80));
  assert.deepEqual(
    lines.filter((line) => line.length > 80),
    [],
  );
  assert.match(lines[0] ?? '', /^✔ holds 1,460 messages\/s/);
  const curve = lines.slice(lines.findIndex((line) => line.includes('p50 · p99')) + 1);
  assert.match(
    curve.find((line) => line.includes('1,460 ')) ?? '',
    /^ +1,460 █+░+ 1\d\.\d ms · (?:19|20)\.\d ms {2}◀ holds$/,
  );
  assert.match(curve.find((line) => line.includes('1,530 ')) ?? '', /^ +1,530 █+░+ 1\.43 s · 1\.\d+ s {2}◀ does not$/);
});

test('without a terminal no row of the table is cut; on one its end is, and it says so', () => {
  const growing = Array.from({ length: 10 }, (_, second) => 150 * (second + 1));
  const bad = madeReport({
    at: (load) => ({ slowestMs: 900, inFlight: growing.map((copies) => (copies * load) / 50) }),
  });
  const trial = bad.trials.at(-1);
  assert.ok(trial !== undefined);
  const whole = trialLine(trial, { ...lookOf(80), rowWidth: Number.POSITIVE_INFINITY });
  assert.match(whole, /the backlog grew until the end, to [\d.]+ m?s of the load$/);
  const cut = trialLine(trial, lookOf(80));
  assert.ok(cut.length <= 80 && cut.endsWith('…') && whole.startsWith(cut.slice(0, -1)));
});

test('a terminal without such signs gets others', () => {
  const lines = searchLines(REPORT, lookOf(80, { LANG: 'C' }));
  assert.ok(lines.some((line) => line.includes('#') && line.endsWith('< holds')));
  assert.ok(lines.some((line) => line.endsWith('+ holds')));
});
