import type { BucketCounter } from '../metrics/bucket-counter.js';
import { deliveryOf } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { endBacklogOf, growsUntilItsEnd } from './backlog.js';
import type { CauseOfLoss } from './vocabulary.js';

/** What a trial is judged by. */
export interface TrialFacts {
  readonly outcome: RunOutcome;
  /** The `delivery` latency of the same outcome. */
  readonly delivery: BucketCounter;
  /** Users that the plan has: what shares of users are of. */
  readonly usersAsked: number;
  /** Was everybody connected whom the load is made of? */
  readonly isComplete: boolean;
  /** Copies that should have come: those of messages that the server did not take, too. */
  readonly dueCopies: number;
  /** Those of them that never came. */
  readonly missingCopies: number;
  /** The same copies by what kept them from coming; their sum is {@link missingCopies}. */
  readonly missingBy: MissingCopies;
  /** How long the load needs to make the copies that were under way when the last message was sent, milliseconds. */
  readonly endBacklogMs: number;
  readonly isBacklogGrowing: boolean;
}

/**
 * Copies that never came, by why: the connection of their receiver was cut, or that of their sender with the message still on its way;
 * the server refused their message; anything else.
 */
type MissingCopies = Readonly<Record<CauseOfLoss, number>>;

/** The facts of one trial. */
export function factsOf(outcome: RunOutcome, isComplete = true): TrialFacts {
  const { counters, deliveries, latency, unsentWritable } = outcome;
  // What the generator itself did not offer is no loss of the server's; that there is little of it is another's to see to.
  const notTaken = Math.max(0, counters.intended - counters.sent - unsentWritable);
  const copiesEach = counters.sent === 0 ? 1 : deliveries.expected / counters.sent;
  const notTakenCopies = Math.round(notTaken * copiesEach);
  // A copy that its receiver could not get, since its connection was cut, did not come either.
  const missingCopies = deliveries.expected - deliveries.received + notTakenCopies;
  return {
    outcome,
    delivery: deliveryOf(latency.echo, latency.fanout),
    usersAsked: outcome.connections.asked,
    isComplete,
    dueCopies: deliveries.expected + notTakenCopies,
    missingCopies,
    missingBy: causesOf(missingCopies, outcome, copiesEach),
    endBacklogMs: endBacklogOf(outcome),
    isBacklogGrowing: growsUntilItsEnd(outcome),
  };
}

function causesOf(missing: number, { counters, deliveries }: RunOutcome, copiesEach: number): MissingCopies {
  const connections = Math.min(missing, deliveries.receiverGone + deliveries.unconfirmed);
  const errors = Math.min(missing - connections, Math.round(counters.refused * copiesEach));
  return { connections, errors, loss: missing - connections - errors };
}
