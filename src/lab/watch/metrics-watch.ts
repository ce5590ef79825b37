import { nowUs, sleepUntil } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { printable } from '../../core/text.js';
import type { DialGuard } from '../../net/dial-guard.js';
import { openPool } from '../../net/http-pool.js';
import type { Gathering } from '../evidence.js';
import { readOwnMetrics } from './own-metrics.js';

const TIMEOUT_MS = 2000;
const MAX_ANSWER_BYTES = 2 ** 20;
/** Each kind of trouble is told once, and a server in trouble has many. */
const MOST_PROBLEMS = 5;

/** What is asked, and how often. */
export interface MetricsWatchOptions {
  readonly url: string;
  readonly everyMs: number;
  readonly guard: DialGuard;
  /** Resident memory as the kernel knows it. */
  readonly rssBytes: () => number | null;
}

/** Asks a server for its own metrics again and again until `signal` aborts; what comes goes into the evidence. Never rejects. */
export async function watchMetrics(
  { url, everyMs, guard, rssBytes }: MetricsWatchOptions,
  evidence: Gathering,
  signal: AbortSignal,
): Promise<void> {
  const { origin, pathname, search } = new URL(url);
  const pool = openPool(guard, origin, {
    connections: 1,
    pipelining: 1,
    maxResponseSize: MAX_ANSWER_BYTES,
    connectTimeoutMs: TIMEOUT_MS,
  });
  const ask = async (): Promise<string | undefined> => {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: `${pathname}${search}`,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const atUs = nowUs();
    const text = await body.text();
    if (statusCode !== 200) return `${url} answered with HTTP status ${statusCode}`;
    const own = readOwnMetrics(text);
    if (own === undefined) return `${url} answered with neither JSON nor the text format of Prometheus`;
    evidence.metrics.push({ ...own, atUs, rssBytes: rssBytes() });
    return undefined;
  };
  for (let dueUs = nowUs(); !signal.aborted; dueUs = Math.max(dueUs + everyMs * 1000, nowUs())) {
    await sleepUntil(dueUs, signal);
    if (signal.aborted) break;
    const problem = await ask().catch((thrown: unknown) => `${url} could not be read: ${printable(messageOf(thrown))}`);
    const { metricsProblems } = evidence;
    const isNew = problem !== undefined && !signal.aborted && !metricsProblems.includes(problem);
    if (isNew && metricsProblems.length < MOST_PROBLEMS) metricsProblems.push(problem);
  }
  await pool.destroy();
}
