import { verdictOf } from '../judgement/verdict.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import type { Tester } from './conduct.js';
import { isNotOffered } from './judge-trial.js';

/** How the tester is tried on a sink. */
export interface Calibration {
  /** The load to begin with, messages per second. */
  readonly from: number;
  /** Nothing beyond it is of interest. */
  readonly max: number;
  readonly trialMs: number;
}

const GROWTH = 2;
/** Halvings of the ratio between what could be offered and what could not: to a fifth of it. */
const HALVINGS = 2;
/** A moment of the machine is no limit: what could not be offered is asked for again. */
const ATTEMPTS = 2;

/**
 * Finds what the tester can offer where no server is in its way (RFC 9971, "Measurer"): doubles the load until it is too much, and
 * halves the ratio twice.
 * @returns the largest load that was offered; undefined when not even the first could be
 */
export async function calibrate(tester: Tester, { from, max, trialMs }: Calibration): Promise<number | undefined> {
  let good: number | undefined;
  let bad: number | undefined;
  let next: number | undefined = Math.min(from, max);
  for (let halvings = 0; next !== undefined; ) {
    if (await canOffer(tester, next, trialMs)) good = next;
    else bad = next;
    if (tester.interruption !== null) break;
    if (bad === undefined) next = good === undefined || good >= max ? undefined : Math.min(max, good * GROWTH);
    else if (good === undefined || halvings === HALVINGS) next = undefined;
    else {
      next = Math.sqrt(good * bad);
      halvings++;
    }
  }
  return good;
}

async function canOffer(tester: Tester, load: number, durationMs: number): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const held = await tester.hold({ load, messagesPerSecond: load, durationMs });
    if (held === undefined) return false;
    if (isOffered(held.outcome)) return true;
  }
  return false;
}

function isOffered(outcome: RunOutcome): boolean {
  return !isNotOffered(outcome) && verdictOf(outcome).level !== 'INVALID';
}
