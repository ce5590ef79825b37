import { nowUs } from '../core/clock.js';
import { CodecError, decodeData, encodeData } from './codec.js';
import { HeardThings, SaidThings } from './sequence.js';
import type { EntryFields } from './stream-reader.js';

/** What was not confirmed for so long is said again. */
const SAY_AGAIN_AFTER_US = 3_000_000;

/** How one end of a channel is joined to the broker. */
export interface ChannelEnds<Heard> {
  /** The other end takes what has this key, and nothing else. */
  readonly key: string;
  /** Adds an entry to the other end's stream. */
  readonly write: (fields: EntryFields) => void;
  readonly onHeard: (item: Heard) => void;
  /** What came cannot be read. */
  readonly onUnreadable: (problem: string) => void;
}

/**
 * Messages both ways over streams, each once and in its order: whatever a broker repeats is dropped, whatever it loses is said
 * again. Messages of one turn travel together.
 */
export class Channel<Said, Heard> {
  readonly #ends: ChannelEnds<Heard>;
  readonly #said = new SaidThings<string>();
  readonly #heard = new HeardThings<string>();
  #turn: string[] = [];

  constructor(ends: ChannelEnds<Heard>) {
    this.#ends = ends;
  }

  /** Everything up to this number has been heard. */
  get heard(): number {
    return this.#heard.confirmed;
  }

  /** Has the other end heard everything? */
  get isConfirmed(): boolean {
    return this.#turn.length === 0 && this.#said.isConfirmed;
  }

  /** Says something, after everything that was said before. */
  say(item: Said): void {
    this.#turn.push(encodeData(item));
    if (this.#turn.length > 1) return;
    queueMicrotask(() => {
      const items = this.#turn;
      this.#turn = [];
      this.#write(this.#said.say(items, nowUs()));
    });
  }

  /** An entry came. */
  hear({ k: key, n: number, m: items }: EntryFields): void {
    if (key !== this.#ends.key || number === undefined || items === undefined) return;
    try {
      const list = JSON.parse(items) as unknown;
      if (!isTexts(list) || !/^[1-9]\d{0,14}$/.test(number)) throw new CodecError('is no list of messages');
      // Both ends are of one version, which the claim makes sure of.
      for (const text of this.#heard.hear({ number: Number(number), items: list }))
        this.#ends.onHeard(decodeData(text) as Heard);
    } catch (thrown) {
      if (!(thrown instanceof CodecError) && !(thrown instanceof SyntaxError)) throw thrown;
      this.#ends.onUnreadable(thrown.message);
    }
  }

  /** The other end has heard everything up to this number. */
  confirm(number: number): void {
    this.#said.confirm(number);
  }

  /** Says again what should have been confirmed long ago. */
  sayAgain(): void {
    for (const said of this.#said.overdue(nowUs(), SAY_AGAIN_AFTER_US)) this.#write(said);
  }

  #write({ number, items }: { readonly number: number; readonly items: readonly string[] }): void {
    this.#ends.write({ k: this.#ends.key, n: String(number), m: JSON.stringify(items) });
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
