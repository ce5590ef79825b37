import type { IncomingMessage, ServerResponse } from 'node:http';
import { nowUs } from '../../core/clock.js';
import { HttpListener } from '../../core/http-listener.js';
import type { FilterCall } from '../evidence.js';
import { type FilterMood, WELL } from './filter-mood.js';

/** A server without a time-out of its own asks for each of its messages, and waits. */
const BOUNDS = {
  connections: 12_000,
  whenAllBusy: 'refuse-newest',
  headMs: 120_000,
  requestMs: 120_000,
  idleMs: 30_000,
} as const;

/**
 * A service that a chat asks whether a text may be sent: `POST` with the text, answered `200 {"ok": true}`. It does what it is told to, so that
 * what a server makes of a dependency in trouble can be seen.
 */
export class TextFilter {
  readonly #listener = new HttpListener(BOUNDS);
  readonly #calls: FilterCall[];
  readonly #hanging = new Set<ServerResponse>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #mood: FilterMood = WELL;
  #asked = 0;
  #port = 0;

  /** @param calls takes every question */
  constructor(calls: FilterCall[]) {
    this.#calls = calls;
    this.#listener.server.on('request', (request, response) => this.#onRequest(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/check`;
  }

  /** Begins to listen on a free port of this machine. @throws StartError when none can be had */
  async start(): Promise<void> {
    this.#port = await this.#listener.listen({ host: '127.0.0.1', port: 0 }, 'the text filter of the lab');
  }

  /** Does something else from now on. Questions that hang are answered when it no longer hangs. */
  become(mood: FilterMood): void {
    this.#mood = mood;
    this.#asked = 0;
    if (mood.kind === 'hanging') return;
    for (const response of this.#hanging) answer(response, 200);
    this.#hanging.clear();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#listener.close();
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    // What it is asked does not matter to it.
    request.resume();
    this.#calls.push({ atUs: nowUs(), mood: this.#mood.name });
    const mood = this.#mood;
    if (mood.kind === 'hanging') {
      this.#hanging.add(response);
      response.once('close', () => this.#hanging.delete(response));
    } else if (mood.kind === 'failing') answer(response, this.#asked++ % mood.oneOf === 0 ? 500 : 200);
    else if (mood.delayMs === 0) answer(response, 200);
    else this.#answerLater(response, mood.delayMs);
  }

  #answerLater(response: ServerResponse, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      answer(response, 200);
    }, delayMs);
    this.#timers.add(timer);
  }
}

function answer(response: ServerResponse, status: number): void {
  if (response.destroyed) return;
  const body = JSON.stringify(status === 200 ? { ok: true } : { error: 'the filter is broken' });
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
