import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { nextRead } from '../../core/clock.js';
import { OperationError } from '../../core/operation-error.js';
import type { EngineVersion, Packet, SessionOptions } from '../wire.js';
import type { ConnectAnswer, OpenHandshake, ServerPacket } from './packets.js';
import type { PacketParser } from './parser/packet-parser.js';

/** Why a session is over that the server ended by a packet. */
export const SESSION_ENDED = inEnglish(messageFor('failure.session-ended'));

/** So long after its handshake a server of Socket.IO 2 has connected a client by itself, as a rule, if it lets the client in. */
const UNASKED_CONNECT_MS = 300;

const [MESSAGE, BRACE] = [0x34, 0x7b];

/** The server turned out to speak Engine.IO 3 after it had been asked in version 4, which runs its connection handler twice. */
export class AskedInVain extends Error {}

/** The server closed at our CONNECT without a word: its packets are written in another way, perhaps. */
export class ConnectUnanswered extends OperationError {}

/** What an opening came to. */
export interface Opened {
  readonly engine: EngineVersion;
  readonly answer: ConnectAnswer;
}

/** What an opening is made with. */
export interface OpeningMeans extends Pick<SessionOptions, 'namespace' | 'auth' | 'timeoutMs'> {
  /** Left out: it is found out. */
  readonly engine: EngineVersion | undefined;
  readonly parser: PacketParser;
  readonly send: (packet: Packet) => void;
  /** Told at once: what comes next, perhaps in the same bytes, belongs to the open session. */
  readonly onOpened: (opened: Opened) => void;
}

/**
 * The way from a WebSocket to a namespace:
 *
 *   Engine.IO 4 (socket.io 3 and 4)          Engine.IO 3 (socket.io 2)
 *   < 0{"sid":…,"maxPayload":…}              < 0{"sid":…}
 *   > 40  or  40/chat,{"token":…}            < 40                 unasked; for another namespace then
 *   < 40{"sid":…}                            > 40/chat,           and   < 40/chat,
 *
 * Since `maxPayload` came with Socket.IO 4.5, its absence says nothing: then it is waited for a CONNECT that nobody asked for.
 */
export class Opening {
  /** Resolves when the namespace is joined; rejects with an OperationError, or when it must be tried in another way. */
  readonly done: Promise<void>;
  readonly #means: OpeningMeans;
  /** The namespace as the server writes it: without the query that may have been asked for. */
  readonly #namespace: string;
  #engine: EngineVersion | undefined;
  #isAsked = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #resolve: () => void = () => undefined;
  #reject: (problem: Error) => void = () => undefined;

  constructor(means: OpeningMeans) {
    this.#means = means;
    this.#engine = means.engine;
    this.#namespace = means.namespace.split('?')[0] ?? '';
    const { timeoutMs } = means;
    // A thread that was held up reads first what has come meanwhile.
    const timer = setTimeout(() => void nextRead().then(() => this.#reject(tooLate(timeoutMs))), timeoutMs);
    const end = (): void => {
      this.#isOver = true;
      clearTimeout(timer);
      clearTimeout(this.#timer);
    };
    this.done = new Promise((resolve, reject) => {
      this.#resolve = () => {
        end();
        resolve();
      };
      this.#reject = (problem) => {
        end();
        reject(problem);
      };
    });
  }

  /** The server's first packet. */
  onHandshake({ maxPayloadBytes }: OpenHandshake): void {
    if (maxPayloadBytes !== undefined) this.#engine ??= 4;
    if (this.#engine === 4) this.#ask();
    else if (this.#engine === undefined) this.#timer = setTimeout(() => this.#ask(), UNASKED_CONNECT_MS);
  }

  /** Any other packet that opens a session, or refuses to. */
  onPacket(packet: ServerPacket): void {
    if (this.#isOver) return;
    if (packet.type === 'connect') this.#onConnect(packet.namespace, packet.answer);
    else if (packet.type === 'connect-error') {
      const { message } = packet;
      this.#reject(
        new OperationError(
          'server.connect-refused',
          inEnglish(messageFor('failure.connect-refused', { reason: message })),
          {
            said: message,
          },
        ),
      );
    }
  }

  /** A message has come, legal or not: Socket.IO's own parser begins packets with a figure. */
  onMessage(bytes: Uint8Array, start: number): void {
    if (bytes[start] !== MESSAGE || bytes[start + 1] !== BRACE) return;
    this.fail(new OperationError('protocol.not-spoken', inEnglish(messageFor('failure.objects'))));
  }

  /** It has failed. */
  fail(problem: OperationError): void {
    this.#reject(problem);
  }

  /** The server has ended the WebSocket. */
  onEnd(reason: string, said: string | undefined): void {
    const Problem = this.#isAsked ? ConnectUnanswered : OperationError;
    this.#reject(new Problem('server.closed-early', reason, { said }));
  }

  #onConnect(namespace: string, answer: ConnectAnswer): void {
    // In Socket.IO 2 no answer has an id, and the first one is to no question.
    const isOfSocketIo2 = answer.sid === undefined && this.#engine === undefined;
    if (isOfSocketIo2) this.#engine = 3;
    if (isOfSocketIo2 && this.#isAsked) this.#reject(new AskedInVain());
    else if (namespace === this.#namespace) {
      this.#means.onOpened({ engine: this.#engine ?? 4, answer });
      this.#resolve();
    } else if (this.#engine === 3) this.#ask();
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    clearTimeout(this.#timer);
    const { namespace, auth, parser, send } = this.#means;
    send(parser.encodeConnect(namespace, this.#engine === 3 ? undefined : auth));
  }
}

/** Made when it is needed, since an error takes a trace, and most connections open in time. */
function tooLate(ms: number): OperationError {
  return new OperationError('network.timeout', inEnglish(messageFor('failure.no-connection', { ms })));
}
