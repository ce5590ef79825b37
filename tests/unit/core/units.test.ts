import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  formatBytes,
  formatCount,
  formatLatencyMs,
  formatRate,
  formatShare,
  formatTime,
  parseAmount,
  parseTimeMs,
} from '#dist/core/units.js';

test('every whole number of milliseconds is read back from its text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.nat(10_000),
        fc.nat(),
        fc.nat(100).map((hours) => hours * 3_600_000),
      ),
      (durationMs) => {
        assert.equal(parseTimeMs(formatTime(durationMs)), durationMs);
      },
    ),
    { numRuns: 500 },
  );
});

test('times are read with every unit', () => {
  const times = {
    '250us': 0.25,
    '500ms': 500,
    '30s': 30_000,
    '1.5m': 90_000,
    '1h': 3_600_000,
    ' 5s ': 5000,
    '0s': 0,
    '1m30s': 90_000,
    '1h0m1.5s': 3_601_500,
    '2h15m': 8_100_000,
  };
  for (const [text, durationMs] of Object.entries(times)) assert.equal(parseTimeMs(text), durationMs);
});

test('amounts are read with k and M, exactly', () => {
  const amounts = { '250': 250, '0.5': 0.5, '10k': 10_000, '1.1k': 1100, ' 1.5M ': 1_500_000, '0k': 0 };
  for (const [text, amount] of Object.entries(amounts)) assert.equal(parseAmount(text), amount);
  for (const text of ['', 'k', '1K', '1m', '1 k', '-1k', '1kk', '1e3'])
    assert.equal(parseAmount(text), undefined, text);
});

test('decimals of a time are exact', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (thousandths) => {
      assert.equal(parseTimeMs(`${(thousandths / 1000).toFixed(3)}s`), thousandths);
      assert.equal(parseTimeMs(`${(thousandths / 1000).toFixed(3)}h`), thousandths * 3600);
    }),
    { numRuns: 500 },
  );
});

test('what is no time is not read as one', () => {
  for (const text of [
    '',
    '5',
    's',
    '-5s',
    '5 s',
    '1e3s',
    '.5s',
    '5.s',
    '5sec',
    '5S',
    '30s1m',
    '1m1m',
    '1m 30s',
    '1h30',
    'Infinitys',
    '０s',
  ]) {
    assert.equal(parseTimeMs(text), undefined, text);
  }
});

test('a time takes the largest unit that it is a whole number of', () => {
  const texts = { 0: '0ms', 1: '1ms', 1500: '1500ms', 60_000: '1m', 90_000: '90s', 3_600_000: '1h', 5_400_000: '90m' };
  for (const [durationMs, text] of Object.entries(texts)) assert.equal(formatTime(Number(durationMs)), text);
});

test('latencies have as many digits as people need', () => {
  assert.equal(formatLatencyMs(null), '–');
  assert.equal(formatLatencyMs(0), '0.00 ms');
  assert.equal(formatLatencyMs(0.31), '0.31 ms');
  assert.equal(formatLatencyMs(12.4), '12.4 ms');
  assert.equal(formatLatencyMs(340), '340 ms');
  assert.equal(formatLatencyMs(2100), '2.10 s');
});

test('counts have thousands separators', () => {
  assert.equal(formatCount(1_032_580), '1,032,580');
  assert.equal(formatCount(999.6), '1,000');
  assert.equal(formatCount(0), '0');
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2000, max: 2000 }), fc.double()), (count) => {
      assert.equal(formatCount(count), (Math.round(count) + 0).toLocaleString('en-US'));
    }),
  );
});

test('rates have a decimal below 1,000, and are never rounded up to what they fell short of', () => {
  const texts = { 0: '0', 0.4: '0.4', 298.67: '298.6', 999.97: '999.9', 1000: '1,000', 1022.9: '1,022' };
  for (const [perSecond, text] of Object.entries(texts)) assert.equal(formatRate(Number(perSecond)), text);
});

test('a share that is not all or nothing is never shown as all or nothing', () => {
  assert.equal(formatShare(0), '0 %');
  assert.equal(formatShare(1), '100 %');
  assert.equal(formatShare(0.5), '50.00 %');
  assert.equal(formatShare(0.99996), '99.99 %');
  assert.equal(formatShare(1e-9), '0.01 %');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }), (share) => {
      const percent = Number.parseFloat(formatShare(share));
      assert.ok(percent > 0 && percent < 100);
    }),
    { numRuns: 500 },
  );
});

test('bytes have binary units', () => {
  const texts = { 0: '0 B', 512: '512 B', 9933: '9.7 KiB', 222_298_112: '212 MiB', 3_221_225_472: '3.0 GiB' };
  for (const [bytes, text] of Object.entries(texts)) assert.equal(formatBytes(Number(bytes)), text);
  assert.equal(formatBytes(2 ** 50), '1048576 GiB');
});
