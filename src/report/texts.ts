import { keysOf } from '../core/records.js';
import { highestRateOf } from '../core/stages.js';
import { amount, printable } from '../core/text.js';
import { formatBytes, formatCount, formatLatencyMs, formatLoad, formatRate, formatShare } from '../core/units.js';
import { GRADES } from '../judgement/grade.js';
import type { ThresholdResult } from '../judgement/thresholds.js';
import type { LatencySummary } from '../metrics/latency-summary.js';
import type { LiveSecond, StageProgress } from '../metrics/run-events.js';
import type { Report } from './report-types.js';
import { serverAmountText } from './server-texts.js';

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

/** A threshold's value in the unit of its expression (of a time, a share, a rate, or a count), and what is to be said of it. */
export function actualText({ expression, actual, note }: ThresholdResult): string {
  if (actual === null) return note ?? 'nothing to judge by';
  const text = amountText(expression, actual);
  return note === undefined ? text : `${text}, ${note}`;
}

function amountText(expression: string, actual: number): string {
  const ofServer = serverAmountText(expression, actual);
  if (ofServer !== undefined) return ofServer;
  if (/^\s*grade\b/.test(expression)) return GRADES[actual] ?? 'none';
  // A limit in seconds or parts of them is one on a time.
  if (/\d\s*(?:us|ms|s)\s*$/.test(expression)) return formatLatencyMs(actual);
  return expression.trimEnd().endsWith('%') ? formatShare(actual) : formatRate(actual);
}

/** The load that a plan offers: `1,000 messages/s`, `as fast as the target takes them, window 8`. */
export function loadText({ rate, window, stages = [] }: Report['plan']): string {
  return formatLoad(rate, { window: typeof window === 'number' ? window : undefined, peakRate: highestRateOf(stages) });
}

/** What a drain waits for: copies on their way, and those that later messages have overtaken. */
export function waitedFor({ inFlight, missing }: Pick<LiveSecond, 'inFlight' | 'missing'>): string {
  const late = missing === 0 ? [] : [`${formatCount(missing)} missing ${missing === 1 ? 'is' : 'are'} waited for`];
  const onTheirWay = inFlight === 0 && missing > 0 ? [] : [`${amount(inFlight, 'copy', 'copies')} under way`];
  return [...onTheirWay, ...late].join(', ');
}

/** Which stage of the load a flood has reached: `stage 2 of 3 "spike", 1 s of 2 s`. */
export function stageProgressText({ name, place, of, elapsedMs, durationMs, measured }: StageProgress): string {
  const note = measured ? '' : ', not measured';
  return `stage ${place} of ${of} "${printable(name, MOST_NAME_CHARACTERS)}", ${secondsText(elapsedMs)} of ${secondsText(durationMs)}${note}`;
}

function secondsText(durationMs: number): string {
  return `${formatCount(durationMs / 1000)} s`;
}

/** Errors by kind, the most frequent first. */
export function errorKindsOf({ errors }: Report): { readonly kind: string; readonly count: number }[] {
  return Object.entries(errors.byKind)
    .map(([kind, count]) => ({ kind, count }))
    .toSorted((one, other) => other.count - one.count);
}

/** What became of the acknowledgements that messages asked for; undefined where none did. */
export function acksText({ acks }: Report): string | undefined {
  if (acks === null) return undefined;
  const { asked, acknowledged, refused, unacknowledged } = acks;
  const none = unacknowledged === 0 ? '' : `, ${formatCount(unacknowledged)} never acknowledged`;
  const no = refused === 0 ? '' : `, ${formatCount(refused)} refused`;
  return `${formatCount(acknowledged)} of ${formatCount(asked)}${no}${none}`;
}

/** Copies that are neither received as they should be nor lost or duplicated, where there are any. */
export function asideTexts({ deliveries }: Report): string[] {
  const { receiverGone, quoted, replayed, recovered, late, unexpected } = deliveries;
  const told: readonly (readonly [count: number, what: string])[] = [
    [receiverGone, 'for connections that were gone'],
    [late, 'too late'],
    [quoted, 'quoted in later messages'],
    [replayed, 'replayed after a join'],
    [recovered, 'recovered after a cut'],
    [unexpected, 'unexpected'],
  ];
  return told.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
}

const LATENCIES = { echo: 'echo', fanout: 'fan-out', delivery: 'delivery', ack: 'ack' } as const;
const MOST_PHASES = 5;

/** What a table of latencies shows: of messages, or, without any, of the phases that there were. */
export function latencyRows({
  latencyMs,
  phases,
  reads,
}: Report): { readonly name: string; readonly latency: LatencySummary }[] {
  if (latencyMs.delivery.count + latencyMs.ack.count > 0) {
    const ofMessages = keysOf(LATENCIES)
      .filter((key) => key !== 'ack' || latencyMs.ack.count > 0)
      .map((key) => ({ name: LATENCIES[key], latency: latencyMs[key] }));
    const isRead = reads !== null && reads.latencyMs.count > 0;
    return isRead ? [...ofMessages, { name: 'read', latency: reads.latencyMs }] : ofMessages;
  }
  return phases
    .filter(({ name, latencyMs: latency }) => latency.count > 0 && name !== 'disconnect' && name !== 'drain')
    .slice(0, MOST_PHASES)
    .map(({ name, latencyMs: latency }) => ({ name, latency }));
}

/** The fewest messages from which the cost of one can be told. */
const ENOUGH_MESSAGES = 1000;

/** What the generator itself took: processor (of a core, the mean of its workers), garbage collection, memory. */
export function costText({ generator, messages, deliveries }: Report): string {
  const { cpuShare, gcShare, cpuSecondsPerMillionMessages, kibPerConnection, peakRssBytes, workers } = generator;
  const each = workers.length > 1 ? ' a worker' : '';
  const isEnough = messages.sent + deliveries.received >= ENOUGH_MESSAGES;
  const processor = [
    ...(cpuShare === null ? [] : [`CPU ${roughly(cpuShare)}${each}`]),
    // Seconds for a million messages are microseconds for one.
    ...(cpuSecondsPerMillionMessages === null || !isEnough
      ? []
      : [`${cpuSecondsPerMillionMessages.toFixed(cpuSecondsPerMillionMessages < 10 ? 1 : 0)} µs a message`]),
  ];
  const memory = [
    formatBytes(peakRssBytes),
    ...(kibPerConnection === null ? [] : [`${kibPerConnection.toFixed(1)} KiB a connection`]),
  ];
  const collection = gcShare === null ? [] : [`GC ${roughly(gcShare)}`];
  return [processor.join(', '), ...collection, memory.join(', ')].filter((part) => part !== '').join('; ');
}

/** A share of which the second digit is no news: `0.4 %`, `22 %`. */
function roughly(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
