import type { Dialect } from '../../chat/dialect.js';
import type { ChatUser } from '../../chat/people.js';
import { briefJson } from '../../core/json.js';
import { recognised } from '../../core/language/recognise.js';
import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { HttpTap, SocketTap } from '../../wire/tap.js';
import type { ServicesTap } from '../worker/services.js';
import type { Discretion } from './discretion.js';

/** Something that went over a connection, as it may be shown. */
export interface Exchange {
  readonly direction: 'sent' | 'came';
  /** Name of the user whose WebSocket it was; null for HTTP. */
  readonly user: string | null;
  readonly text: string;
}

const MOST_CHARACTERS = 600;
/** Of one step; what is beyond is not shown. */
const MOST_EXCHANGES = 200;
/** Headers of requests that say nothing of the dialect. */
const PLAIN_HEADER =
  /^(?:host|connection|upgrade|sec-websocket-.*|content-length|accept|user-agent|cache-control|pragma)$/i;
/** Headers of answers that say something. */
const TELLING_HEADER = /^(?:set-cookie|location|retry-after|www-authenticate|x-.*)$/;
/** Heartbeats of Engine.IO. */
const HEARTBEAT = /^[23](?:probe)?$/;

/** Keeps what goes over the connections of a check, step by step, without its secrets. */
export class ExchangeLog implements ServicesTap {
  readonly http: HttpTap = {
    onRequest: ({ method, path, headers, body }) => {
      const told = [`${method} ${this.#discretion.hide(path)}`, ...this.#headersOf(headers, isTold)];
      this.#note(
        'sent',
        null,
        [told.join('  '), ...(body === undefined ? [] : [this.#discretion.hide(body)])].join('  '),
      );
    },
    onAnswer: (status, headers, body) => {
      this.#latest = { status, body };
      const told = [String(status), ...this.#headersOf(headers, (name) => TELLING_HEADER.test(name))];
      this.#note('came', null, `${told.join('  ')}  ${this.#discretion.hide(body.slice(0, MOST_CHARACTERS * 4))}`);
    },
    onFailure: (reason) =>
      this.#note('came', null, inEnglish(messageFor('failure.no-answer', { reason: recognised(reason) }))),
  };
  readonly #discretion: Discretion;
  #exchanges: Exchange[] = [];
  #latest = { status: 0, body: '' };
  #dialect: Dialect | undefined;

  constructor(discretion: Discretion) {
    this.#discretion = discretion;
  }

  /** The latest answer over HTTP, as it came. */
  get latest(): { readonly status: number; readonly body: string } {
    return this.#latest;
  }

  /** What reads binary packets. */
  readWith(dialect: Dialect): void {
    this.#dialect = dialect;
  }

  /** What went over the connections since this was asked for last. */
  take(): Exchange[] {
    const taken = this.#exchanges;
    this.#exchanges = [];
    return taken;
  }

  socketOf({ name }: ChatUser): SocketTap {
    const show = (message: string | Uint8Array): string =>
      this.#discretion.hide(typeof message === 'string' ? message : this.#binary(message));
    return {
      onRequest: (head) => {
        const [first = '', ...lines] = head.split('\r\n');
        const headers = lines.flatMap((line) => {
          const at = line.indexOf(': ');
          return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 2)] as const];
        });
        const told = this.#headersOf(Object.fromEntries(headers), isTold);
        this.#note('sent', name, [this.#discretion.hide(first.replace(/ HTTP\/1\.1$/, '')), ...told].join('  '));
      },
      onSent: (message) => this.#note('sent', name, show(message)),
      onCame: (message) => {
        if (typeof message !== 'string' || !HEARTBEAT.test(message)) this.#note('came', name, show(message));
      },
    };
  }

  #headersOf(
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    isShown: (name: string) => boolean,
  ): string[] {
    return Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || !isShown(name)
        ? []
        : [value].flat().map((one) => `${name}: ${this.#discretion.hideHeader(name, one)}`),
    );
  }

  #binary(bytes: Uint8Array): string {
    const event = this.#dialect?.readEvent(bytes, 0, bytes.length);
    return event === undefined ? `${bytes.length} bytes` : briefJson([event.name, ...event.args], MOST_CHARACTERS);
  }

  #note(direction: Exchange['direction'], user: string | null, text: string): void {
    if (this.#exchanges.length < MOST_EXCHANGES)
      this.#exchanges.push({ direction, user, text: printable(text.trimEnd(), MOST_CHARACTERS) });
  }
}

function isTold(name: string): boolean {
  return !PLAIN_HEADER.test(name);
}
