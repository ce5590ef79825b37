import { PACINGS } from '../../core/pacing.js';
import { workers } from './parts.js';
import { fields, oneOf, VALUES } from './values.js';

const { amount, amountOrNull, count } = VALUES;

/** What the generator says of itself. */
export const generator = fields({
  /** Mean of the workers' shares of a core over the flood; null when no flood took place. */
  cpuShare: amountOrNull,
  gcShare: amountOrNull,
  workers,
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
