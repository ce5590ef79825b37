import type { BucketCounter } from '../metrics/bucket-counter.js';
import { deliveryOf } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { endBacklogOf, growsUntilItsEnd } from './backlog.js';

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
  /** How long the load needs to make the copies that were under way when the last message was sent, milliseconds. */
  readonly endBacklogMs: number;
  readonly isBacklogGrowing: boolean;
}

/** The facts of one trial. */
export function factsOf(outcome: RunOutcome, isComplete = true): TrialFacts {
  const { counters, deliveries, latency, unsentWritable } = outcome;
  // What the generator itself did not offer is no loss of the server's; that there is little of it is another's to see to.
  const notTaken = Math.max(0, counters.intended - counters.sent - unsentWritable);
  const copiesEach = counters.sent === 0 ? 1 : deliveries.expected / counters.sent;
  const notTakenCopies = Math.round(notTaken * copiesEach);
  return {
    outcome,
    delivery: deliveryOf(latency.echo, latency.fanout),
    usersAsked: outcome.connections.asked,
    isComplete,
    dueCopies: deliveries.expected + notTakenCopies,
    // A copy that its receiver could not get, since its connection was cut, did not come either.
    missingCopies: deliveries.expected - deliveries.received + notTakenCopies,
    endBacklogMs: endBacklogOf(outcome),
    isBacklogGrowing: growsUntilItsEnd(outcome),
  };
}
