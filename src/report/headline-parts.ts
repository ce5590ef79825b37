import { type Message, message } from '../core/language/words.js';
import { partsOfReceiverGone } from '../core/slow-readers.js';
import { silenceWords } from '../judgement/findings/words.js';
import type { Report } from './report-types.js';

/** What INVALID means for the times and for the counts of a run. */
export const INVALID_MEANS = {
  times: message('headline.invalid.times'),
  counts: message('headline.invalid.counts'),
} as const;

/** Which half of an INVALID run is in doubt. */
export function limitPart({ verdict: { counts } }: Report): Message {
  return INVALID_MEANS[counts.level === 'INVALID' ? 'counts' : 'times'];
}

/** What arrived, of a run that lost nothing. */
export function arrivalPart({ deliveries: { expected, received, receiverGone }, slowReaders }: Report): Message {
  if (received === expected) return message('headline.all-arrived', { count: expected });
  const { gone, dropped } = partsOfReceiverGone(receiverGone, slowReaders);
  const why = [
    ...(gone > 0 ? [message('headline.arrived.gone', { gone })] : []),
    ...(dropped > 0 ? [message('headline.arrived.dropped', { dropped })] : []),
  ];
  return message('headline.arrived', {
    received,
    expected,
    gone: why.length === 0 ? '' : message('headline.arrived.why', { why }),
  });
}

/** What was lost. */
export function lossPart({ deliveries: { expected, lost: count } }: Report): Message {
  if (count === 0) return message('headline.none-lost', { expected });
  return message('headline.deliveries-lost', { lost: count, expected, share: count / expected });
}

/** How a server got slower while the run went on. */
export function slowingParts({ course: { fellBehind: behind, slows: slowing } }: Report): Message[] {
  return [
    ...(behind === null
      ? []
      : [
          message('headline.fell-behind.how', {
            served: behind.servedPerSecond,
            offered: behind.offeredPerSecond,
            first: behind.firstP50Ms,
            last: behind.lastP50Ms,
          }),
        ]),
    ...(slowing === null
      ? []
      : [
          message('headline.slows.how', {
            factor: slowing.factor,
            last: slowing.lastP50Ms,
            first: slowing.firstP50Ms,
          }),
        ]),
  ];
}

/** What came, but not as it should have. */
export function flawParts({ deliveries: { duplicated, reordered } }: Report): Message[] {
  return [...countedFlaw('flaw.duplicated', duplicated), ...countedFlaw('flaw.reordered', reordered)];
}

/** What is counted as a flaw. */
type CountedFlaw =
  | 'flaw.duplicated'
  | 'flaw.reordered'
  | 'flaw.refused'
  | 'flaw.unsent'
  | 'flaw.not-opened'
  | 'flaw.connections-lost';

/** So many of them; nothing of none. */
export function countedFlaw(key: CountedFlaw, count: number): Message[] {
  return count > 0 ? [message(key, { count })] : [];
}

/** How many promises were broken. */
export function brokenPromises({ thresholds }: Report): Message[] {
  const failed = thresholds.filter(({ passed }) => !passed).length;
  return failed === 0 ? [] : [message('headline.thresholds-failed', { failed, all: thresholds.length })];
}

/** What else is to be known of a run that is told for something graver. */
export function besidesParts(report: Report): Message[] {
  const doubt = report.verdict.level === 'INVALID' ? [message('headline.also-invalid')] : [];
  return [...silenceParts(report), ...brokenPromises(report), ...doubt];
}

/** The same as the end of a sentence. */
export function besidesAtEnd(report: Report): Message | '' {
  const rest = [...flawParts(report), ...besidesParts(report)];
  return rest.length === 0 ? '' : message('headline.more', { what: rest });
}

/** Seconds in which nothing came, however well the run went otherwise. */
export function silenceParts({ course: { silences } }: Report): Message[] {
  return silences.length === 0 ? [] : [silenceWords(silences)];
}

/** How slow deliveries were. */
export function slowParts({ latencyMs: { delivery } }: Report): Message[] {
  if (delivery.p99 !== null) return [message('headline.p99', { p99: delivery.p99 })];
  return delivery.max === null ? [] : [message('headline.worst', { max: delivery.max })];
}

/** Parts of a sentence, with commas. */
export function withCommas(parts: readonly Message[]): Message {
  return message('list.commas', { parts });
}
