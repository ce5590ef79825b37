import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { constantRate, messageCount } from '#dist/load/arrivals/constant-rate.js';
import { burstAt, type Share, shareOf } from '#dist/load/share.js';
import { runsOf } from '../../helpers/runs-of.js';

interface Flood {
  readonly messagesPerSecond: number;
  readonly durationMs: number;
  readonly senders: number;
}

/** Rates from one message a minute to a million a second, fractions among them; a few thousand messages at most. */
const floods: fc.Arbitrary<Flood> = fc
  .record({
    senders: fc.integer({ min: 1, max: 40 }),
    messages: fc.integer({ min: 1, max: 3000 }),
    messagesPerSecond: fc.oneof(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100),
      fc.double({ min: 1 / 60, max: 1e6, noNaN: true }),
      fc.constantFrom(3, 7, 49, 0.07, 1e6 / 3, 2_500_000),
    ),
  })
  .map(({ messages, messagesPerSecond, senders }) => ({
    messagesPerSecond,
    durationMs: Math.max(1, Math.floor((messages / messagesPerSecond) * 1000)),
    senders,
  }));

/** A flood, and for every sender the worker that it lives in. */
const divided = floods.chain((flood) =>
  fc.tuple(fc.constant(flood), fc.array(fc.nat(4), { minLength: flood.senders, maxLength: flood.senders })),
);

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function partOf(flood: Flood, positions: ArrayLike<number>): Share {
  const burst = burstAt(flood.messagesPerSecond);
  return shareOf(constantRate(flood), { senders: flood.senders, positions, burst });
}

function whole(flood: Flood): Share {
  return partOf(flood, range(flood.senders));
}

/** The schedule of each worker together with its positions. */
function parts(flood: Flood, workerOf: readonly number[]): { schedule: Share; positions: number[] }[] {
  return range(5).map((worker) => {
    const positions = range(flood.senders).filter((position) => workerOf[position] === worker);
    return { positions, schedule: partOf(flood, Int32Array.from(positions)) };
  });
}

test('the shares of the workers are together exactly the undivided schedule', () => {
  fc.assert(
    fc.property(divided, ([flood, workerOf]) => {
      const undivided = whole(flood);
      const messages = parts(flood, workerOf).flatMap(({ schedule, positions }) =>
        range(schedule.count).map((index) => ({
          number: schedule.globalIndexOf(index),
          sender: positions[schedule.senderOf(index)],
          atUs: schedule.dueUs(index),
        })),
      );
      const expected = range(undivided.count).map((index) => ({
        number: index,
        sender: Math.floor(index / burstAt(flood.messagesPerSecond)) % flood.senders,
        atUs: undivided.dueUs(index),
      }));
      assert.deepEqual(
        messages.toSorted((a, b) => a.number - b.number),
        expected,
      );
    }),
    { numRuns: runsOf(200) },
  );
});

test('what is due at any time adds up over the workers', () => {
  fc.assert(
    fc.property(divided, fc.double({ min: 0, max: 1.1, noNaN: true }), ([flood, workerOf], share) => {
      const tUs = Math.floor(flood.durationMs * 1000 * share);
      const due = parts(flood, workerOf).reduce((sum, { schedule }) => sum + schedule.countUntil(tUs), 0);
      assert.equal(due, whole(flood).countUntil(tUs));
    }),
    { numRuns: runsOf(300) },
  );
});

test('as many are due at a time as messages have that time or an earlier one', () => {
  fc.assert(
    fc.property(divided, fc.nat(10_000), ([flood, workerOf], pick) => {
      for (const { schedule } of parts(flood, workerOf)) {
        const { count } = schedule;
        if (count === 0) continue;
        const index = pick % count;
        const atUs = schedule.dueUs(index);
        assert.ok(schedule.countUntil(atUs) > index);
        assert.ok(schedule.countUntil(atUs - 1) <= index);
        const due = schedule.countUntil(atUs);
        assert.ok(schedule.dueUs(due - 1) <= atUs);
        if (due < count) assert.ok(schedule.dueUs(due) > atUs);
      }
    }),
    { numRuns: runsOf(300) },
  );
});

test('times are whole microseconds, ascending, from the start to before the end', () => {
  fc.assert(
    fc.property(floods, (flood) => {
      const schedule = whole(flood);
      assert.equal(schedule.dueUs(0), 0);
      let before = 0;
      for (let index = 0; index < schedule.count; index++) {
        const atUs = schedule.dueUs(index);
        assert.ok(Number.isInteger(atUs) && atUs >= before && atUs < flood.durationMs * 1000);
        assert.ok(Math.abs(atUs - (index * 1e6) / flood.messagesPerSecond) <= 1);
        before = atUs;
      }
    }),
    { numRuns: runsOf(200) },
  );
});

test('there are rate × duration messages, rounded up, and never more', () => {
  fc.assert(
    fc.property(floods, (flood) => {
      const asked = (flood.messagesPerSecond * flood.durationMs) / 1000;
      const { count } = whole(flood);
      assert.ok(count <= Math.ceil(asked));
      assert.ok(count >= asked - 1e-6);
      assert.equal(count, messageCount(flood.messagesPerSecond, flood.durationMs));
    }),
    { numRuns: runsOf(1000) },
  );
});

test('every sender sends as often as any other, or one burst more', () => {
  fc.assert(
    fc.property(divided, ([flood, workerOf]) => {
      const shares: number[] = [];
      for (const { schedule, positions } of parts(flood, workerOf)) {
        const share = positions.map(() => 0);
        for (let index = 0; index < schedule.count; index++) {
          const sender = schedule.senderOf(index);
          share[sender] = (share[sender] ?? 0) + 1;
        }
        shares.push(...share);
      }
      assert.equal(shares.length, flood.senders);
      assert.ok(Math.max(...shares) - Math.min(...shares) <= burstAt(flood.messagesPerSecond));
    }),
    { numRuns: runsOf(200) },
  );
});

test('nothing is due before the start, one message at it, and all of them at the end and for ever after', () => {
  const schedule = whole({ messagesPerSecond: 100, durationMs: 30_000, senders: 7 });
  assert.equal(schedule.countUntil(-1), 0);
  assert.equal(schedule.countUntil(0), 1);
  assert.equal(schedule.countUntil(9_999), 1);
  assert.equal(schedule.countUntil(10_000), 2);
  assert.equal(schedule.countUntil(30_000_000), 3000);
  assert.equal(schedule.countUntil(Number.MAX_SAFE_INTEGER), 3000);
  assert.equal(schedule.count, 3000);
});

test('whole seconds come out exactly however the gap rounds', () => {
  for (const messagesPerSecond of [3, 7, 49, 110, 999, 333_333]) {
    const schedule = whole({ messagesPerSecond, durationMs: 60_000, senders: 1 });
    assert.equal(schedule.count, messagesPerSecond * 60);
    for (const second of [1, 2, 3, 17, 59])
      assert.equal(schedule.dueUs(second * messagesPerSecond), second * 1_000_000);
  }
});

test('a rate whose product with the duration rounds up asks for no message after the end', () => {
  assert.equal((0.07 * 100_000) / 1000, 7.000000000000001);
  assert.equal(messageCount(0.07, 100_000), 7);
});

test('a rate below one a minute still sends its first message', () => {
  const schedule = whole({ messagesPerSecond: 0.001, durationMs: 1000, senders: 3 });
  assert.equal(schedule.count, 1);
  assert.equal(schedule.dueUs(0), 0);
});

test('a hundred million messages a second for an hour are answered at once', () => {
  const arrivals = constantRate({ messagesPerSecond: 1e8, durationMs: 3_600_000 });
  const schedule = shareOf(arrivals, { senders: 10, positions: [3], burst: 1 });
  assert.equal(schedule.count, 3.6e10);
  for (let tUs = 0; tUs < 3_600_000_000; tUs += 7_777_777) assert.equal(schedule.countUntil(tUs), (tUs + 1) * 10);
});

test('up to ten thousand messages a second each is a turn of its own, and above it neighbours share a sender', () => {
  assert.deepEqual(
    [1, 9_999, 10_000, 10_001, 20_000, 50_000, 100_000, 1_000_000].map(burstAt),
    [1, 1, 1, 2, 2, 5, 10, 10],
  );
  const schedule = whole({ messagesPerSecond: 20_000, durationMs: 1, senders: 3 });
  assert.deepEqual(
    range(8).map((index) => schedule.senderOf(index)),
    [0, 0, 1, 1, 2, 2, 0, 0],
  );
});

test('a worker without senders is asked for nothing', () => {
  for (const senders of [0, 5]) {
    const schedule = partOf({ messagesPerSecond: 100, durationMs: 1000, senders }, []);
    assert.equal(schedule.count, 0);
    assert.equal(schedule.countUntil(500_000), 0);
  }
});
