import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH } from '#dist/core/language/words.js';
import { glyphsOf } from '#dist/cli/progress/glyphs.js';
import { peakOf, sparkline } from '#dist/cli/progress/sparkline.js';
import { Trends } from '#dist/cli/progress/trends.js';

const BLOCKS = '▁▂▃▄▅▆▇█';

test('a sparkline goes from zero to the highest value that it shows, and leaves gaps as spaces', () => {
  assert.equal(sparkline([0, 10, 20, 30, 40, 50, 60, 70], 8, BLOCKS), '▁▂▃▄▅▆▇█');
  assert.equal(sparkline([5, null, 5], 8, BLOCKS), '█ █');
  assert.equal(sparkline([0, 0], 8, BLOCKS), '▁▁');
  assert.equal(sparkline([null], 8, BLOCKS), ' ');
  assert.equal(sparkline([], 8, BLOCKS), '');
});

test('a sparkline shows the last values, and what has left it does not scale it', () => {
  assert.equal(sparkline([1000, 1, 2], 2, BLOCKS), '▅█');
  assert.equal(peakOf([1000, 1, 2], 2), 2);
  assert.equal(sparkline([1, 2], 0, BLOCKS), '');
  assert.equal(peakOf([null, null], 2), null);
});

test('trends fit whatever width there is, and keep their places as seconds come', () => {
  const trends = new Trends();
  assert.equal(trends.line(80, BLOCKS, ENGLISH), '');
  trends.add({ deliveredPerSecond: 1_234_567, p99Ms: 12.4 });
  const first = trends.line(80, BLOCKS, ENGLISH);
  assert.match(first, /^delivered █ +peak 1,234,567\/s +p99 █ +peak 12\.4 ms$/);
  for (let second = 0; second < 100; second++) trends.add({ deliveredPerSecond: second, p99Ms: null });
  trends.add({ deliveredPerSecond: 20_000, p99Ms: 12.4 });
  const last = trends.line(80, BLOCKS, ENGLISH);
  assert.equal(last.indexOf('p99'), trends.line(80, '12345678', ENGLISH).indexOf('p99'));
  assert.match(last, /█ peak 20,000\/s +p99 +█ peak 12\.4 ms$/);
  assert.match(trends.line(36, BLOCKS, ENGLISH), /^delivered ▁+█ {2}p99 +█$/);
  for (let width = -1; width <= 250; width++)
    assert.ok(trends.line(width, BLOCKS, ENGLISH).length <= Math.max(0, width));
  assert.equal(trends.line(20, BLOCKS, ENGLISH), '');
});

test('blocks are for UTF-8, and every glyph of the rest is ASCII', () => {
  const shows = (env: Record<string, string>): string => glyphsOf(env).levels;
  assert.equal(shows({ LANG: 'de_DE.UTF-8' }), BLOCKS);
  assert.equal(shows({ LANG: 'C', LC_CTYPE: 'C.utf8' }), BLOCKS);
  assert.equal(shows({ WT_SESSION: '1' }), BLOCKS);
  const { levels, full, empty, good, bad } = glyphsOf({});
  assert.match(levels + full + empty + good + bad, /^[\u0020-\u007e]+$/);
  assert.equal(levels.length, 8);
  for (const env of [
    { LANG: 'C.UTF-8', LC_ALL: 'C' },
    { LANG: 'de_DE.ISO-8859-1' },
    { LANG: 'C.UTF-8', TERM: 'linux' },
  ])
    assert.equal(shows(env), levels);
});
