import { MarkCodec } from './mark.js';

/** A text of ours is known by its first words. */
const WORDS = 3;
const SHORTEST_WORD = 2;
/** What a server may have made of the signs between two words: `&#39;`, `%20%2C`. */
const BETWEEN = '[^]{0,20}?';
/** Of a mark, its run and its room; a sign that it begins with may be gone. */
const BEGINNINGS = { figures: { from: 1, to: 11 }, letters: { from: 0, to: 13 } } as const;

/** What may be Base64 of a message, and how much of it is looked at. */
const BASE64 = /[A-Za-z0-9+/_-]{40,}/g;
const MOST_BASE64 = 8;
const MOST_BASE64_CHARACTERS = 4096;

/** Recognises what a server made of a message of ours: cut, masked, escaped, in capitals, in Base64. */
export class TextTrace {
  readonly #words: RegExp | undefined;
  readonly #beginnings: readonly string[];

  /** @param text that the message carries beside its mark @param room number of the room that it is sent to */
  constructor(text: string, runId: string, room: number) {
    const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(({ length }) => length >= SHORTEST_WORD);
    this.#words = words.length === 0 ? undefined : new RegExp(words.slice(0, WORDS).join(BETWEEN), 'u');
    this.#beginnings = [
      beginningOf(new MarkCodec(runId), room, BEGINNINGS.figures),
      beginningOf(new MarkCodec(runId, 'letters'), room, BEGINNINGS.letters),
    ];
  }

  /** Is a message of ours in this text, or what is left of one? */
  isIn(text: string): boolean {
    return this.#isPlainIn(text) || base64In(text).some((decoded) => this.#isPlainIn(decoded));
  }

  #isPlainIn(text: string): boolean {
    const small = text.toLowerCase();
    return this.#words?.test(small) === true || this.#beginnings.some((beginning) => small.includes(beginning));
  }
}

function beginningOf(
  codec: MarkCodec,
  room: number,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const bytes = Buffer.alloc(codec.length);
  codec.write(bytes, 0, { room, sender: 0, number: 0, intendedUs: 0, lagUs: 0 });
  return bytes.toString('latin1', from, to);
}

function base64In(text: string): string[] {
  const found = text.match(BASE64) ?? [];
  return found
    .slice(0, MOST_BASE64)
    .map((piece) => Buffer.from(piece.slice(0, MOST_BASE64_CHARACTERS), 'base64').toString());
}
