import { inEnglish, message } from '../core/language/words.js';
import { nowUs, sleepUntil, waitAtMost } from '../core/clock.js';
import { Once } from '../core/once.js';
import { recordOf } from '../core/records.js';
import { SERVER_METRICS, type ServerWatch } from '../core/server-watch.js';
import { NO_READING, type ServerReading, type ServerSample } from '../metrics/server-samples.js';
import type { DialGuard } from '../net/dial-guard.js';
import { MetricsGauge, type MetricsReading } from './metrics-gauge.js';
import { ProcessGauge } from './process-gauge.js';

const SECOND_US = 1_000_000;
/** How long the last answer is waited for when a run is over. */
const END_TIMEOUT_MS = 500;

/** Who is told what a sampler finds. */
export interface SamplerListener {
  /** What the server was like at the end of a second; seconds come in their order as a rule, late answers later. */
  readonly onSample: (sample: ServerSample) => void;
  /** A sentence for people, each once. */
  readonly onProblem: (sentence: string) => void;
}

/**
 * Looks at a server from outside, once a second from the first intended send on. A look that takes longer than a second is waited for while further ones
 * of its kind are left out, so that a server in trouble never has two of them to answer. Nothing that goes wrong ends it.
 */
export class ServerSampler {
  readonly watch: ServerWatch;
  readonly samples: ServerSample[] = [];
  readonly #listener: SamplerListener;
  readonly #process: ProcessGauge | undefined;
  readonly #metrics: MetricsGauge | undefined;
  /** What was complained of. */
  readonly #told = new Set<string>();
  readonly #over = new AbortController();
  readonly #looks = new Set<Promise<void>>();
  /** Answers that have not come by now are not waited for. */
  readonly #cut = new Once();
  #isAsking = false;
  #going: Promise<void> | undefined;
  #ending: Promise<void> | undefined;

  /** @param guard says where connections may go */
  constructor(watch: ServerWatch, guard: DialGuard, listener: SamplerListener) {
    const { pid, url, series } = watch;
    this.watch = watch;
    this.#listener = listener;
    this.#process = pid === null ? undefined : new ProcessGauge(pid);
    this.#metrics = url === null ? undefined : new MetricsGauge(url, series, guard);
  }

  /** The latest sample; undefined as long as there is none. */
  get latest(): ServerSample | undefined {
    return this.samples.at(-1);
  }

  /** Begins. @param startUs when the first second begins */
  begin(startUs: number): void {
    this.#going ??= this.#run(startUs);
  }

  /** Ends, with what has been answered by then; a second call waits for the same end. Never rejects. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#over.abort();
    await this.#going;
    await waitAtMost(END_TIMEOUT_MS, Promise.all(this.#looks));
    this.#cut.fire();
    await Promise.all(this.#looks);
    this.#process?.close();
    await this.#metrics?.close();
  }

  async #run(startUs: number): Promise<void> {
    const { signal } = this.#over;
    await sleepUntil(startUs, signal);
    // What is counted since the last look needs one before the first second.
    if (!signal.aborted) void this.#look(-1);
    for (let second = 0; !signal.aborted; second++) {
      await sleepUntil(startUs + (second + 1) * SECOND_US, signal);
      if (signal.aborted) return;
      // A process that was stopped for a while goes on with the present second.
      second = Math.max(second, Math.floor((nowUs() - startUs) / SECOND_US) - 1);
      void this.#look(second);
    }
  }

  #look(second: number): Promise<void> {
    const look = this.#sample(second).finally(() => this.#looks.delete(look));
    this.#looks.add(look);
    return look;
  }

  async #sample(second: number): Promise<void> {
    const [own, told] = await Promise.all([this.#process?.read(), Promise.race([this.#ask(), this.#cut.happened])]);
    if (own !== undefined && 'problem' in own)
      this.#tell('process', inEnglish(message('notice.server', { problem: own.problem })));
    const fromProcess = own !== undefined && 'reading' in own ? own.reading : NO_READING;
    const fromMetrics = told !== undefined && 'reading' in told ? told : undefined;
    if (second < 0) return;
    const values = fromMetrics?.values ?? this.watch.series.map(() => null);
    const sample = { second, ...joined(fromProcess, fromMetrics?.reading ?? NO_READING), values };
    this.samples.push(sample);
    this.#listener.onSample(sample);
  }

  async #ask(): Promise<MetricsReading | undefined> {
    if (this.#metrics === undefined || this.#isAsking) return undefined;
    this.#isAsking = true;
    const told = await this.#metrics.read();
    this.#isAsking = false;
    const [what, problem] = 'problem' in told ? ['answer', told.problem] : ['metrics', told.flaw];
    // What is cut off at the end is nobody's fault.
    if (problem !== undefined && !this.#over.signal.aborted)
      this.#tell(what, inEnglish(message('notice.server', { problem: `${this.watch.url ?? ''} ${problem}` })));
    return told;
  }

  /** Of every kind of trouble the first is told: a server in trouble fails in many ways. */
  #tell(kind: string, sentence: string): void {
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    this.#listener.onProblem(sentence);
  }
}

/** The kernel knows a process better than the process itself. */
function joined(kernel: ServerReading, own: ServerReading): ServerReading {
  return recordOf(SERVER_METRICS, (metric) => kernel[metric] ?? own[metric]);
}
