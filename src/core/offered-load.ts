import { type Message, message } from './language/words.js';

/** What is known of a load beside its rate. */
interface LoadDetails {
  /** Messages that a sender may have undelivered at once. */
  readonly window?: number | undefined;
  /** The highest of a rate that changes. */
  readonly peakRate?: number | null;
}

/**
 * An offered load for people: `1,000 messages/s`, with stages `up to 1,000 messages/s, 190 on average`, or, without a schedule,
 * `as fast as the target takes them, window 8`.
 */
export function offeredLoad(rate: number | 'max', { window, peakRate }: LoadDetails = {}): Message {
  if (rate === 'max') {
    return message('load.max', { window: window === undefined ? '' : message('load.max.window', { window }) });
  }
  if (peakRate === undefined || peakRate === null || peakRate <= rate) return message('load.rate', { rate });
  return message('load.peak', { peak: peakRate, rate });
}
