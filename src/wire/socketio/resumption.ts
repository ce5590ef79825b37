import { isJsonObject, type JsonValue } from '../../core/json.js';
import type { Resumption } from '../wire.js';
import type { PacketParser, TextPlace } from './parser/packet-parser.js';

/** Offsets of the adapters that there are have 7 to 36 characters; a longer text is none. */
const MOST_OFFSET_BYTES = 64;

/** Where the last look found a text; one object for all, so that looking allocates nothing. */
const FOUND: TextPlace = { bytes: new Uint8Array(), start: 0, end: 0 };

/**
 * Keeps what a later connection needs to take up this one: the last argument of the last event, if a text, is how far this one has
 * come (https://socket.io/docs/v4/connection-state-recovery). Of the thousands of events one is needed, so a few bytes are copied of
 * each, and no text is made.
 */
export class OffsetKeeper implements Resumption {
  readonly pid: string;
  readonly #parser: PacketParser;
  readonly #bytes = Buffer.alloc(MOST_OFFSET_BYTES);
  /** Of the text; −1 as long as there was none. */
  #length = -1;

  /** @param from where the connection begins: anew, or where an earlier one was lost */
  constructor({ pid, offset }: Resumption, parser: PacketParser) {
    this.pid = pid;
    this.#parser = parser;
    if (offset !== undefined) this.#length = this.#bytes.write(offset);
  }

  /** An EVENT packet has come. */
  note(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#parser.findLastText(bytes, start, end, FOUND)) return;
    const length = FOUND.end - FOUND.start;
    // Whatever comes last counts, also for the server: one that is no offset is never found there.
    this.#length = length > MOST_OFFSET_BYTES ? 0 : length;
    for (let index = 0; index < this.#length; index++) this.#bytes[index] = FOUND.bytes[FOUND.start + index] ?? 0;
  }

  /** What the last event ended with; undefined as long as none ended with a text. */
  get offset(): string | undefined {
    return this.#length === -1 ? undefined : this.#bytes.toString('utf8', 0, this.#length);
  }
}

/** Keeps how far a connection comes that begins anew; nothing where there is no `pid` to take it up by. */
export function keeperFor(pid: string | undefined, parser: PacketParser): OffsetKeeper | undefined {
  return pid === undefined ? undefined : new OffsetKeeper({ pid, offset: undefined }, parser);
}

/** The payload of CONNECT that asks the server to take up an earlier connection; what the dialect says there comes first. */
export function withResumption(auth: JsonValue | undefined, resume: Resumption | undefined): JsonValue | undefined {
  const own = auth ?? {};
  if (resume === undefined || !isJsonObject(own)) return auth;
  const { pid, offset } = resume;
  return { pid, ...(offset === undefined ? {} : { offset }), ...own };
}
