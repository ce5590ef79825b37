import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH } from '#dist/core/language/words.js';
import { createPalette } from '#dist/cli/colours.js';
import { PlainProgress } from '#dist/cli/progress/plain.js';
import { clock, fitFields, phaseResult, secondFields } from '#dist/cli/progress/texts.js';
import { wrap } from '#dist/cli/text.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import type { PhaseProgress } from '#dist/metrics/run-events.js';
import { liveSecond, NO_LATENCY } from '../../helpers/report/live-second.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

const SECOND = liveSecond();

const REGISTER: PhaseProgress = { phase: 'register', total: 10_000, attempted: 1200, succeeded: 1190, failed: 10 };

test('a line that is too long loses its least important fields, in their order', () => {
  const fields = secondFields(SECOND, 'run', ENGLISH);
  assert.equal(fitFields(fields, 80), 'sent 10,000/s  delivered 52,400/s  p50 0.91 ms  p99 12.4 ms  missing 12');
  assert.equal(fitFields(fields, 60), 'sent 10,000/s  delivered 52,400/s  p99 12.4 ms  missing 12');
  assert.equal(fitFields(fields, 30), 'delivered 52,400/s  missing 12');
  assert.equal(fitFields(fields, 10), 'missing 12');
  assert.equal(fitFields(fields, 3), 'mis');
});

test('times are minutes and seconds, hours when there are any', () => {
  assert.deepEqual([0, 5400, 65_000, 3_600_000].map(clock), ['0:00', '0:05', '1:05', '1:00:00']);
});

test('the end of a phase tells how many, how long and how fast', () => {
  assert.equal(
    phaseResult({ ...REGISTER, attempted: 1200 }, 600, ENGLISH),
    '1,190 of 1,200 in 0.60 s, 1,983/s, 10 failed',
  );
  assert.equal(
    phaseResult({ phase: 'drain', total: 1, attempted: 1, succeeded: 1, failed: 0 }, 270, ENGLISH),
    '0.27 s',
  );
  assert.equal(phaseResult({ ...REGISTER, attempted: 0, succeeded: 0, failed: 0 }, 12_340, ENGLISH), '12.3 s');
});

test('texts are wrapped at spaces, and a word that is too long stays whole', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  assert.deepEqual(wrap('a-word-of-its-own b', 5), ['a-word-of-its-own', 'b']);
  assert.deepEqual(wrap('', 5), ['']);
});

test('plain progress is a line every five seconds and one at the end of each phase', () => {
  const output = new KeptOutput();
  let nowUs = 0;
  const progress = new PlainProgress({ output, palette: createPalette(0), kind: 'run', words: ENGLISH }, () => nowUs);
  const at = (seconds: number, event: LiveEvent): void => {
    nowUs = seconds * 1e6;
    progress.show(event);
  };
  at(0, { type: 'phase-start', phase: 'register', total: 10_000 });
  at(1, { type: 'phase-progress', progress: REGISTER });
  at(5, { type: 'phase-progress', progress: REGISTER });
  at(6, { type: 'phase-progress', progress: REGISTER });
  at(9, { type: 'phase-end', progress: REGISTER, durationMs: 9000, latency: NO_LATENCY });
  at(9, { type: 'phase-start', phase: 'flood', total: 30_000 });
  for (let second = 1; second <= 6; second++) at(9 + second, { type: 'second', second: SECOND });
  at(16, { type: 'notice', message: 'A \u001b[31mred\u001b[0m server.' });
  at(16, {
    type: 'alert',
    alert: {
      rule: 'errors>5%',
      message: 'errors in a second: 7.10 % (errors>5%)',
      second: 66,
      value: 0.071,
      limit: 0.05,
    },
  });
  progress.end();
  assert.deepEqual(output.text.trimEnd().split('\n'), [
    'register   1,190 of 10,000, 240/s, 10 failed, 0:37 left',
    'register   1,190 of 1,200 in 9.00 s, 132.2/s, 10 failed',
    'flood      0:05 of 0:30: sent 10,000/s, delivered 52,400/s, p50 0.91 ms, p99 12.4 ms, missing 12, errors 3, open 10,000',
    '! A \\x1b[31mred\\x1b[0m server.',
    '! Alert at 1:06: errors in a second: 7.10 % (errors>5%)',
  ]);
});

test('a drain says what it waits for', () => {
  const output = new KeptOutput();
  let nowUs = 0;
  const progress = new PlainProgress({ output, palette: createPalette(0), kind: 'run', words: ENGLISH }, () => nowUs);
  nowUs = 6e6;
  progress.show({ type: 'second', second: liveSecond({ phase: 'drain', inFlight: 0, missing: 56 }) });
  assert.match(output.text, /^drain +56 missing are waited for: sent /);
});

test('a connection test holds; it sends nothing', () => {
  const output = new KeptOutput();
  let nowUs = 0;
  const progress = new PlainProgress(
    { output, palette: createPalette(0), kind: 'connect', words: ENGLISH },
    () => nowUs,
  );
  nowUs = 6e6;
  progress.show({ type: 'second', second: SECOND });
  assert.equal(output.text, 'hold       0:05 of 0:30: errors 3, open 10,000\n');
});

test('plain progress says which stage it is in and how far, and the beginning of each has a line', () => {
  const output = new KeptOutput(80);
  const display = new PlainProgress({ output, palette: createPalette(0), kind: 'run', words: ENGLISH }, () => 0);
  const spike = { name: 'spike', place: 2, of: 3, elapsedMs: 1000, durationMs: 2000, measured: true };
  const warmUp = { name: 'warm-up', place: 1, of: 3, elapsedMs: 1000, durationMs: 5000, measured: false };
  for (const stage of [warmUp, warmUp, spike, spike])
    display.show({ type: 'second', second: liveSecond({ elapsedMs: 6000, stage }) });
  const lines = output.text.trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /^flood {6}0:06 of 0:30, warm-up \(1 of 3\) 0:01 of 0:05 not measured: sent/);
  assert.match(lines[1] ?? '', /^flood {6}0:06 of 0:30, spike \(2 of 3\) 0:01 of 0:02: sent/);
});
