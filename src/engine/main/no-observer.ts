import { inEnglish, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
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
  if (found === undefined) return inEnglish(message('observer.absent'));
  if (found.sent === 0) {
    const [most] = mergeFailures(failures);
    const why = most && message('observer.no-room.why', { failure: printable(most.example), kind: most.kind });
    return inEnglish(why ?? message('observer.no-room'));
  }
  if (found.recognition === null) return inEnglish(message('observer.nothing-back'));
  if (counters.refused === 0) return null;
  return inEnglish(message('observer.refused', { refused: counters.refused, sent: counters.sent }));
}
