import { highestOf, sumOf } from '../core/numbers.js';
import { availabilityOf, timeToRecoveryMs } from '../judgement/outages.js';
import { deliveryOf, mergeCounters, summarise } from '../metrics/latency-summary.js';
import type { AttemptFigures } from './attempt.js';
import type { Evidence } from './evidence.js';

/** A moment at which something was broken on purpose. */
const FAULT = 'fault';

/** What was measured in all loads of a check together. */
export function figuresOf({ loads, moments, alerts, searches }: Evidence): AttemptFigures {
  const outcomes = loads.map(({ outcome }) => outcome);
  const delivery = summarise(mergeCounters(outcomes.map(({ latency }) => deliveryOf(latency.echo, latency.fanout))));
  const floodMs = sumOf(outcomes.map((outcome) => outcome.floodMs));
  const faultUs = moments.find(({ name }) => name === FAULT)?.atUs;
  const noticedUs = faultUs === undefined ? undefined : alerts.find(({ atUs }) => atUs >= faultUs)?.atUs;
  const availabilities = outcomes.flatMap((outcome) => availabilityOf(outcome) ?? []);
  return {
    // What a server holds says more of it than what an exercise asked of it beside.
    tps:
      highestOf(searches.map(({ lowerBound }) => lowerBound)) ??
      (floodMs > 0 ? (sumOf(outcomes.map(({ counters }) => counters.completed)) * 1000) / floodMs : null),
    meanMs: delivery.mean,
    p95Ms: delivery.p95,
    availability: availabilities.length === 0 ? null : Math.min(...availabilities),
    mttrMs: highestOf(outcomes.map(timeToRecoveryMs)),
    mttdMs: faultUs === undefined || noticedUs === undefined ? null : (noticedUs - faultUs) / 1000,
    users: highestOf(outcomes.map(({ connections }) => connections.peak)),
  };
}
