import { setImmediate as nextTurn } from 'node:timers/promises';
import { nowUs } from '../../core/clock.js';
import type { WorkerContext } from './context.js';

/** Frames that are made before a flood, about half a kilobyte each; what is beyond is made when it is first sent. */
const MOST_FRAMES = 20_000;
/** How long heartbeats and arriving bytes wait at most. */
const SLICE_US = 5000;

/**
 * Makes the frames that the flood will send, a room's texts each, so that its first messages are not late by the time that
 * making them takes.
 */
export async function prepareFrames(
  { rooms, dialect, codec, texts }: WorkerContext,
  signal: AbortSignal,
): Promise<void> {
  let made = 0;
  let sliceEndsUs = nowUs() + SLICE_US;
  for (const room of rooms) {
    // Whoever is not in the room yet may lack what goes into the frame: the room's id, a token.
    const inside = room.members.filter(({ isJoined }) => isJoined);
    for (const membership of dialect.sendsUserData ? inside : inside.slice(0, 1)) {
      if (made >= MOST_FRAMES || signal.aborted) return;
      for (const index of texts.keys()) room.template(dialect, codec, membership, texts, index);
      made += texts.length;
      if (nowUs() < sliceEndsUs) continue;
      await nextTurn();
      sliceEndsUs = nowUs() + SLICE_US;
    }
  }
}
