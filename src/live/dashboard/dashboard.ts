import type { IncomingMessage, ServerResponse } from 'node:http';
import { nowUs, sleep } from '../../core/clock.js';
import { ENGLISH, type Wording } from '../../core/language/words.js';
import type { HttpListener } from '../../core/http-listener.js';
import { createToken } from '../../core/ids.js';
import { pageDataOf } from '../../report/page/page-data.js';
import { pageWithPolicy } from '../../report/page/page-html.js';
import { toldIn } from '../../report/page/page-labels.js';
import type { PageMessages } from '../../report/page/page-step.js';
import type { PageData } from '../../report/page/page-types.js';
import type { Report } from '../../report/report-types.js';
import { translationOfReport } from '../../report/translation-of.js';
import { type FaceListener, LOOPBACK, listenOnLoopback, MOST_VIEWERS } from '../loopback.js';
import type { LiveEvent, RunBeginning, RunWatcher, Tell } from '../watcher.js';
import { admit, pathsOf } from './gate.js';
import { LivePageData, type Mark } from './live-page-data.js';
import { Viewers } from './viewers.js';

/** When nothing has happened for so long, the page is told so: its clock goes on. */
const QUIET_MS = 1200;
/** A viewer whose connection breaks tries again after so long. */
const RETRY_MS = 1000;
/** The end of a run does not wait any longer for its viewers. */
const END_LIMIT_MS = 2000;
/** A page that was loaded asks for its events in less than this. */
const LOADING_US = 1_000_000;

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/**
 * Starts a dashboard: a page that shows the run while it goes on, on this machine only, for those who know its address.
 * @param port 0 takes a free one
 * @throws StartError when the port cannot be had
 */
export async function startDashboard(
  port: number,
  beginning: RunBeginning,
  tell: Tell,
  words: Wording = ENGLISH,
): Promise<Dashboard> {
  return new Dashboard(await listenOnLoopback(port, 'the dashboard', tell), beginning, words);
}

/** A run on a page. What it costs grows neither with the viewers, who all get the same text, nor with slow ones among them. */
export class Dashboard implements RunWatcher {
  /** The address of the page. Knowing it is the right to look. */
  readonly url: string;
  readonly #listener: HttpListener;
  readonly #words: Wording;
  readonly #address: { readonly port: number; readonly token: string };
  readonly #page: { readonly html: string; readonly policy: string };
  readonly #data: LivePageData;
  readonly #viewers = new Viewers(() => this.#whole());
  /** What the viewers have been told. */
  #mark: Mark | undefined;
  /** The message that tells everything, as long as it is true. */
  #wholeMessage: string | undefined;
  #endMessage: string | undefined;
  #messages = 0;
  #pageLoadedAtUs = Number.NEGATIVE_INFINITY;
  #quiet: NodeJS.Timeout | undefined;

  constructor({ listener, port }: FaceListener, beginning: RunBeginning, words: Wording) {
    this.#words = words;
    this.#listener = listener;
    this.#address = { port, token: createToken() };
    const paths = pathsOf(this.#address.token);
    this.url = `http://${LOOPBACK}:${port}${paths.page}`;
    this.#page = pageWithPolicy({ live: { events: paths.events, ...toldIn(words) } });
    this.#data = new LivePageData(beginning, words);
    listener.server.on('request', (request, response) => this.#onRequest(request, response));
    // A viewer that goes away in the middle of something is no error of ours.
    listener.server.on('clientError', (_error, socket) => socket.destroy());
  }

  onEvent(event: LiveEvent): void {
    this.#wholeMessage = undefined;
    this.#data.onEvent(event);
    if (event.type === 'second') this.#tell();
  }

  async end(report: Report | undefined): Promise<void> {
    clearTimeout(this.#quiet);
    const data = report === undefined ? this.#withoutResult() : this.#result(report);
    if (this.#viewers.size > 0 || this.#isPageLoading()) {
      this.#endMessage = this.#message('end', data);
      const deadlineUs = nowUs() + END_LIMIT_MS * 1000;
      while (this.#isPageLoading() && nowUs() < deadlineUs) await sleep(20);
      await this.#viewers.end(this.#endMessage, Math.max(0, (deadlineUs - nowUs()) / 1000));
    }
    this.#listener.close();
  }

  /** Has a page been loaded that has not asked for its events yet? */
  #isPageLoading(): boolean {
    return nowUs() - this.#pageLoadedAtUs < LOADING_US;
  }

  #result(report: Report): PageData {
    return pageDataOf(report, { words: this.#words, tell: translationOfReport(report, this.#words) });
  }

  #withoutResult(): PageData {
    const text = this.#words.text('live.no-result');
    return { ...this.#data.whole(), live: false, progress: null, headline: { tone: 'bad', text } };
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    const admission = admit(request, this.#address);
    if ('status' in admission) {
      const { status, message } = admission;
      refuse(response, status, message);
    } else if (admission.to === 'page') {
      const { html, policy } = this.#page;
      this.#pageLoadedAtUs = nowUs();
      response.writeHead(200, {
        ...HEADERS,
        'content-security-policy': `${policy}; frame-ancestors 'none'`,
        'content-type': 'text/html; charset=utf-8',
      });
      response.end(html);
    } else this.#addViewer(request, response);
  }

  #addViewer(request: IncomingMessage, response: ServerResponse): void {
    this.#pageLoadedAtUs = Number.NEGATIVE_INFINITY;
    if (this.#viewers.size >= MOST_VIEWERS) {
      refuse(response, 503, `${MOST_VIEWERS} viewers look at this run already.`);
      return;
    }
    this.#listener.keep(request.socket);
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(`retry: ${RETRY_MS}\n\n`);
    if (this.#endMessage !== undefined) {
      response.end(this.#endMessage);
      return;
    }
    if (this.#viewers.size === 0) this.#mark = this.#data.mark();
    this.#viewers.add(response);
    this.#tellWhenQuiet();
  }

  /** Tells the viewers what is new; without any it does nothing. */
  #tell(): void {
    if (this.#viewers.size === 0) return;
    const step = this.#mark === undefined ? undefined : this.#data.stepSince(this.#mark);
    this.#mark = this.#data.mark();
    this.#viewers.tell(step === undefined ? this.#whole() : this.#message('step', step));
    this.#tellWhenQuiet();
  }

  #tellWhenQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#wholeMessage = undefined;
      this.#tell();
    }, QUIET_MS);
    this.#quiet.unref();
  }

  #whole(): string {
    this.#wholeMessage ??= this.#message('whole', this.#data.whole());
    return this.#wholeMessage;
  }

  /** A server-sent event. JSON has no line breaks, so one line holds all of it. */
  #message<Name extends keyof PageMessages>(name: Name, data: PageMessages[Name]): string {
    return `id: ${++this.#messages}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const allow = status === 405 ? { allow: 'GET' } : {};
  response.writeHead(status, {
    ...HEADERS,
    ...allow,
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
  });
  response.end(`${message}\n`);
}
