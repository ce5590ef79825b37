import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ThreadWatch } from '#dist/agents/thread-watch.js';
import type { FromWorker, ToWorker } from '#dist/engine/messages.js';
import { steadyLoad } from '#dist/load/load.js';
import { snapshotOf } from '../../helpers/report/live-second.js';

const PHASE: ToWorker = { type: 'phase', phase: 'connect', startUs: 1_000_000 };
const TALLY = { total: 1, attempted: 1, succeeded: 1, failed: 0 };
const PROGRESS: FromWorker = { type: 'progress', phase: 'connect', tally: TALLY };
const DONE: FromWorker = {
  type: 'phase-done',
  phase: 'connect',
  tally: TALLY,
  latency: snapshotOf(0).latency.echo,
  failures: [],
  heard: [],
};
const SNAPSHOT: FromWorker = { type: 'snapshot', snapshot: snapshotOf(1) };
const FLOOD: ToWorker = {
  type: 'flood',
  startUs: 20_000_000,
  echo: false,
  load: steadyLoad(1, 1000),
  order: { senders: 0, positions: new Int32Array(), rooms: new Int32Array(), members: new Int32Array() },
};

/** A watch, what it has noted, and looks at it four times a second until a moment. */
function watched(): { watch: ThreadWatch; noted: string[]; lookUntil: (seconds: number) => void } {
  const noted: string[] = [];
  const watch = new ThreadWatch((sentence) => noted.push(sentence));
  let nowUs = 0;
  const lookUntil = (seconds: number): void => {
    for (; nowUs < seconds * 1e6; nowUs += 250_000) watch.look(nowUs);
  };
  return { watch, noted, lookUntil };
}

describe('The load threads of an agent', () => {
  it('are noted when they are silent in a phase, once, with how long that was', () => {
    const { watch, noted, lookUntil } = watched();
    watch.onTold(3, PHASE, 900_000);
    watch.onSaid(3, PROGRESS, 2_000_000);
    lookUntil(5.5);
    assert.deepEqual(noted, []);
    lookUntil(8);
    watch.onSaid(3, PROGRESS, 8_000_000);
    lookUntil(14);
    assert.deepEqual(noted, [
      'Worker 3 has said nothing for 3.8 s, and the agent goes on: the thread is held up.',
      'Worker 3 goes on after 6.0 s; what it did late counts as late.',
    ]);
  });

  it('may be silent between phases, before a flood begins and when all is said, and not between two seconds', () => {
    const { watch, noted, lookUntil } = watched();
    watch.onTold('canary', PHASE, 1_000_000);
    watch.onSaid('canary', DONE, 2_000_000);
    lookUntil(12);
    watch.onTold('canary', FLOOD, 12_000_000);
    lookUntil(21);
    watch.onSaid('canary', SNAPSHOT, 21_000_000);
    watch.onSaid('canary', { ...DONE, phase: 'flood' }, 22_000_000);
    lookUntil(25.5);
    assert.deepEqual(noted, []);
    lookUntil(26);
    assert.deepEqual(noted, [
      'The observers’ worker has said nothing for 3.8 s, and the agent goes on: the thread is held up.',
    ]);
    watch.forget('canary');
    lookUntil(40);
    assert.equal(noted.length, 1);
  });

  it('are not called silent by an agent that was held up itself', () => {
    const { watch, noted } = watched();
    watch.onTold(0, PHASE, 1_000_000);
    watch.look(1_000_000);
    watch.look(20_000_000);
    watch.look(20_250_000);
    assert.deepEqual(noted, []);
  });
});
