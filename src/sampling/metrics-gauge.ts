import type { Pool } from 'undici';
import { nowUs } from '../core/clock.js';
import { toOperationError } from '../core/operation-error.js';
import { type NamedSeries, parseSelector, SERVER_METRICS, type ServerMetric } from '../core/server-watch.js';
import { printable } from '../core/text.js';
import { formatBytes } from '../core/units.js';
import type { ServerReading } from '../metrics/server-samples.js';
import type { DialGuard } from '../net/dial-guard.js';
import { openPool } from '../net/http-pool.js';
import { readMetrics, type WantedMetric } from './prometheus-text.js';

/** A server that is busy answers late, which is just when it is worth being watched. */
const TIMEOUT_MS = 5000;
/** Larger answers take longer to read than a second's look is worth. */
const MAX_ANSWER_BYTES = 2 ** 20;

/** Names under which client libraries tell of their process, the usual one first; the first that an answer has is taken. */
const USUAL_NAMES = {
  cpu: ['process_cpu_seconds_total'],
  rss: ['process_resident_memory_bytes'],
  threads: ['process_num_threads', 'jvm_threads_current', 'jvm_threads_live_threads', 'go_threads'],
  descriptors: ['process_open_fds', 'process_files_open_files'],
  lag: ['nodejs_eventloop_lag_seconds', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_eventloop_lag_mean_seconds'],
} as const satisfies Record<ServerMetric, readonly string[]>;

const USUAL: readonly (readonly [metric: ServerMetric, name: string])[] = SERVER_METRICS.flatMap((metric) =>
  USUAL_NAMES[metric].map((name) => [metric, name] as const),
);

/** What an answer was like, or why there is none. */
export type MetricsReading =
  | {
      readonly reading: ServerReading;
      readonly values: readonly (number | null)[];
      /** What of it was missed, a sentence's end; undefined when nothing was. */
      readonly flaw: string | undefined;
    }
  | { readonly problem: string };

/** Asks a server for its metrics, over one connection that is kept, and takes what a run looks at. */
export class MetricsGauge {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #series: readonly NamedSeries[];
  readonly #wanted: readonly WantedMetric[];
  /** CPU time when it was told last. */
  #last: { readonly atUs: number; readonly seconds: number } | undefined;

  /** @param url checked @param guard says where connections may go */
  constructor(url: string, series: readonly NamedSeries[], guard: DialGuard) {
    const { origin, pathname } = new URL(url);
    this.#path = pathname;
    this.#series = series;
    this.#wanted = [
      ...USUAL.map(([, name]) => ({ name, labels: [] })),
      ...series.map(({ name, metric }) => parseSelector(metric) ?? { name, labels: [] }),
    ];
    this.#pool = openPool(guard, origin, {
      connections: 1,
      pipelining: 1,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      maxResponseSize: MAX_ANSWER_BYTES,
      connectTimeoutMs: TIMEOUT_MS,
    });
  }

  /** One look. Never rejects. */
  async read(): Promise<MetricsReading> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const { statusCode, body } = await this.#pool.request({
        method: 'GET',
        path: this.#path,
        headers: { accept: 'text/plain;version=0.0.4' },
        signal: deadline,
      });
      const text = await body.text();
      return statusCode === 200 ? this.#take(text) : { problem: `answered with HTTP status ${statusCode}` };
    } catch (thrown) {
      if (deadline.aborted) return { problem: `did not answer within ${TIMEOUT_MS / 1000} s` };
      const { kind, message } = toOperationError(thrown);
      if (kind === 'protocol.answer-too-big')
        return { problem: `answered with more than ${formatBytes(MAX_ANSWER_BYTES)}` };
      return { problem: `could not be read: ${printable(message)} (${kind})` };
    }
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #take(text: string): MetricsReading {
    const { values: found, hasSamples } = readMetrics(text, this.#wanted);
    if (!hasSamples) return { problem: 'answered with something else than metrics in the text format of Prometheus' };
    const valueOf = (metric: ServerMetric): number | null =>
      USUAL.flatMap(([of], index) => (of === metric ? [found[index] ?? null] : [])).find((value) => value !== null) ??
      null;
    const lag = valueOf('lag');
    const reading = {
      cpu: this.#cpuShare(valueOf('cpu')),
      rss: valueOf('rss'),
      threads: valueOf('threads'),
      descriptors: valueOf('descriptors'),
      lag: lag === null ? null : lag * 1000,
    };
    const values = found.slice(USUAL.length);
    return { reading, values, flaw: this.#flawOf(found) };
  }

  #flawOf(found: readonly (number | null)[]): string | undefined {
    const missing = this.#series.filter((_, index) => (found[USUAL.length + index] ?? null) === null);
    if (missing.length > 0)
      return `has no ${missing.map(({ metric }) => printable(metric, 100)).join(' and no ')} among its metrics`;
    return this.#series.length === 0 && found.every((value) => value === null)
      ? 'has none of the metrics that client libraries tell of a process, such as process_resident_memory_bytes; name series of your own'
      : undefined;
  }

  #cpuShare(seconds: number | null): number | null {
    const last = this.#last;
    if (seconds === null) return null;
    const now = { atUs: nowUs(), seconds };
    this.#last = now;
    // A counter that starts anew belongs to another process.
    return last === undefined || seconds < last.seconds
      ? null
      : ((seconds - last.seconds) * 1e6) / (now.atUs - last.atUs);
  }
}
