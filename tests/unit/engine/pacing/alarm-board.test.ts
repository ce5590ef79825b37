import assert from 'node:assert/strict';
import test from 'node:test';
import { nowUs, sleep } from '#dist/core/clock.js';
import { type Pacer, startPacer } from '#dist/engine/main/pacer-thread.js';
import { LEAST_SLEEP_US, LEAST_TURN_US } from '#dist/core/pacing.js';
import { AlarmBoard, createAlarmMemory } from '#dist/engine/pacing/alarm-board.js';
import { WakeUp } from '#dist/engine/worker/wake-up.js';

const SLOTS = 3;
const LATER_US = 60_000_000;

/** Lets a pacer wake, and ends it. */
async function withPacer(use: (board: AlarmBoard, pacer: Pacer) => Promise<void>): Promise<void> {
  const pacer = startPacer(SLOTS, ({ message }) => assert.fail(message));
  // What waits for an alarm alone keeps no process alive.
  const alive = setInterval(() => undefined, 1000);
  try {
    await use(new AlarmBoard(pacer.memory, SLOTS), pacer);
  } finally {
    clearInterval(alive);
    await pacer.end();
  }
}

test('nobody is woken before the time asked for, whoever else waits for what', () =>
  withPacer(async (board) => {
    const sleeper = async (slot: number, stepUs: number): Promise<void> => {
      let dueUs = nowUs();
      for (let turn = 0; turn < 40; turn++) {
        dueUs = Math.max(dueUs, nowUs()) + stepUs;
        // The guess of what is asked for next is right, too early, or too late.
        await board.wakeAt(slot, dueUs, dueUs + stepUs * (turn % 3));
        assert.ok(nowUs() >= dueUs, `woken ${dueUs - nowUs()} µs early`);
      }
    };
    await Promise.all([sleeper(0, 400), sleeper(1, 1700), sleeper(2, 3)]);
  }));

test('who asks for an early time is not kept waiting by a keeper that sleeps until a late one', () =>
  withPacer(async (board) => {
    const late = board.wakeAt(0, nowUs() + LATER_US, nowUs() + LATER_US);
    await sleep(30);
    for (let turn = 0; turn < 20; turn++) await board.wakeAt(1, nowUs() + 500, nowUs() + LATER_US);
    board.end();
    await late;
  }));

test('the end wakes everybody, and later nobody waits', () =>
  withPacer(async (board, pacer) => {
    const waiting = [0, 1, 2].map((slot) => board.wakeAt(slot, nowUs() + LATER_US, nowUs() + LATER_US));
    await sleep(20);
    assert.ok(pacer.isAlive);
    await pacer.end();
    await Promise.all(waiting);
    await board.wakeAt(0, nowUs() + LATER_US, nowUs() + LATER_US);
    assert.ok(board.hasEnded);
    assert.ok(!pacer.isAlive);
  }));

test('a sender is woken by a timer where there is no board, and when the board has ended', async () => {
  const ended = createAlarmMemory(1);
  new AlarmBoard(ended, 1).end();
  for (const memory of [undefined, ended]) {
    const called = await new Promise<number>((resolve) => {
      let turns = 0;
      // Every further call would be one too many.
      new WakeUp(memory, 1, 0).next(
        nowUs(),
        (atUs) => atUs + 1000,
        () => setTimeout(resolve, 10, ++turns),
      );
    });
    assert.equal(called, 1);
  }
});

test('a sender asks for the next instant at which something is due, and not for one that comes too soon', () =>
  withPacer(async (board, pacer) => {
    const wakeUp = new WakeUp(pacer.memory, SLOTS, 1);
    // Due every 100 µs: so often nobody is woken.
    const fromUs = nowUs();
    let turns = 0;
    await new Promise<void>((resolve) => {
      const turn = (): void => {
        if (++turns === 10) resolve();
        else wakeUp.next(nowUs(), (atUs) => atUs + 100, turn);
      };
      turn();
    });
    assert.ok(nowUs() - fromUs >= 9 * LEAST_SLEEP_US);
    assert.ok(!board.hasEnded);
  }));

/** A wake-up whose keeper never comes. */
function unkept(): WakeUp {
  return new WakeUp(createAlarmMemory(SLOTS), SLOTS, 0);
}

test('a sender that bytes come in for sends what is due, and nobody has to wake it', async () => {
  const wakeUp = unkept();
  const fromUs = nowUs();
  let turns = 0;
  const turned = new Promise<void>((resolve) => {
    wakeUp.next(
      fromUs,
      () => fromUs + 300,
      () => {
        turns++;
        resolve();
      },
    );
  });
  wakeUp.onAwake(fromUs + 299);
  await sleep(2);
  assert.equal(turns, 0);
  wakeUp.onAwake(fromUs + 300);
  // What has come meanwhile is read first.
  assert.equal(turns, 0);
  await turned;
  wakeUp.onAwake(fromUs + 1000);
  await sleep(2);
  assert.equal(turns, 1);
});

test('what is due right after a turn leaves together, however often bytes come in', async () => {
  const wakeUp = unkept();
  const fromUs = nowUs();
  let turns = 0;
  wakeUp.next(
    fromUs,
    (atUs) => atUs + 1,
    () => turns++,
  );
  for (let passedUs = 0; passedUs < LEAST_TURN_US; passedUs++) wakeUp.onAwake(fromUs + passedUs);
  await sleep(2);
  assert.equal(turns, 0);
  wakeUp.onAwake(fromUs + LEAST_TURN_US);
  await sleep(2);
  assert.equal(turns, 1);
});

test('who has sent before it was woken is not woken too early for what is due next', () =>
  withPacer(async (_board, pacer) => {
    const wakeUp = new WakeUp(pacer.memory, SLOTS, 2);
    for (let round = 0; round < 20; round++) {
      const fromUs = nowUs();
      const firstUs = fromUs + 1000;
      let early = 0;
      wakeUp.next(
        fromUs,
        () => firstUs,
        () => early++,
      );
      wakeUp.onAwake(firstUs);
      await new Promise(setImmediate);
      assert.equal(early, 1);
      const laterUs = firstUs + 5000;
      const turnedUs = await new Promise<number>((resolve) => {
        wakeUp.next(
          firstUs,
          () => laterUs,
          () => resolve(nowUs()),
        );
      });
      // By a timer, which a busy machine gets beside, up to two milliseconds; the alarm before was earlier than that.
      assert.ok(turnedUs >= laterUs - 3000, `${laterUs - turnedUs} µs early`);
    }
  }));
