import { isJsonObject } from '../core/json.js';
import type { Dialect } from './dialect.js';
import type { MarkCodec } from './mark.js';
import type { MarkFields } from './mark-fields.js';
import { textsAt } from './texts-at.js';

/** As many packets with one mark are looked into, to learn how deep in an event the text of a message lies. */
const MOST_LESSONS = 8;

/** The marks of a packet, each once. */
export interface PacketMarks {
  /** Of messages that the packet brings, in their order; of what cannot be told apart, all. */
  readonly messages: readonly MarkFields[];
  /** Of messages that it only quotes. */
  readonly quotes: readonly MarkFields[];
}

/** A mark, and in how many objects its text lies; undefined when the packet is not read. */
interface PlacedMark {
  readonly fields: MarkFields;
  readonly depth: number | undefined;
}

/**
 * Tells what the marks of a packet with several are: messages that a server has collected, or one that quotes others. Where the
 * dialect says where the text lies, only marks there are read. Where it does not, packets with one mark show how deep it lies (a
 * list on the way makes no difference): marks at another depth are quotes, as long as there is one at this depth.
 */
export class MessageMarks {
  readonly #dialect: Dialect;
  readonly #codec: MarkCodec;
  /** Objects around the text of a message, once it is known. */
  #depth: number | undefined;
  #lessons = 0;

  constructor(dialect: Dialect, codec: MarkCodec) {
    this.#dialect = dialect;
    this.#codec = codec;
  }

  /** Does the dialect say where the text lies? */
  get isTold(): boolean {
    return this.#path !== undefined;
  }

  /** Would it help to see a packet with one mark? */
  get canLearn(): boolean {
    return this.#depth === undefined && this.#lessons < MOST_LESSONS;
  }

  /** Learns from the packet in `bytes[start … end)`, which brings one message, how deep texts lie. */
  learn(bytes: Uint8Array, start: number, end: number): void {
    this.#lessons++;
    if (this.isTold) return;
    const [only, ...others] = this.#placed(bytes, start, end);
    if (others.length === 0) this.#depth = only?.depth;
  }

  /** The marks of the packet in `bytes[start … end)`. */
  read(bytes: Uint8Array, start: number, end: number): PacketMarks {
    const path = this.#path;
    if (path !== undefined) {
      const texts = textsAt(this.#argsOf(bytes, start, end), path);
      return { messages: distinct(texts.flatMap((text) => this.#marksIn(text))), quotes: [] };
    }
    const placed = this.#placed(bytes, start, end);
    const isMessage = ({ depth }: PlacedMark): boolean => depth === this.#depth;
    const areTold = this.#depth !== undefined && placed.some(isMessage);
    const messages = distinct((areTold ? placed.filter(isMessage) : placed).map(({ fields }) => fields));
    const all = distinct([...messages, ...placed.map(({ fields }) => fields)]);
    return { messages, quotes: all.slice(messages.length) };
  }

  get #path(): string | undefined {
    return this.#dialect.spec.events.receive?.text;
  }

  #argsOf(bytes: Uint8Array, start: number, end: number): readonly unknown[] {
    const event = this.#dialect.wire.readEvent(bytes, start, end);
    return event.type === 'event' ? event.args : [];
  }

  /** All marks, with how deep they lie where that can be seen. */
  #placed(bytes: Uint8Array, start: number, end: number): PlacedMark[] {
    const seen: PlacedMark[] = [];
    const look = (value: unknown, depth: number): void => {
      if (typeof value === 'string') seen.push(...this.#marksIn(value).map((fields) => ({ fields, depth })));
      else if (Array.isArray(value)) for (const entry of value) look(entry, depth);
      else if (isJsonObject(value)) for (const entry of Object.values(value)) look(entry, depth + 1);
    };
    look(this.#argsOf(bytes, start, end), 0);
    if (seen.length > 0) return seen;
    return this.#marksOf(bytes, start, end).map((fields) => ({ fields, depth: undefined }));
  }

  #marksIn(text: string): MarkFields[] {
    if (text.length < this.#codec.length) return [];
    const bytes = Buffer.from(text);
    return this.#marksOf(bytes, 0, bytes.length);
  }

  #marksOf(bytes: Uint8Array, start: number, end: number): MarkFields[] {
    const found: MarkFields[] = [];
    const codec = this.#codec;
    for (let at = codec.parseNext(bytes, start, end); at !== -1; at = codec.parseNext(bytes, at, end))
      found.push({ ...codec.fields });
    return found;
  }
}

/** Each message once, in the order in which they come first. */
function distinct(marks: readonly MarkFields[]): MarkFields[] {
  // First messages all have the same number.
  const keyed = marks.map((fields) => [`${fields.room} ${fields.number} ${fields.intendedUs}`, fields] as const);
  return [...new Map(keyed).values()];
}
