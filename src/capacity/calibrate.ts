import type { Tester } from './conduct.js';
import type { CapacityGoal } from './goals.js';
import { judgeTrial } from './judge-trial.js';

/** How the tester is tried on a sink. */
export interface Calibration {
  /** The load to begin with, messages per second. */
  readonly from: number;
  /** Nothing beyond it is of interest. */
  readonly max: number;
  readonly trialMs: number;
  /** Where no server is in the way, a load that does not hold is too much for the tester. */
  readonly goals: readonly CapacityGoal[];
}

const GROWTH = 4;
/** Halvings of the ratio between what could be offered and what could not: to a fifth of it. */
const HALVINGS = 3;
/** A tester that keeps up has nothing left to read so soon after the last message. A short trial tells it by nothing else. */
const MOST_SETTLING_MS = 600;
/** A moment of the machine is no limit: what could not be offered is asked for again. */
const ATTEMPTS = 3;
/** So many times less is asked for where not even the first load could be offered. */
const RETREATS = 3;

/**
 * Finds what the tester can offer where no server is in its way (RFC 9971, "Measurer"): makes the load four times as large until it
 * is too much, or as small until it is not, and halves the ratio between the two.
 * @returns the largest load that was offered; undefined when not even a small one could be
 */
export async function calibrate(tester: Tester, calibration: Calibration): Promise<number | undefined> {
  const { from, max } = calibration;
  let good: number | undefined;
  let bad: number | undefined;
  let next: number | undefined = Math.min(from, max);
  for (let [halvings, retreats] = [0, 0]; next !== undefined; ) {
    if (await canOffer(tester, next, calibration)) good = next;
    else bad = next;
    if (tester.interruption !== null) break;
    if (bad === undefined) next = good === undefined || good >= max ? undefined : Math.min(max, good * GROWTH);
    else if (good === undefined) next = retreats++ < RETREATS ? bad / GROWTH : undefined;
    else if (halvings === HALVINGS) next = undefined;
    else {
      next = Math.sqrt(good * bad);
      halvings++;
    }
  }
  return good;
}

async function canOffer(tester: Tester, load: number, { trialMs, goals }: Calibration): Promise<boolean> {
  const asked = { load, messagesPerSecond: load, durationMs: trialMs };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const held = await tester.hold(asked);
    if (held === undefined) return false;
    const { isGeneratorLimited, goals: evidence } = judgeTrial(asked, held, goals).search;
    const isHeld = !isGeneratorLimited && evidence.every(({ isHighLoss }) => !isHighLoss);
    if (isHeld && held.settleMs <= MOST_SETTLING_MS) return true;
  }
  return false;
}
