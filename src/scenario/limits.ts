import type { PlanLimits } from '../core/plan.js';
import { type Parser, time, wholeNumber } from './parsers.js';

/** One bound as scenario files write it. */
interface LimitSpec {
  /** The plan's field; times are milliseconds there. */
  readonly field: keyof PlanLimits;
  /** What holds when a scenario says nothing, as the text a user would write. */
  readonly fallback: string;
  readonly help: string;
  readonly parse: Parser<number>;
}

const concurrency = wholeNumber(1, 10_000);

/** Keys of `limits:` in a scenario file. */
export const LIMITS = {
  // Registering and logging in hash passwords: more at once only lengthens the server's queue.
  httpConcurrency: {
    field: 'httpConcurrency',
    fallback: '4',
    help: 'HTTP requests under way at once',
    parse: concurrency,
  },
  connectConcurrency: {
    field: 'connectConcurrency',
    fallback: '100',
    help: 'WebSocket handshakes under way at once',
    parse: concurrency,
  },
  readConcurrency: {
    field: 'readConcurrency',
    fallback: '64',
    help: 'Reads beside the messages under way at once',
    parse: concurrency,
  },
  httpTimeout: { field: 'httpTimeoutMs', fallback: '60s', help: 'For one HTTP answer', parse: time(1) },
  connectTimeout: {
    field: 'connectTimeoutMs',
    fallback: '20s',
    help: 'For one handshake, and for one join to be confirmed',
    parse: time(1),
  },
  // Ten thousand users register and log in at some fifty a second on a server that hashes as it should.
  phaseTimeout: { field: 'phaseTimeoutMs', fallback: '15m', help: 'For a whole set-up phase', parse: time(1) },
  auditTimeout: { field: 'auditTimeoutMs', fallback: '5m', help: 'For the whole audit', parse: time(1) },
} as const satisfies Record<string, LimitSpec>;

/** A name of {@link LIMITS}. */
export type LimitName = keyof typeof LIMITS;

export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];
