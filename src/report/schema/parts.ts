/* Parts of a report that stand in it more than once, or are of one stage. */

import type * as z from 'zod';
import type { ErrorName } from '../../core/error-kinds.js';
import { keysOf, recordOf } from '../../core/records.js';
import type { Stage } from '../../core/stages.js';
import type { Verdict, VerdictReason } from '../../judgement/verdict.js';
import { ENTRANCE_COUNTS } from '../../metrics/entrances.js';
import type { Reason } from '../../metrics/reasons.js';
import type { DeliverySums, Interruption } from '../../metrics/run-outcome.js';
import { STAGE_MESSAGE_COUNTERS } from '../message-counters.js';
import { dictionary, listOf } from './collections.js';
import { verdictLevel } from './comparison.js';
import { type FieldsOf, fields, oneOf, VALUES } from './values.js';

const { amount, amountOrNull, count, flag, histogram, latency, share, spread, text } = VALUES;

/** Far more than there are, of each of which histograms are kept. */
const MOST_WORKERS = 4096;

/** The ledger's sums. */
export const ledgerSums = {
  expected: count,
  received: count,
  lost: count,
  unconfirmed: count,
  duplicated: count,
  reordered: count,
  receiverGone: count,
} satisfies FieldsOf<DeliverySums>;

export const LATENCIES = ['echo', 'fanout', 'delivery', 'serviceEcho', 'lastReceiver', 'ack'] as const;

/** Acknowledgements of messages. */
export const acks = fields(recordOf(['asked', 'acknowledged', 'refused', 'unacknowledged'] as const, () => count))
  .describe('asked = acknowledged + refused + unacknowledged. Null where no message asked for an acknowledgement.')
  .nullable();

/** Per second, over the flood; peaks are those of the best whole second. */
export const tps = fields(
  recordOf(['intended', 'sent', 'completed', 'delivered', 'peakSent', 'peakDelivered'] as const, () => amount),
);

const errorKind = text.regex(/^(generator|network|server|protocol)\./, 'has a kind that is of no known origin');
/** What a server said of failures. */
export const reasonOfErrors = {
  kind: errorKind as unknown as z.ZodType<ErrorName>,
  text,
  count,
} satisfies FieldsOf<Reason>;
/** Failures, and what they are a share of. */
export const errorSums = {
  total: count,
  share,
  byKind: dictionary(errorKind, count),
  /** All operations, of which `share` is one. */
  operations: count,
};

const worker = fields({
  /** Name of the agent that it was on. */
  agent: text.optional(),
  cpuShare: amount,
  /** Ready to run, and no processor for it. */
  cpuWaitShare: amount,
  peakCpuShare: amount,
  gcShare: amount,
  eventLoopDelayMs: spread,
  scheduleSlipMs: spread,
  histograms: fields({ eventLoopDelay: histogram, scheduleSlip: histogram }),
});

export const workers = listOf(worker, MOST_WORKERS);

const reason = {
  code: text,
  /** What it concerns. */
  part: oneOf('times', 'counts', 'both'),
  message: text,
} satisfies FieldsOf<VerdictReason>;
const verdictPart = fields({ level: verdictLevel });
export const verdict = {
  /** The worse of the two below. */
  level: verdictLevel,
  times: verdictPart,
  counts: verdictPart,
  reasons: listOf(fields(reason)),
} satisfies FieldsOf<Verdict>;

export const latencies = fields(recordOf(LATENCIES, () => latency));

/** A stage as it was planned. */
export const plannedStage = {
  name: text,
  durationMs: amount,
  /** Messages per second at its beginning, and at its end. */
  from: amount,
  to: amount,
  measured: flag,
} satisfies FieldsOf<Stage>;

/** What was due in one stage of the load, whenever it came. */
export const stage = fields({
  name: text,
  /** When it was to begin, since the flood began. */
  startMs: amount,
  /** How long it went on; 0 when it was not reached. */
  durationMs: amount,
  measured: flag,
  /** Messages per second at its beginning, and at its end. */
  plannedFrom: amount,
  plannedTo: amount,
  messages: fields(recordOf([...keysOf(STAGE_MESSAGE_COUNTERS), 'unsent'] as const, () => count)),
  deliveries: fields(ledgerSums),
  acks,
  latencyMs: latencies,
  tps,
  /** Failures while it went on, as a share of its messages. */
  errors: fields(errorSums),
  verdict: fields(verdict),
  /** From its end until the p99 of single seconds was back to what it was before; null when it never was, and where there is no before or after. */
  recoveryMs: amountOrNull,
  generator: fields({ workers, unsentWritable: count }),
  histograms: fields(recordOf(LATENCIES, () => histogram)),
});

/** The users of one entrance. */
export const entrance = fields({
  target: text,
  ...recordOf(ENTRANCE_COUNTS, () => count),
  latencyMs: latency,
  histogram,
});

/** Why a run ended before its plan did. */
export const interruption: z.ZodType<Interruption | null> = oneOf(
  'SIGINT',
  'SIGTERM',
  'target-lost',
  'worker-crashed',
  'agent-lost',
  'could-not-start',
  'killed',
  null,
);
