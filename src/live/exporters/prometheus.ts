import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { nowUs, waitAtMost } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { Once } from '../../core/once.js';
import type { ReportContext } from '../../report/build-report.js';
import type { Report } from '../../report/report-types.js';
import { type FaceListener, isForLoopback, LOOPBACK, listenOnLoopback } from '../loopback.js';
import type { LiveEvent, RunWatcher, Tell } from '../watcher.js';
import { createRegistry } from './registry.js';
import { MetricsState } from './state.js';

const PATH = '/metrics';
/** The longest time that a run which is over waits for the last numbers to be fetched. */
const LAST_SCRAPE_MS = 4000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Serves the numbers of a run to a Prometheus on this machine. */
export class PrometheusEndpoint implements RunWatcher {
  readonly #state: MetricsState;
  readonly #registry: Registry;
  readonly #face: FaceListener;
  readonly #lastScrape = new Once();
  #isOver = false;
  /** When it was scraped, and how long after the time before. */
  #scrapedAtUs: number | undefined;
  #intervalMs: number | undefined;

  private constructor(face: FaceListener, context: ReportContext) {
    this.#face = face;
    this.#state = new MetricsState(context);
    this.#registry = createRegistry(this.#state, context);
    face.listener.server.on('request', (request, response) => void this.#answer(request, response));
  }

  /**
   * Begins to serve.
   * @param port 0 takes a free one
   * @throws StartError when the port cannot be had
   */
  static async open(port: number, context: ReportContext, tell: Tell): Promise<PrometheusEndpoint> {
    return new PrometheusEndpoint(await listenOnLoopback(port, 'the Prometheus endpoint', tell), context);
  }

  /** Where it is. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#face.port}${PATH}`;
  }

  onEvent(event: LiveEvent): void {
    this.#state.add(event);
  }

  async end(report: Report | undefined): Promise<void> {
    this.#state.finish(report);
    this.#isOver = true;
    // A regular scraper is given time to fetch the last numbers. One that came once, or comes rarely, is not waited for.
    const isScraped = this.#intervalMs !== undefined && this.#intervalMs <= LAST_SCRAPE_MS;
    if (report !== undefined && isScraped) await waitAtMost(LAST_SCRAPE_MS, this.#lastScrape.happened);
    this.#face.listener.close();
  }

  /** Never rejects. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isLast = this.#isOver;
    const { status, text } = await this.#answerTo(request);
    response.writeHead(status, {
      'content-type': status === 200 ? this.#registry.contentType : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : text, () => {
      // A scraper that has gone away meanwhile has not got the answer, and comes again.
      if (status === 200 && isLast && !request.socket.destroyed) this.#lastScrape.fire();
    });
  }

  async #answerTo(request: IncomingMessage): Promise<Answer> {
    if (!isForLoopback(request, this.#face.port)) return { status: 403, text: 'Ask for this address by its number.\n' };
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, text: 'Only GET is answered.\n' };
    if (request.url?.split('?')[0] !== PATH) return { status: 404, text: `The metrics are at ${PATH}.\n` };
    this.#noteScrape();
    try {
      return { status: 200, text: await this.#registry.metrics() };
    } catch (thrown) {
      return { status: 500, text: `${messageOf(thrown)}\n` };
    }
  }

  #noteScrape(): void {
    const now = nowUs();
    if (this.#scrapedAtUs !== undefined) this.#intervalMs = (now - this.#scrapedAtUs) / 1000;
    this.#scrapedAtUs = now;
  }
}
