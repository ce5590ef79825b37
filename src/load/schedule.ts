/**
 * When which sender of one worker is to send: pure arithmetic, exact under any division of the senders among workers.
 * Indexes count this worker's own messages from 0; times are integer microseconds from the start of the flood.
 */
export interface ArrivalSchedule {
  /** How many messages this worker is asked for in the whole flood. */
  readonly count: number;
  /** How many of them are due at `tUs` or earlier. */
  countUntil(tUs: number): number;
  /** When message `index` is due. */
  at(index: number): number;
  /** Which of this worker's senders it belongs to: an index into `positions`. */
  senderOf(index: number): number;
  /** The message's number in the whole run, the same under any division. */
  globalIndexOf(index: number): number;
}

/** What a schedule of constant rate depends on. */
export interface ConstantRateInput {
  /** Of the whole run, more than 0. */
  readonly messagesPerSecond: number;
  readonly durationMs: number;
  /** Senders of the whole run. */
  readonly senders: number;
  /** This worker's places in the run's order of senders: ascending, each below `senders`. */
  readonly positions: ArrayLike<number>;
  /** Messages that a sender sends in a row before it is the next one's turn; {@link burstAt} as a rule. */
  readonly burst?: number;
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
 * A constant rate, offered by all senders in turn: the run's message k is due k ÷ rate seconds after the start and belongs to the
 * sender at place ⌊k ÷ burst⌋ mod senders. Every sender therefore sends equally often (to within one burst), at even distances,
 * whichever worker it lives in.
 */
export function constantRate({
  messagesPerSecond,
  durationMs,
  senders,
  positions,
  burst = burstAt(messagesPerSecond),
}: ConstantRateInput): ArrivalSchedule {
  const total = messageCount(messagesPerSecond, durationMs);
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
  const dueAt = (globalIndex: number): number => dueAtUs(globalIndex, messagesPerSecond);

  return {
    count: ownBelow(total),
    globalIndexOf,
    senderOf: (index) => Math.floor(index / burst) % own,
    at: (index) => dueAt(globalIndexOf(index)),
    countUntil(tUs) {
      if (tUs < 0) return 0;
      let due = Math.min(total, Math.ceil(((Math.floor(tUs) + 1) * messagesPerSecond) / 1e6));
      // Products and quotients round: settle the boundary by the times themselves.
      while (due < total && dueAt(due) <= tUs) due++;
      while (due > 0 && dueAt(due - 1) > tUs) due--;
      return ownBelow(due);
    },
  };
}

/** Messages of a whole run at a constant rate: those that are due before its end. */
export function messageCount(messagesPerSecond: number, durationMs: number): number {
  const asked = (messagesPerSecond * durationMs) / 1000;
  // What decimals add when they become binary is not a message: 0.07/s × 100 s are 7.000000000000001.
  return Math.ceil(asked * (1 - 1e-12));
}

/** One multiplication and one division, so that whole seconds come out exactly (3 ÷ 3/s is 1 s, not 999,999 µs). */
function dueAtUs(globalIndex: number, messagesPerSecond: number): number {
  return Math.floor((globalIndex * 1e6) / messagesPerSecond);
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
