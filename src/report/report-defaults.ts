import { isJsonObject } from '../core/json.js';
import { VERDICT_RULES, type VerdictPart } from '../judgement/verdict.js';
import { BucketCounter } from '../metrics/bucket-counter.js';
import { encodeHistogram } from '../metrics/hdr-encoding.js';
import { summarise } from '../metrics/latency-summary.js';
import { NO_PAIRS } from '../metrics/pairs.js';
import { NO_READING, serverColumnsOf } from '../metrics/server-samples.js';

/** A parsed report, of which nothing is known yet. */
type Fields = Readonly<Record<string, unknown>>;

/** What older versions did not write, and what it was in their reports: nothing was counted, and nothing kept. */
export function withDefaults(report: Fields): Fields {
  const told = within(
    withMissing(report, {
      alerts: [],
      course: UNKNOWN_COURSE,
      stages: [],
      entrances: [],
      storms: [],
      sessions: null,
      slowReaders: null,
      reads: null,
      acks: null,
      server: null,
    }),
    'run',
    (run) => withMissing(run, { mark: null, firstMessages: null, noObserver: null }),
  );
  const judged = within(told, 'verdict', withParts);
  const withReasons = within(judged, 'errors', (errors) => withMissing(errors, { reasons: [] }));
  const withAcks = within(
    within(withReasons, 'latencyMs', (latencies) => withMissing(latencies, { ack: NO_SAMPLES.summary })),
    'histograms',
    (histograms) => withMissing(histograms, { ack: NO_SAMPLES.histogram }),
  );
  const withOthers = within(withAcks, 'messages', (messages) =>
    withMissing(messages, { otherEvents: 0, senderAway: 0 }),
  );
  const whole = within(withOthers, 'canary', (canary) => withMissing(canary, { refused: 0 }));
  const paced = within(withStages(withServer(whole)), 'generator', (generator) =>
    withMissing(generator, { pacing: null, agents: [] }),
  );
  return within(within(paced, 'course', withStalls), 'deliveries', (deliveries) => {
    const sums = withMissing(deliveries, { ...NO_SUMS, ...NO_COPIES, pairs: NO_PAIRS });
    const { byRoom } = sums;
    return Array.isArray(byRoom)
      ? {
          ...sums,
          byRoom: byRoom.map((room) => (isJsonObject(room) ? withMissing(room, NO_SUMS) : (room as unknown))),
        }
      : sums;
  });
}

/** Nobody was away by plan. */
function withStages(report: Fields): Fields {
  const { stages } = report;
  if (!Array.isArray(stages)) return report;
  const told = stages.map((stage: unknown) =>
    isJsonObject(stage) ? within(stage, 'messages', (messages) => withMissing(messages, { senderAway: 0 })) : stage,
  );
  return { ...report, stages: told };
}

/** A server that nobody watched has no columns. */
function withServer(report: Fields): Fields {
  const { timeline } = report;
  if (!Array.isArray(timeline)) return report;
  const rows = timeline.map((row: unknown) => (isJsonObject(row) ? withMissing(row, NO_SERVER) : row));
  return { ...report, timeline: rows };
}

const NO_SERVER = serverColumnsOf(NO_READING);

/** A latency without a sample, and its histogram. */
const NO_SAMPLES = { summary: summarise(new BucketCounter()), histogram: encodeHistogram(new BucketCounter()) };

/** Earlier versions did not look for it. */
const UNKNOWN_COURSE = { fellBehind: null, slows: null, silences: [] };

/** Earlier versions knew seconds only. */
function withStalls(course: Fields): Fields {
  const { silences } = course;
  if (!Array.isArray(silences)) return course;
  const told = silences.map((row: unknown) => (isJsonObject(row) ? withMissing(row, { lastedMs: null }) : row));
  return { ...course, silences: told };
}

/** Of all rooms together. */
const NO_COPIES = { quoted: 0, replayed: 0, recovered: 0, late: 0 };

/** Of all rooms, and of each. */
const NO_SUMS = { unconfirmed: 0 };

/** Earlier verdicts were of one part; which part a reason is of, its code tells. */
function withParts(verdict: Fields): Fields {
  const { level, reasons } = verdict;
  if (!Array.isArray(reasons)) return verdict;
  const told = reasons.map((reason: unknown) => (isJsonObject(reason) ? withMissing(reason, partOf(reason)) : reason));
  const levelOf = (part: VerdictPart): unknown => {
    const isSpoiled = told.some((reason) => isJsonObject(reason) && [part, 'both'].includes(String(reason['part'])));
    return isSpoiled ? level : 'VALID';
  };
  const parts = { times: { level: levelOf('times') }, counts: { level: levelOf('counts') } };
  return withMissing({ ...verdict, reasons: told }, parts);
}

function partOf(reason: Fields): { readonly part: VerdictPart } {
  return { part: VERDICT_RULES.find(({ code }) => code === reason['code'])?.part ?? 'both' };
}

/** The fields that are there, in their order, and behind them those that are not. */
function withMissing(fields: Fields, defaults: Fields): Fields {
  const missing = Object.entries(defaults).filter(([name]) => fields[name] === undefined);
  return missing.length === 0 ? fields : { ...fields, ...Object.fromEntries(missing) };
}

/** The same with another value of one field, if that is an object. */
function within(fields: Fields, name: string, change: (value: Fields) => Fields): Fields {
  const value = fields[name];
  return isJsonObject(value) ? { ...fields, [name]: change(value) } : fields;
}
