import type { Dialect } from './dialect.js';
import type { MarkCodec } from './mark.js';
import type { MarkFields } from './mark-fields.js';
import { partsAt, textsAt, textsByDepth } from './texts-at.js';

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

  /** A packet that brings messages has begun in `bytes[start … end)`. @param parts binary parts that follow */
  begin(bytes: Uint8Array, start: number, end: number, parts: number): BinaryMessage {
    const path = this.#path;
    if (path === undefined) return new BinaryMessage(parts, this.#marksOf(bytes, start, end));
    const args = this.#argsOf(bytes, start, end);
    return new BinaryMessage(parts, this.#marksAt(args, path), new Set(partsAt(args, path)));
  }

  /** Takes the next binary part of a packet. @returns the marks of the whole packet, when that was the last part */
  add(message: BinaryMessage, bytes: Uint8Array, start: number, end: number): PacketMarks | undefined {
    if (message.wantsNext) message.marks.push(...this.#marksOf(bytes, start, end));
    return message.next() ? undefined : { messages: distinct(message.marks), quotes: [] };
  }

  /** The marks of the packet in `bytes[start … end)`. */
  read(bytes: Uint8Array, start: number, end: number): PacketMarks {
    const path = this.#path;
    if (path !== undefined) {
      return { messages: distinct(this.#marksAt(this.#argsOf(bytes, start, end), path)), quotes: [] };
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
    const seen = textsByDepth(this.#argsOf(bytes, start, end)).flatMap(({ text, depth }): PlacedMark[] =>
      this.#marksIn(text).map((fields) => ({ fields, depth })),
    );
    if (seen.length > 0) return seen;
    return this.#marksOf(bytes, start, end).map((fields) => ({ fields, depth: undefined }));
  }

  #marksAt(args: readonly unknown[], path: string): MarkFields[] {
    return textsAt(args, path).flatMap((text) => this.#marksIn(text));
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

/** A packet that brings messages, and of which binary parts are still to come. */
export class BinaryMessage {
  /** Those that were found so far. */
  readonly marks: MarkFields[];
  readonly #parts: number;
  readonly #wanted: ReadonlySet<number> | undefined;
  #taken = 0;

  /** @param wanted numbers of the parts with texts; all of them where it is not known which */
  constructor(parts: number, marks: MarkFields[], wanted?: ReadonlySet<number>) {
    this.marks = marks;
    this.#parts = parts;
    this.#wanted = wanted;
  }

  /** May the next part hold a text? */
  get wantsNext(): boolean {
    return this.#wanted?.has(this.#taken) ?? true;
  }

  /** A part has come. @returns are there more to come? */
  next(): boolean {
    this.#taken++;
    return this.#taken < this.#parts;
  }
}

/** Each message once, in the order in which they come first. */
function distinct(marks: readonly MarkFields[]): MarkFields[] {
  // First messages all have the same number.
  const keyed = marks.map((fields) => [`${fields.room} ${fields.number} ${fields.intendedUs}`, fields] as const);
  return [...new Map(keyed).values()];
}
