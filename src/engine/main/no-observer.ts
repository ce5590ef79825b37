import { amount, printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { Counters } from '../../metrics/snapshot.js';
import type { Failure, ProbeFindings } from '../messages.js';
import { mergeFailures } from './failures.js';

/** What is known of the observers. */
export interface ObserverFacts {
  /** Their failures while everything was set up. */
  readonly failures: readonly Failure[];
  /** What their first messages came to; undefined when they did not say. */
  readonly found: ProbeFindings | undefined;
  /** What they have counted. */
  readonly counters: Readonly<Counters>;
}

/** Why observers that were asked for observe nothing, as the end of "no observer: …"; null when they do. */
export function whyNoObserver({ failures, found, counters }: ObserverFacts): string | null {
  if (found === undefined) return 'they did not take part';
  if (found.sent === 0) {
    const [most] = mergeFailures(failures);
    const reason = most === undefined ? '' : `: ${printable(most.example)} (${most.kind})`;
    return `they could not get into a room of their own${reason}`;
  }
  if (found.recognition === null) return 'nothing of what they sent came back to them';
  if (counters.refused === 0) return null;
  const sent = amount(counters.sent, 'message');
  return `the server refused ${formatCount(counters.refused)} of their ${sent}, which a lower --canary-rate may spare`;
}
