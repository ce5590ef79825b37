import { PACINGS } from '../../core/pacing.js';
import type { AgentOutcome } from '../../metrics/run-outcome.js';
import { listOf } from './collections.js';
import { workers } from './parts.js';
import { type FieldsOf, fields, oneOf, VALUES } from './values.js';

const { amount, amountOrNull, count, flag, text } = VALUES;

/** Far more than there are. */
const MOST_AGENTS = 4096;

const agent = {
  name: text,
  host: text,
  cpus: count,
  workers: count,
  peakRssBytes: count,
  cpuSeconds: amount,
  clockErrorMs: amount,
  longestSilenceMs: amount,
  isLost: flag,
} satisfies FieldsOf<AgentOutcome>;

/** What the generator says of itself. */
export const generator = fields({
  /** Mean of the workers' shares of a core over the flood; null when no flood took place. */
  cpuShare: amountOrNull,
  gcShare: amountOrNull,
  workers,
  /** The machines that the workers were on; empty where all of it was done by one process. */
  agents: listOf(fields(agent), MOST_AGENTS),
  peakRssBytes: count,
  /** null when there were too few connections to tell. */
  kibPerConnection: amountOrNull,
  cpuSeconds: amount,
  /** CPU seconds of the process for a million messages sent or received; null without messages. */
  cpuSecondsPerMillionMessages: amountOrNull,
  /** What woke the threads that send when a message was due; null when nothing was sent, or not known. */
  pacing: oneOf(...PACINGS, null),
  /** Messages not sent although their sockets took bytes. */
  unsentWritable: count,
  /** Latency samples that were negative or not finite, left out of every latency. */
  impossibleSamples: count,
  /** Latency samples above one hour, counted as one hour. */
  clampedSamples: count,
});
