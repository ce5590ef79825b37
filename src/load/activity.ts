import type { RunPlan } from '../core/plan.js';
import { createRandom } from '../core/random.js';

/** Turns of the loudest room in a cycle, at least: quiet ones get whole turns, and are to be near what is theirs. */
const FEWEST_OF_LOUDEST = 1000;
/** Turns of a cycle, at most. */
const MOST_TURNS = 4_000_000;

/**
 * How many turns the senders of each room have together in one cycle of the run's order of senders. With `even` each sender has one;
 * with `zipf` the room of rank r has as many as the loudest ÷ r, and its senders share them. The seed says which rank a room has.
 * @param sendersByRoom by the room's number
 */
export function turnsOfRooms(
  { activity, seed }: Pick<RunPlan, 'activity' | 'seed'>,
  sendersByRoom: ArrayLike<number>,
): number[] {
  const senders = Array.from(sendersByRoom);
  if (activity !== 'zipf') return senders;
  const most = senders.reduce((highest, count) => Math.max(highest, count), 0);
  const wanted = Math.max(FEWEST_OF_LOUDEST, senders.length * most);
  const loudest = Math.min(wanted, MOST_TURNS / harmonic(senders.length));
  const turns = senders.map(() => 0);
  const byRank = createRandom(seed, 'loud rooms').shuffle(senders.map((_, room) => room));
  byRank.forEach((room, index) => {
    turns[room] = senders[room] === 0 ? 0 : Math.max(1, Math.round(loudest / (index + 1)));
  });
  return turns;
}

/** 1 + ½ + ⅓ + … + 1 ÷ n. */
function harmonic(n: number): number {
  let sum = 0;
  for (let rank = 1; rank <= n; rank++) sum += 1 / rank;
  return sum;
}
