import type { IncomingMessage, ServerResponse } from 'node:http';
import { nowUs } from '../../core/clock.js';
import { HttpListener } from '../../core/http-listener.js';
import { printable } from '../../core/text.js';
import type { AlertCall } from '../evidence.js';
import { alertKindOf } from './alert-kind.js';

const BOUNDS = { connections: 64, whenAllBusy: 'drop-oldest', headMs: 5000, requestMs: 5000, idleMs: 5000 } as const;
/** An alert is a sentence or two. */
const MOST_BODY_BYTES = 65_536;
/** A server that sends an alert for each message is seen through long before. */
const MOST_ALERTS = 10_000;

/** Takes the alerts that a server sends, whatever they look like. */
export class AlertHook {
  readonly #listener = new HttpListener(BOUNDS);
  readonly #alerts: AlertCall[];
  #port = 0;

  /** @param alerts takes every alert */
  constructor(alerts: AlertCall[]) {
    this.#alerts = alerts;
    this.#listener.server.on('request', (request, response) => this.#onRequest(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/alerts`;
  }

  /** Begins to listen on a free port of this machine. @throws StartError when none can be had */
  async start(): Promise<void> {
    this.#port = await this.#listener.listen({ host: '127.0.0.1', port: 0 }, 'the alert webhook of the lab');
  }

  close(): void {
    this.#listener.close();
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    const atUs = nowUs();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      if (body.length < MOST_BODY_BYTES) body += text;
    });
    request.on('end', () => {
      if (this.#alerts.length < MOST_ALERTS)
        this.#alerts.push({ atUs, kind: alertKindOf(body), text: printable(body) });
      response.writeHead(200, { 'content-length': 0 }).end();
    });
  }
}
