import { recordOf } from '../../core/records.js';
import { CAPACITY_SCHEMA } from '../../core/schema-names.js';
import { dictionary, listOf } from '../../report/schema/collections.js';
import { tool } from '../../report/schema/comparison.js';
import { jsonSchemaOf } from '../../report/schema/json-schema.js';
import { REPORT_PARTS } from '../../report/schema/report.js';
import { fields, oneOf, only, VALUES } from '../../report/schema/values.js';
import { ENDS, GAVE_WAY, LIMIT_CAUSES, VARIED } from '../vocabulary.js';

const { amount, amountOrNull, count, flag, integer, latency, share, text, time } = VALUES;
const { host, interruption, plan: runPlan, sums, verdict, LATENCIES } = REPORT_PARTS;

/** A search has a thousand trials at the most. */
const MOST_TRIALS = 1000;
const MOST_GOALS = 64;

const run = fields({
  id: text,
  startedAt: time,
  endedAt: time,
  durationMs: amount,
  /** Trial time: what of `durationMs` was spent on holding loads. */
  trialTimeMs: amount,
  preset: text.nullable(),
  seed: integer,
  target: text,
  /** The URL that was really used, `localhost` replaced by the address that answered. */
  address: text,
  dialect: text,
  interrupted: flag,
  interruptedBy: interruption,
  /** A command line that searches the same again. */
  command: text,
});

/** What was asked for; the fields of a run's plan stand in `run`. */
const plan = fields({
  vary: oneOf(...VARIED),
  from: amount,
  /** null when only what the generator can do limits the search. */
  max: amountOrNull,
  /** Goal Final Trial Duration. */
  trialMs: amount,
  /** Goal Initial Trial Duration. */
  firstTrialMs: amount,
  /** Goal Duration Sum. */
  trialsMs: amount,
  /** Goal Exceed Ratio. */
  exceed: share,
  width: share,
  budgetMs: amount,
  atLeast: amountOrNull,
  run: runPlan,
});

const boundOrNull = amountOrNull;

/** RFC 9971: a Search Goal and its Goal Result. */
const goal = fields({
  /** The expressions, as one text: `p99(delivery)<250ms, lost==0`. */
  slo: text,
  finalTrialMs: amount,
  durationSumMs: amount,
  lossRatio: share,
  exceedRatio: share,
  width: share,
  initialTrialMs: amount,
  /** Messages that a trial takes to decide. */
  messagesNeeded: count,
  /** The largest load that is known to hold, of those below the upper bound; null without one. */
  lowerBound: boundOrNull,
  /** The smallest load that is known not to hold; null without one. */
  upperBound: boundOrNull,
  /** The lower bound, less what was lost or late there; null without one. */
  conditionalThroughput: boundOrNull,
  /** Copies a second that should have come at the lower bound; null without one. */
  deliveriesPerSecond: amountOrNull,
  /** Are both bounds known, and as close as asked for? */
  regular: flag,
  why: oneOf(...ENDS),
  /** The answer, a sentence. */
  answer: text,
  /** What gave way first: at the upper bound, the gravest first; `generator` where the tester's limit came before; empty where neither is known. */
  gaveWay: listOf(oneOf(...GAVE_WAY)),
});

const maxLoad = fields({
  /** Nothing larger was tried; null when the tester was not calibrated and nothing limited it. */
  messagesPerSecond: amountOrNull,
  why: oneOf(...LIMIT_CAUSES),
});

const trial = fields({
  /** What was varied: messages per second, or users. */
  load: amount,
  /** Users that were connected. */
  users: count,
  messagesPerSecond: amount,
  /** When its first message was intended, since the search began. */
  atMs: amount,
  durationMs: amount,
  /** Too short, or of too few messages, to decide by itself for some goal. */
  short: flag,
  /** Share of the copies that never came, or came later than the bound of the first goal. */
  lossRatio: share,
  highLoss: dictionary(text, flag),
  latencyMs: fields(recordOf(LATENCIES, () => latency)),
  /** `refused` ones were answered with an error. */
  messages: fields(recordOf(['intended', 'sent', 'refused'] as const, () => count)),
  deliveries: fields({
    ...sums,
    /** Copies of earlier trials that came during this one; nothing else counts them. */
    late: count,
  }),
  /** How long the load needs to make what was still under way when sending ended. */
  backlogMs: amount,
  /** From the end of sending until nothing was under way any more, or nobody waited any longer. */
  settleMs: amount,
  settled: flag,
  errors: count,
  connectionsLost: count,
  verdict: fields(verdict),
  /** The server while the load was held, as it was watched: mean share of a core, most memory; null when nobody watched it. */
  server: fields({ cpuShare: amountOrNull, rssBytes: amountOrNull }).nullable(),
  /** Was the generator the limit? Then the trial is evidence of nothing. */
  generatorLimited: flag,
  /** What did not hold, of any goal: expressions, `backlog`, `connections`. */
  failed: listOf(text),
});

/**
 * What a search for the largest load says, as JSON: the one source of its type, its check and `docs/capacity.schema.json`. Field
 * names and nesting are public; `docs/capacity.md` explains every one.
 */
export const capacitySchema = fields({
  schema: only(CAPACITY_SCHEMA),
  tool,
  host,
  run,
  plan,
  goals: listOf(goal, MOST_GOALS),
  maxLoad,
  trials: listOf(trial, MOST_TRIALS),
  /** From the end of the last trial that failed until the server had done what it was sent; null when none failed, or something never came. */
  recoveryMs: amountOrNull,
  /** Sentences about what was noticed. */
  findings: listOf(text),
}).meta({
  title: 'newyear-load capacity',
  description:
    'The largest load that a chat server holds, and what is known about it (RFC 9971). Times named …Ms are milliseconds, …At ISO 8601, rates per second, shares 0–1. docs/capacity.md explains every field.',
});

/** The JSON Schema (draft 2020-12) of capacity reports, `docs/capacity.schema.json`. */
export function capacityJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(capacitySchema, 'urn:newyear-load:capacity:1');
}
