import { ENGLISH, type Message, message, type Wording } from '../core/language/words.js';
import { offeredLoad } from '../core/offered-load.js';
import { partsOfReceiverGone } from '../core/slow-readers.js';
import { highestRateOf } from '../core/stages.js';
import { printable } from '../core/text.js';
import { formatBytes } from '../core/units.js';
import type { LatencySummary } from '../metrics/latency-summary.js';
import type { LiveSecond, StageProgress } from '../metrics/run-events.js';

import type { Report } from './report-types.js';

/** Characters of a name, and of a sentence, that a page shows; what comes from a server can have millions. */
export const MOST_NAME_CHARACTERS = 80;
const MOST_SENTENCE_CHARACTERS = 400;

/**
 * Text from outside as a page shows it: shortened, with control characters and those that reorder a line made visible. What
 * HTML would take for markup stays as it is, since the page sets texts as texts.
 */
export function pageText(text: string, maxLength = MOST_SENTENCE_CHARACTERS): string {
  return printable(text, maxLength);
}

/** The load that a plan offers: `1,000 messages/s`, `as fast as the target takes them, window 8`. */
export function loadText({ rate, window, stages = [] }: Report['plan'], words: Wording = ENGLISH): string {
  return words.say(
    offeredLoad(rate, { window: typeof window === 'number' ? window : undefined, peakRate: highestRateOf(stages) }),
  );
}

/** What a drain waits for: copies on their way, and those that later messages have overtaken. */
export function waitedFor(
  { inFlight, missing }: Pick<LiveSecond, 'inFlight' | 'missing'>,
  words: Wording = ENGLISH,
): string {
  const late = missing === 0 ? [] : [words.text('progress.missing-waited', { count: missing })];
  const onTheirWay = inFlight === 0 && missing > 0 ? [] : [words.text('progress.under-way', { count: inFlight })];
  return [...onTheirWay, ...late].join(', ');
}

/** Which stage of the load a flood has reached: `stage 2 of 3 "spike", 1 s of 2 s`. */
export function saidOfStage({ name, place, of, elapsedMs, durationMs, measured }: StageProgress): Message {
  const time = message('live.time', { elapsed: elapsedMs, duration: durationMs });
  return message(measured ? 'live.stage' : 'live.stage-unmeasured', {
    name: printable(name, MOST_NAME_CHARACTERS),
    place,
    of,
    time,
  });
}

/** Errors by kind, the most frequent first. */
export function errorKindsOf({ errors }: Report): { readonly kind: string; readonly count: number }[] {
  return Object.entries(errors.byKind)
    .map(([kind, count]) => ({ kind, count }))
    .toSorted((one, other) => other.count - one.count);
}

/** What became of the acknowledgements that messages asked for; undefined where none did. */
export function acksText({ acks }: Report, words: Wording = ENGLISH): string | undefined {
  if (acks === null) return undefined;
  const { asked, acknowledged, refused, unacknowledged } = acks;
  return [
    words.text('summary.acks', { acknowledged, asked }),
    ...(refused === 0 ? [] : [words.text('summary.acks.refused', { count: refused })]),
    ...(unacknowledged === 0 ? [] : [words.text('summary.acks.never', { count: unacknowledged })]),
  ].join(', ');
}

/** Copies that are neither received as they should be nor lost or duplicated, where there are any. */
export function asideTexts({ deliveries, slowReaders }: Report, words: Wording = ENGLISH): string[] {
  const { receiverGone, quoted, replayed, recovered, late, unexpected } = deliveries;
  const { gone, dropped } = partsOfReceiverGone(receiverGone, slowReaders);
  const told = [
    [gone, 'aside.gone'],
    [dropped, 'aside.dropped'],
    [late, 'aside.late'],
    [quoted, 'aside.quoted'],
    [replayed, 'aside.replayed'],
    [recovered, 'aside.recovered'],
    [unexpected, 'aside.unexpected'],
  ] as const;
  return told.filter(([count]) => count > 0).map(([count, key]) => words.text(key, { count }));
}

const LATENCIES = ['echo', 'fanout', 'delivery', 'ack'] as const;
const MOST_PHASES = 5;

/** What a table of latencies shows: of messages, or, without any, of the phases that there were. */
export function latencyRows(
  { latencyMs, phases, reads }: Report,
  words: Wording = ENGLISH,
): { readonly name: string; readonly latency: LatencySummary }[] {
  if (latencyMs.delivery.count + latencyMs.ack.count > 0) {
    const ofMessages = LATENCIES.filter((key) => key !== 'ack' || latencyMs.ack.count > 0).map((key) => ({
      name: words.text(`latency.${key}`),
      latency: latencyMs[key],
    }));
    const isRead = reads !== null && reads.latencyMs.count > 0;
    return isRead ? [...ofMessages, { name: words.text('latency.read'), latency: reads.latencyMs }] : ofMessages;
  }
  return phases
    .filter(({ name, latencyMs: latency }) => latency.count > 0 && name !== 'disconnect' && name !== 'drain')
    .slice(0, MOST_PHASES)
    .map(({ name, latencyMs: latency }) => ({ name: words.text(`phase.${name}`), latency }));
}

/** The fewest messages from which the cost of one can be told. */
const ENOUGH_MESSAGES = 1000;

/** What the generator itself took: processor (of a core, the mean of its workers), garbage collection, memory. */
export function costText({ generator, messages, deliveries }: Report, words: Wording = ENGLISH): string {
  const { cpuShare, gcShare, cpuSecondsPerMillionMessages, kibPerConnection, peakRssBytes, workers } = generator;
  const isEnough = messages.sent + deliveries.received >= ENOUGH_MESSAGES;
  const processor = [
    ...(cpuShare === null
      ? []
      : [words.text(workers.length > 1 ? 'cost.cpu-worker' : 'cost.cpu', { share: roughly(cpuShare) })]),
    // Seconds for a million messages are microseconds for one.
    ...(cpuSecondsPerMillionMessages === null || !isEnough
      ? []
      : [
          words.text('cost.message', {
            us: cpuSecondsPerMillionMessages.toFixed(cpuSecondsPerMillionMessages < 10 ? 1 : 0),
          }),
        ]),
  ];
  const memory = [
    formatBytes(peakRssBytes),
    ...(kibPerConnection === null ? [] : [words.text('cost.connection', { kib: kibPerConnection.toFixed(1) })]),
  ];
  const collection = gcShare === null ? [] : [words.text('cost.gc', { share: roughly(gcShare) })];
  return [processor.join(', '), ...collection, memory.join(', ')].filter((part) => part !== '').join('; ');
}

/** A share of which the second digit is no news: `0.4 %`, `22 %`. */
function roughly(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
