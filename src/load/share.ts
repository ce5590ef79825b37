import type { Arrivals } from './arrivals/shape.js';

/**
 * The part of a flood that falls to one worker, exact under any division of the senders among workers.
 * Indexes count this worker's own messages from 0; times are integer microseconds from the start of the flood.
 */
export interface Share {
  /** How many messages this worker is asked for in the whole flood. */
  readonly count: number;
  /** How many of them are due at `tUs` or earlier. */
  countUntil(tUs: number): number;
  /** When message `index` is due. */
  dueUs(index: number): number;
  /** Which of this worker's senders it belongs to: an index into `positions`. */
  senderOf(index: number): number;
  /** The message's number in the whole run, the same under any division. */
  globalIndexOf(index: number): number;
}

/** Whose turn it is. */
export interface Turns {
  /** Places of the whole run: one for each sender, or several where few rooms are loud. */
  readonly senders: number;
  /** This worker's places in the run's order of senders: ascending, each below `senders`. */
  readonly positions: ArrayLike<number>;
  /** Messages that a sender sends in a row before it is the next one's turn, at least 1. */
  readonly burst: number;
}

/** Up to this rate every message is a turn of its own. */
const SINGLE_MESSAGES_PER_SECOND = 10_000;
/** A longer row would save little: a tenth of the system call is left. */
const LONGEST_ROW = 10;

/**
 * How many messages a sender sends in a row. A message costs mostly the system call that writes it, so at rates that no people
 * reach, neighbours in time share a socket and leave in one write: two up to 20,000 messages/s, three up to 30,000, and so on up to ten.
 */
export function burstAt(messagesPerSecond: number): number {
  return Math.min(LONGEST_ROW, Math.max(1, Math.ceil(messagesPerSecond / SINGLE_MESSAGES_PER_SECOND)));
}

/**
 * The share of the senders at `positions`: the run's message k belongs to the sender at place ⌊k ÷ burst⌋ mod senders. Every sender
 * therefore sends equally often (to within one burst), at even distances, whichever worker it lives in.
 */
export function shareOf(arrivals: Arrivals, { senders, positions, burst }: Turns): Share {
  const own = positions.length;

  const ownBelow = (globalCount: number): number => {
    if (own === 0) return 0;
    const cycles = Math.floor(globalCount / (senders * burst));
    const rest = globalCount - cycles * senders * burst;
    const turn = Math.floor(rest / burst);
    const turnsBefore = countBelow(positions, turn);
    const inTurn = positions[turnsBefore] === turn ? rest - turn * burst : 0;
    return (cycles * own + turnsBefore) * burst + inTurn;
  };
  const globalIndexOf = (index: number): number => {
    const turn = Math.floor(index / burst);
    const place = Math.floor(turn / own) * senders + (positions[turn % own] ?? 0);
    return place * burst + (index % burst);
  };

  return {
    count: ownBelow(arrivals.total),
    globalIndexOf,
    senderOf: (index) => Math.floor(index / burst) % own,
    dueUs: (index) => arrivals.dueUs(globalIndexOf(index)),
    countUntil: (tUs) => ownBelow(arrivals.countUntil(tUs)),
  };
}

/** How many of the ascending `positions` are below `limit`. */
function countBelow(positions: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
