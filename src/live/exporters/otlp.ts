import { inEnglish, message } from '../../core/language/words.js';
import type { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { waitAtMost, wallClockMs } from '../../core/clock.js';
import { shortageOf } from '../../core/error-kinds.js';
import { messageOf, StartError, systemCodeOf } from '../../core/errors.js';
import { DialGuard } from '../../net/dial-guard.js';
import { guardedAgent } from '../../net/http-agent.js';
import type { ReportContext } from '../../report/build-report.js';
import type { Report } from '../../report/report-types.js';
import type { LiveEvent, RunWatcher, Tell } from '../watcher.js';
import type { Certificates } from './otlp-certificates.js';
import { otlpMetricsOf } from './otlp-data.js';
import { MetricsState } from './state.js';

const PACKAGE = '@opentelemetry/exporter-metrics-otlp-http';
const PACKAGE_VERSION = '0.223';
/** For one push to be taken. */
const TIMEOUT_MS = 2000;

type ResourceMetrics = Parameters<OTLPMetricExporter['export']>[0];

/** What metrics are sent with. */
export interface OtlpOptions {
  /** Where to, path included. */
  readonly url: string;
  readonly context: ReportContext;
  readonly startedAtMs: number;
  /** For a collector behind TLS. */
  readonly certificates?: Certificates;
  readonly tell: Tell;
}

/** Sends the numbers of a run to an OpenTelemetry collector: every second, one push at a time, and once more at its end. */
export class OtlpPush implements RunWatcher {
  readonly #options: OtlpOptions;
  readonly #exporter: OTLPMetricExporter;
  readonly #state: MetricsState;
  #pushing: Promise<void> | undefined;
  #hasFailed = false;

  private constructor(options: OtlpOptions, exporter: OTLPMetricExporter) {
    this.#options = options;
    this.#state = new MetricsState(options.context);
    this.#exporter = exporter;
  }

  /**
   * Gets ready to send. Headers and compression are what OpenTelemetry's own variables say
   * (`OTEL_EXPORTER_OTLP_HEADERS` and its like), which its exporter reads for itself.
   * @throws StartError when the exporter is not installed
   */
  static async open(options: OtlpOptions): Promise<OtlpPush> {
    const Exporter = await importExporter();
    // The user named this host by a flag; no other is for metrics.
    const guard = DialGuard.forUrl(options.url);
    const exporter = new Exporter({
      url: options.url,
      timeoutMillis: TIMEOUT_MS,
      concurrencyLimit: 2,
      httpAgentOptions: (protocol) => guardedAgent(guard, protocol, { keepAlive: true, ...options.certificates }),
    });
    return new OtlpPush(options, exporter);
  }

  onEvent(event: LiveEvent): void {
    this.#state.add(event);
    // What is not sent because a push is still under way is in the next one: all numbers are those of the run so far.
    if (event.type === 'second' || event.type === 'phase-end') this.#pushing ??= this.#push();
  }

  async end(report: Report | undefined): Promise<void> {
    this.#state.finish(report);
    if (this.#pushing !== undefined) await waitAtMost(TIMEOUT_MS, this.#pushing);
    await waitAtMost(TIMEOUT_MS, this.#push());
    // The shutdown is not waited for: it waits for the pushes alone, which are over by now.
    void Promise.allSettled([this.#exporter.shutdown()]);
  }

  /** Never rejects. */
  async #push(): Promise<void> {
    const { context, startedAtMs } = this.#options;
    const metrics = otlpMetricsOf(this.#state, context, { fromMs: startedAtMs, toMs: wallClockMs() });
    const failure = await new Promise<Error | undefined>((resolve) => {
      this.#exporter.export(metrics as unknown as ResourceMetrics, ({ error }) => resolve(error));
    });
    this.#pushing = undefined;
    if (failure !== undefined) this.#complain(failure);
  }

  #complain(failure: Error): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    // The answer's text and the address are left out, because both may hold secrets.
    const status = 'code' in failure && typeof failure.code === 'number' ? `HTTP status ${failure.code}` : undefined;
    const reason = status ?? systemCodeOf(failure) ?? inEnglish(message('notice.no-answer'));
    const { origin } = new URL(this.#options.url);
    this.#options.tell({
      type: 'notice',
      kind: shortageOf(failure),
      message: inEnglish(message('notice.collector', { origin, reason })),
    });
  }
}

async function importExporter(): Promise<typeof OTLPMetricExporter> {
  try {
    return (await import('@opentelemetry/exporter-metrics-otlp-http')).OTLPMetricExporter;
  } catch (cause) {
    const isMissing = systemCodeOf(cause) === 'ERR_MODULE_NOT_FOUND';
    const why = isMissing ? 'is not installed' : `cannot be loaded: ${messageOf(cause)}`;
    throw new StartError(`--otlp needs the package ${PACKAGE}, which ${why}`, {
      hint: `Install it beside newyear-load: npm install ${PACKAGE}@${PACKAGE_VERSION}`,
      cause,
    });
  }
}
