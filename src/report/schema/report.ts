import * as z from 'zod';
import type { JsonValue } from '../../core/json.js';
import { MARK_FORMS } from '../../core/mark-form.js';
import { PHASES } from '../../core/phases.js';
import { keysOf, recordOf } from '../../core/records.js';
import { REPORT_SCHEMA } from '../../core/schema-names.js';
import { MOST_STAGES } from '../../core/stages.js';
import { MESSAGE_COUNTERS } from '../message-counters.js';
import { AUDIT } from './audit.js';
import { listOf } from './collections.js';
import { comparisonSchema, tool } from './comparison.js';
import { course } from './course.js';
import { deliveries } from './deliveries.js';
import { generator } from './generator.js';
import { ALERT, GRADE, THRESHOLD } from './judged.js';
import {
  acks,
  entrance,
  errorSums,
  interruption,
  LATENCIES,
  latencies,
  ledgerSums,
  plannedStage,
  reasonOfErrors,
  stage,
  tps,
  verdict,
} from './parts.js';
import { plannedPeople, readFields, sessionFields, slowReaderFields, stormList } from './people.js';
import { server } from './server.js';
import { timelineRow } from './timeline-row.js';
import { fields, oneOf, only, VALUES } from './values.js';

const { amount, amountOrNull, count, flag, histogram, integer, latency, text, time } = VALUES;

/** Far more than there are, of each of which a histogram is kept. */
const MOST_PHASES = 64;
const MOST_ENTRANCES = 4096;

/** The machine that made the load. */
const host = fields({
  node: text,
  platform: text,
  arch: text,
  /** Logical processors that this process may use. */
  cpus: count,
  memoryBytes: count,
});

const run = fields({
  id: text,
  startedAt: time,
  endedAt: time,
  durationMs: amount,
  /** When the first message was intended to be sent: zero of the timeline's seconds; null without a flood. */
  floodStartedAt: time.nullable(),
  /** From the first intended send to the end of sending: what rates are over. */
  floodMs: amount,
  /** How messages carried their marks: at the end of their texts, at the front, or there in letters alone; null when not known. */
  mark: oneOf(...MARK_FORMS, null),
  /** Messages that were sent before the load to find that out, and are counted nowhere else; null when not known. */
  firstMessages: count.nullable(),
  /** Why observers that were asked for observed nothing; null when they did, or were not asked for. */
  noObserver: text.nullable(),
  preset: text.nullable(),
  seed: integer,
  target: text,
  /** The URL that was really used, `localhost` replaced by the address that answered. */
  address: text,
  dialect: text,
  interrupted: flag,
  interruptedBy: interruption,
  /** A command line that runs the same again. */
  command: text,
});

const json = z.custom<JsonValue>((value) => value !== undefined);

const plan = fields({
  users: count,
  rooms: count,
  roomSize: json,
  durationMs: amount,
  rate: z.union([amount, only('max')], 'must be a number, 0 or more, or "max"'),
  workers: count,
  /** Did the run start the practice server for itself? */
  embedded: flag.nullable().exactOptional(),
  deliveriesPerSecond: amountOrNull,
  /** Parts with loads of their own; empty, or not there, where the rate is the same all the time. */
  stages: listOf(fields(plannedStage), MOST_STAGES).exactOptional(),
  ...plannedPeople,
})
  .catchall(json)
  .describe("The resolved plan; fields beyond these are the plan's own.");

const phase = fields({
  name: oneOf(...PHASES),
  durationMs: amount,
  attempted: count,
  succeeded: count,
  failed: count,
  /** Operations that succeeded, per second of the phase. */
  ratePerSecond: amount,
  latencyMs: latency,
  histogram,
});

const errors = fields({
  ...errorSums,
  /** What the server said, the most frequent first. */
  reasons: listOf(fields(reasonOfErrors)),
});

const connections = fields(
  recordOf(['asked', 'opened', 'peak', 'lost', 'pings', 'reconnects', 'openAtEnd'] as const, () => count),
);

const canary = fields({
  sent: count,
  expected: count,
  received: count,
  lost: count,
  /** Of the messages, those that the server answered with an error. */
  refused: count,
  echoToSender: flag.nullable(),
  latencyMs: fields({ echo: latency, fanout: latency }),
});

/** What other reports say in the same way. */
export const REPORT_PARTS = { host, interruption, plan, sums: ledgerSums, verdict, LATENCIES };

/**
 * What one run says, as JSON: the one source of its type, its check and `docs/report.schema.json`. Field names and nesting are
 * public; `docs/report.md` explains every one.
 */
export const reportSchema = fields({
  schema: only(REPORT_SCHEMA),
  tool,
  host,
  run,
  plan,
  phases: listOf(phase, MOST_PHASES),
  /** The counters, and the difference of `intended` and `sent`. */
  messages: fields(recordOf([...keysOf(MESSAGE_COUNTERS), 'unsent'] as const, () => count)),
  deliveries,
  acks,
  latencyMs: latencies,
  tps,
  errors,
  connections,
  generator,
  canary: canary.nullable(),
  verdict: fields(verdict),
  audit: fields({ performed: only(true), ...AUDIT }).nullable(),
  thresholds: listOf(fields(THRESHOLD)),
  grade: fields(GRADE),
  timeline: listOf(fields(timelineRow)),
  /** Those of the canary are null without one. */
  histograms: fields({
    ...recordOf(LATENCIES, () => histogram),
    canaryEcho: histogram.nullable(),
    canaryFanout: histogram.nullable(),
  }),
  /** Sentences about what was noticed. */
  findings: listOf(text),
  /** Rules that did not hold for a moment, in the order in which they were noticed. */
  alerts: listOf(fields(ALERT)),
  /** The latencies of every second of the timeline. */
  intervals: listOf(fields({ second: count, echo: histogram, fanout: histogram })),
  /** Stages of the load, in their order; what is due in unmeasured ones is in no latency, rate, threshold, grade or verdict beside. */
  stages: listOf(stage, MOST_STAGES),
  course,
  /** Of several entrances of one chat each, in the order of the plan; empty where there is one only. */
  entrances: listOf(entrance, MOST_ENTRANCES),
  server: server.nullable(),
  /** Users who lost their connections by plan. */
  storms: stormList,
  /** Users who left and came back by plan; null where everybody stays. */
  sessions: sessionFields,
  /** Users who did not read for a time by plan; null without any. */
  slowReaders: slowReaderFields,
  /** What was read beside the messages; null where nothing was. */
  reads: readFields,
  comparison: comparisonSchema
    .exactOptional()
    .describe('What changed since the run of --baseline; absent without one, and where the two cannot be compared'),
}).meta({
  title: 'newyear-load report',
  description:
    'What one run of newyear-load says. Times named …Ms are milliseconds, …At ISO 8601, rates per second, shares 0–1. docs/report.md explains every field.',
});
