import { type ClientRequest, get, type IncomingMessage, request } from 'node:http';
import type { PageMessages } from '#dist/report/page/page-step.js';

/** An answer of the dashboard that has come to its end. */
export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks, with the path exactly as it is given. */
export function ask(url: string, options: { path?: string; method?: string; host?: string } = {}): Promise<Answer> {
  const { hostname, port, pathname, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        hostname,
        port,
        path: options.path ?? pathname,
        method: options.method ?? 'GET',
        headers: { host: options.host ?? host },
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** One server-sent event. */
export type PageMessage = {
  [Name in keyof PageMessages]: { readonly name: Name; readonly id: number; readonly data: PageMessages[Name] };
}[keyof PageMessages];

/** Somebody who looks at a dashboard, without a browser. */
export class PageViewer {
  readonly messages: PageMessage[] = [];
  status: number | undefined;
  /** Has the stream come to its end? */
  isOver = false;
  readonly #request: ClientRequest;
  #rest = '';

  /** @param url of the page */
  constructor(url: string) {
    this.#request = get(`${url}events`, { agent: false }, (response) => {
      this.status = response.statusCode;
      response.setEncoding('utf8').on('data', (text: string) => this.#read(text));
      response.on('end', () => (this.isOver = true));
      response.on('error', () => (this.isOver = true));
    });
    this.#request.on('error', () => (this.isOver = true));
  }

  get names(): string[] {
    return this.messages.map(({ name }) => name);
  }

  /** Goes away without a word. */
  leave(): void {
    this.#request.destroy();
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split('\n\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, id, name, data = ''] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      if (name === undefined) continue;
      this.messages.push({ name, id: Number(id), data: JSON.parse(data) as unknown } as PageMessage);
    }
  }
}
