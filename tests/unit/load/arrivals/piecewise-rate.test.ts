import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { highestRateOf, keptRate, meanRateOf } from '#dist/core/stages.js';
import { constantRate } from '#dist/load/arrivals/constant-rate.js';
import { piecewiseRate } from '#dist/load/arrivals/piecewise-rate.js';
import type { RatePieceSpec } from '#dist/load/arrivals/rate-piece.js';
import { shareOf } from '#dist/load/share.js';
import { runsOf } from '../../../helpers/runs-of.js';

/** The area under the rate up to a whole microsecond, as a fraction of messages: nothing but its definition, in integers of any length. */
function areaUntil(pieces: readonly RatePieceSpec[], tUs: number): { over: bigint; under: bigint } {
  let [over, under] = [0n, 1n];
  let startUs = 0;
  for (const { durationMs, from, to } of pieces) {
    const durationUs = Math.round(durationMs * 1000);
    const elapsed = BigInt(Math.max(0, Math.min(durationUs, tUs - startUs)));
    if (durationUs > 0) {
      const [d, first, last] = [BigInt(durationUs), BigInt(Math.round(from * 1e6)), BigInt(Math.round(to * 1e6))];
      // (from × t + (to − from) × t² ÷ 2d) ÷ 10^12 messages
      const [more, per] = [2n * d * first * elapsed + (last - first) * elapsed * elapsed, 2n * d * 10n ** 12n];
      [over, under] = [over * per + more * under, under * per];
    }
    startUs += durationUs;
  }
  return { over, under };
}

function ceiling({ over, under }: { over: bigint; under: bigint }): number {
  return Number((over + under - 1n) / under);
}

function durationUsOf(pieces: readonly RatePieceSpec[]): number {
  return pieces.reduce((sum, { durationMs }) => sum + Math.round(durationMs * 1000), 0);
}

/** The microsecond in which the area passes `index`, found by halving. */
function modelDueUs(pieces: readonly RatePieceSpec[], index: number): number {
  let [low, high] = [0, durationUsOf(pieces)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { over, under } = areaUntil(pieces, middle + 1);
    if (over > BigInt(index) * under) high = middle;
    else low = middle + 1;
  }
  return low;
}

const rates: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 1000 }),
  fc.integer({ min: 0, max: 1_000_000 }),
  fc.integer({ min: 0, max: 100_000 }).map((hundredths) => hundredths / 100),
  fc.double({ min: 0, max: 1e7, noNaN: true }).map(keptRate),
  fc.constantFrom(0.000001, 0.07, 333.333333, 10_000_000),
);
const durations: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 60 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 1, max: 100_000 }).map((us) => us / 1000),
  fc.constantFrom(0.001, 3_600_000, 86_400_000),
);
const piece: fc.Arbitrary<RatePieceSpec> = fc
  .tuple(durations, rates, fc.oneof(fc.constant(undefined), rates))
  .map(([durationMs, from, to]) => ({ durationMs, from, to: to ?? from }));
const schedules: fc.Arbitrary<readonly RatePieceSpec[]> = fc.array(piece, { minLength: 1, maxLength: 6 });
/** A thousand messages at most, so that all of them can be looked at. */
const shortSchedules = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }))
    .map(([us, from, to]) => ({ durationMs: us / 1000, from, to: us % 2 === 0 ? from : to })),
  { minLength: 1, maxLength: 6 },
);

test('the messages of a schedule are the area under its rate, rounded up, to the last one', () => {
  fc.assert(
    fc.property(schedules, (pieces) => {
      assert.equal(piecewiseRate({ pieces }).total, ceiling(areaUntil(pieces, durationUsOf(pieces))));
    }),
    { numRuns: runsOf(1000) },
  );
});

test('at any microsecond as many messages are due as the area says', () => {
  fc.assert(
    fc.property(
      schedules,
      fc.array(fc.double({ min: 0, max: 1.1, noNaN: true }), { maxLength: 8 }),
      (pieces, shares) => {
        const arrivals = piecewiseRate({ pieces });
        const endUs = durationUsOf(pieces);
        const seams = pieces.map((_, index) => durationUsOf(pieces.slice(0, index)));
        const times = [...shares.map((share) => Math.floor(endUs * share)), ...seams, ...seams.map((at) => at - 1)];
        for (const tUs of times) {
          const due = tUs < 0 || endUs === 0 ? 0 : ceiling(areaUntil(pieces, Math.min(endUs, tUs + 1)));
          assert.equal(arrivals.countUntil(tUs), due, `at ${tUs}`);
        }
      },
    ),
    { numRuns: runsOf(1000) },
  );
});

test('a message is due in the microsecond in which the area passes its number, at rates up to ten million and over days', () => {
  fc.assert(
    fc.property(schedules, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (pieces, shares) => {
      const arrivals = piecewiseRate({ pieces });
      const { total } = arrivals;
      const seams = pieces.map((_, index) => arrivals.countUntil(durationUsOf(pieces.slice(0, index)) - 1));
      const picked = [
        ...shares.map((share) => Math.floor(total * share)),
        ...seams,
        ...seams.map((at) => at - 1),
        total - 1,
      ];
      for (const index of picked.filter((number) => number >= 0 && number < total)) {
        assert.equal(arrivals.dueUs(index), modelDueUs(pieces, index), `message ${index}`);
      }
    }),
    { numRuns: runsOf(500) },
  );
});

test('times ascend, and each is the first at which so many are due', () => {
  fc.assert(
    fc.property(shortSchedules, (pieces) => {
      const arrivals = piecewiseRate({ pieces });
      let before = 0;
      for (let index = 0; index < arrivals.total; index++) {
        const atUs = arrivals.dueUs(index);
        assert.ok(Number.isInteger(atUs) && atUs >= before && atUs < durationUsOf(pieces));
        assert.ok(arrivals.countUntil(atUs) > index);
        assert.ok(arrivals.countUntil(atUs - 1) <= index);
        before = atUs;
      }
    }),
    { numRuns: runsOf(200) },
  );
});

test('the order of the questions changes no answer', () => {
  fc.assert(
    fc.property(shortSchedules, fc.array(fc.nat(1000), { maxLength: 20 }), (pieces, questions) => {
      const asked = piecewiseRate({ pieces });
      for (const question of questions) {
        const fresh = piecewiseRate({ pieces });
        assert.equal(asked.dueUs(question), fresh.dueUs(question));
        assert.equal(asked.countUntil(question * 1000), fresh.countUntil(question * 1000));
      }
    }),
    { numRuns: runsOf(200) },
  );
});

test('the shares of any number of workers are together exactly the undivided schedule', () => {
  const divided = fc.tuple(
    shortSchedules,
    fc.integer({ min: 1, max: 20 }).chain((senders) => fc.array(fc.nat(4), { minLength: senders, maxLength: senders })),
    fc.integer({ min: 1, max: 10 }),
  );
  fc.assert(
    fc.property(divided, ([pieces, workerOf, burst]) => {
      const senders = workerOf.length;
      const undivided = piecewiseRate({ pieces });
      const messages = [0, 1, 2, 3, 4].flatMap((worker) => {
        const positions = workerOf.flatMap((own, position) => (own === worker ? [position] : []));
        const share = shareOf(piecewiseRate({ pieces }), { senders, positions, burst });
        return Array.from({ length: share.count }, (_, index) => ({
          number: share.globalIndexOf(index),
          sender: positions[share.senderOf(index)],
          atUs: share.dueUs(index),
        }));
      });
      const expected = Array.from({ length: undivided.total }, (_, number) => ({
        number,
        sender: Math.floor(number / burst) % senders,
        atUs: undivided.dueUs(number),
      }));
      assert.deepEqual(
        messages.toSorted((a, b) => a.number - b.number),
        expected,
      );
    }),
    { numRuns: runsOf(200) },
  );
});

test('one held piece is the constant rate', () => {
  const held = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 1, max: 100_000 }).map((hundredths) => hundredths / 100),
  );
  fc.assert(
    fc.property(
      held,
      fc.integer({ min: 1, max: 3_600_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rate, durationMs, share) => {
        const staged = piecewiseRate({ pieces: [{ durationMs, from: rate, to: rate }] });
        const constant = constantRate({ messagesPerSecond: rate, durationMs });
        assert.equal(staged.total, constant.total);
        const index = Math.min(constant.total - 1, Math.floor(constant.total * share));
        // The constant rate multiplies and divides plain numbers: a long run's times may round up to the next microsecond.
        assert.ok(Math.abs(staged.dueUs(index) - constant.dueUs(index)) <= (durationMs > 60_000 ? 1 : 0));
      },
    ),
    { numRuns: runsOf(1000) },
  );
});

test('a ramp from 0 to 1,000 messages/s in 4 s is 2,000 messages: 125 × t² of them by each second', () => {
  const ramp = piecewiseRate({ pieces: [{ durationMs: 4000, from: 0, to: 1000 }] });
  assert.equal(ramp.total, 2000);
  assert.deepEqual(
    [1, 2, 3, 4].map((second) => ramp.countUntil(second * 1_000_000 - 1)),
    [125, 500, 1125, 2000],
  );
  assert.equal(ramp.dueUs(0), 0);
  assert.equal(ramp.dueUs(500), 2_000_000);
});

test('a jump, a stage of no time and a silent stage are exact, and what follows begins on time', () => {
  const arrivals = piecewiseRate({
    pieces: [
      { durationMs: 1000, from: 100, to: 100 },
      { durationMs: 0, from: 100, to: 5000 },
      { durationMs: 1000, from: 0, to: 0 },
      { durationMs: 1000, from: 1000, to: 1000 },
    ],
  });
  assert.equal(arrivals.total, 1100);
  assert.equal(arrivals.dueUs(99), 990_000);
  assert.equal(arrivals.dueUs(100), 2_000_000);
  assert.equal(arrivals.countUntil(1_999_999), 100);
  assert.equal(arrivals.countUntil(2_000_000), 101);
  assert.equal(arrivals.dueUs(1099), 2_999_000);
});

test('a slow ramp starves nobody: its few messages come at the roots that they should', () => {
  const ramp = piecewiseRate({ pieces: [{ durationMs: 100_000, from: 0, to: 0.1 }] });
  assert.deepEqual(
    Array.from({ length: ramp.total }, (_, index) => ramp.dueUs(index)),
    [0, 1, 2, 3, 4].map((index) => Math.floor(Math.sqrt((index * 100 * 2) / 0.1) * 1e6)),
  );
});

test('a rate that falls to nothing has its last message before the end', () => {
  const fall = piecewiseRate({ pieces: [{ durationMs: 10_000, from: 1000, to: 0 }] });
  assert.equal(fall.total, 5000);
  assert.equal(fall.dueUs(4999), Math.floor(10e6 - Math.sqrt((2 * 10) / 1000) * 1e6));
});

test('a schedule without any message is asked for nothing, at any time', () => {
  const silent = piecewiseRate({ pieces: [{ durationMs: 1000, from: 0, to: 0 }] });
  assert.deepEqual([silent.total, silent.countUntil(-1), silent.countUntil(5), silent.countUntil(1e9)], [0, 0, 0, 0]);
});

test('the mean rate is the area by the time, and the highest is that of a stage that lasts', () => {
  const pieces = [
    { durationMs: 10_000, from: 0, to: 100 },
    { durationMs: 0, from: 9000, to: 9000 },
    { durationMs: 30_000, from: 300, to: 300 },
  ];
  assert.equal(meanRateOf(pieces), (50 * 10 + 300 * 30) / 40);
  assert.equal(highestRateOf(pieces), 300);
});
