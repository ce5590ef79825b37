import { BASE32, RUN_ID_LENGTH } from '../core/ids.js';
import type { MarkForm } from '../core/mark-form.js';
import { hash32 } from '../core/random.js';
import { NO_LETTER_DIGIT, readLetterDigits, writeLetterDigits } from './letter-digits.js';

/*
 * The mark that every message carries in its text, so that a copy is recognised in the raw bytes:
 *
 *   ~ k3f9q2 002a 000h 00003w 0004x2mn 00000c 5t7
 *   │ run    room │    number intended lag    check
 *                 sender's place in the room
 *
 * (without the spaces). Every field is base 32, five bits a character, so that JSON, HTML and URL escaping leave it alone and
 * parsing is a table look-up and a shift a character. `intended` is in microseconds since the run's origin, `lag` is actual −
 * intended send. `check` guards against forged, damaged and half-copied marks.
 *
 * For servers that change texts there is a second alphabet (letter-digits.ts), in which the same fields take four bits a character and
 * no sign stands in front: run 8, room 5, sender 5, number 4 + 4, intended 5 + 5, lag 4 + 5, check 4.
 */
const TILDE = 0x7e;
const ROOM_AT = 1 + RUN_ID_LENGTH;
const SENDER_AT = ROOM_AT + 4;
const NUMBER_AT = SENDER_AT + 4;
const INTENDED_AT = NUMBER_AT + 6;
const LAG_AT = INTENDED_AT + 8;
const CHECK_AT = LAG_AT + 7;

/** Bytes of a mark in figures and letters. */
export const MARK_LENGTH = CHECK_AT + 3;

const LETTERS_ROOM_AT = 8;
const LETTERS_SENDER_AT = LETTERS_ROOM_AT + 5;
const LETTERS_NUMBER_AT = LETTERS_SENDER_AT + 5;
const LETTERS_INTENDED_AT = LETTERS_NUMBER_AT + 8;
const LETTERS_LAG_AT = LETTERS_INTENDED_AT + 10;
const LETTERS_CHECK_AT = LETTERS_LAG_AT + 9;
/** Bytes of a mark in letters alone. */
export const LETTERS_LENGTH = LETTERS_CHECK_AT + 4;
/** A capital letter is this less than its small one. */
const CAPITAL = 0x20;

/** The largest room number and place in a room that a mark can hold. */
export const MARK_MAX_INDEX = 32 ** 4 - 1;
/** The room number of the two observers, the last one. */
export const CANARY_ROOM = 32 ** 4 - 1;
/** The message number of a probe, which no ledger counts. */
export const PROBE_NUMBER = 2 ** 30 - 1;

const HALF = 32 ** 4;
/** What three digits hold. */
const CHECK_MASK = 0x7fff;
const INVALID = 0xff;
const DIGITS = Uint8Array.from(BASE32, (character) => character.charCodeAt(0));
const VALUES = new Uint8Array(256).fill(INVALID);
DIGITS.forEach((byte, value) => {
  VALUES[byte] = value;
});

/** What a mark says. A parser fills one object again and again, so that reading allocates nothing. */
export interface MarkFields {
  room: number;
  sender: number;
  number: number;
  /** Intended send, microseconds since the run's origin. */
  intendedUs: number;
  /** Actual − intended send, microseconds. */
  lagUs: number;
}

/** Writes and recognises the marks of one run, in one form at a time. */
export class MarkCodec {
  /** What the last successful {@link parse} read. */
  readonly fields: MarkFields = { room: 0, sender: 0, number: 0, intendedUs: 0, lagUs: 0 };
  readonly #figuresRun: Uint8Array;
  readonly #lettersRun: Uint8Array;
  readonly #key: number;
  #form: MarkForm = 'end';
  #isLetters = false;
  #length = MARK_LENGTH;
  /** The bytes that a mark may begin with. */
  #lead = TILDE;
  #otherLead = TILDE;
  /** Distance of the mark from the end of the packet in the last one that had it: the same next time, as a rule. */
  #fromEnd = MARK_LENGTH;

  /** @param form in which marks are written and recognised */
  constructor(runId: string, form: MarkForm = 'end') {
    this.#figuresRun = Uint8Array.from(runId, (character) => character.charCodeAt(0));
    this.#lettersRun = lettersOf(this.#figuresRun);
    this.#key = hash32(`mark of ${runId}`) & CHECK_MASK;
    this.use(form);
  }

  /** In which form marks are written and recognised. */
  get form(): MarkForm {
    return this.#form;
  }

  /** Bytes of a mark. */
  get length(): number {
    return this.#length;
  }

  /** From now on marks are written and recognised in this form alone. */
  use(form: MarkForm): void {
    this.#form = form;
    this.#isLetters = form === 'letters';
    this.#length = this.#isLetters ? LETTERS_LENGTH : MARK_LENGTH;
    this.#lead = this.#isLetters ? (this.#lettersRun[0] ?? 0) : TILDE;
    this.#otherLead = this.#isLetters ? this.#lead - CAPITAL : TILDE;
    this.#fromEnd = this.#length;
  }

  /** A text of the mark's length to stand in a template until a mark is written over it; it parses as none. */
  placeholder(): string {
    return this.#isLetters ? NO_LETTER_DIGIT.repeat(this.#length) : `~${'-'.repeat(this.#length - 1)}`;
  }

  /** A text with the {@link placeholder} of its mark in the place that the form has for it. */
  withPlaceholder(text: string): string {
    return this.#form === 'end' ? `${text} ${this.placeholder()}` : `${this.placeholder()} ${text}`;
  }

  /** Writes a mark at `offset`. */
  write(bytes: Uint8Array, offset: number, fields: Readonly<MarkFields>): void {
    if (this.#isLetters) {
      this.#writeLetters(bytes, offset, fields);
      return;
    }
    const { room, sender, number, intendedUs, lagUs } = fields;
    const intendedHigh = Math.floor(intendedUs / HALF);
    const intendedLow = intendedUs - intendedHigh * HALF;
    bytes[offset] = TILDE;
    bytes.set(this.#figuresRun, offset + 1);
    writeDigits(bytes, offset + ROOM_AT, 4, room);
    writeDigits(bytes, offset + SENDER_AT, 4, sender);
    writeDigits(bytes, offset + NUMBER_AT, 6, number);
    writeDigits(bytes, offset + INTENDED_AT, 4, intendedHigh);
    writeDigits(bytes, offset + INTENDED_AT + 4, 4, intendedLow);
    const lagHigh = Math.floor(lagUs / HALF);
    writeDigits(bytes, offset + LAG_AT, 3, lagHigh);
    writeDigits(bytes, offset + LAG_AT + 3, 4, lagUs - lagHigh * HALF);
    writeDigits(bytes, offset + CHECK_AT, 3, this.#check(fields));
  }

  /**
   * Finds the run's mark in `bytes[start … end)` and reads it into {@link fields}.
   * @returns false when there is none, or only a damaged or foreign one
   */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    const guess = end - this.#fromEnd;
    if (guess >= start && this.#begins(bytes[guess]) && this.#parseAt(bytes, guess)) return true;
    for (let offset = end - this.#length; offset >= start; offset--) {
      if (this.#begins(bytes[offset]) && this.#parseAt(bytes, offset)) {
        this.#fromEnd = end - offset;
        return true;
      }
    }
    return false;
  }

  /** May a mark begin with this byte? */
  #begins(byte: number | undefined): boolean {
    return byte === this.#lead || byte === this.#otherLead;
  }

  #parseAt(bytes: Uint8Array, offset: number): boolean {
    if (this.#isLetters) return this.#parseLettersAt(bytes, offset);
    const run = this.#figuresRun;
    for (let index = 0; index < RUN_ID_LENGTH; index++) if (bytes[offset + 1 + index] !== run[index]) return false;
    const room = readDigits(bytes, offset + ROOM_AT, 4);
    const sender = readDigits(bytes, offset + SENDER_AT, 4);
    const number = readDigits(bytes, offset + NUMBER_AT, 6);
    const intendedHigh = readDigits(bytes, offset + INTENDED_AT, 4);
    const intendedLow = readDigits(bytes, offset + INTENDED_AT + 4, 4);
    const lagHigh = readDigits(bytes, offset + LAG_AT, 3);
    const lagLow = readDigits(bytes, offset + LAG_AT + 3, 4);
    const check = readDigits(bytes, offset + CHECK_AT, 3);
    if ((room | sender | number | intendedHigh | intendedLow | lagHigh | lagLow | check) < 0) return false;
    const fields = this.fields;
    fields.room = room;
    fields.sender = sender;
    fields.number = number;
    fields.intendedUs = intendedHigh * HALF + intendedLow;
    fields.lagUs = lagHigh * HALF + lagLow;
    return check === this.#check(fields);
  }

  #writeLetters(bytes: Uint8Array, at: number, fields: Readonly<MarkFields>): void {
    const { room, sender, number, intendedUs, lagUs } = fields;
    const intendedHigh = Math.floor(intendedUs / HALF);
    const lagHigh = Math.floor(lagUs / HALF);
    bytes.set(this.#lettersRun, at);
    writeLetterDigits(bytes, at, LETTERS_ROOM_AT, 5, room);
    writeLetterDigits(bytes, at, LETTERS_SENDER_AT, 5, sender);
    writeLetterDigits(bytes, at, LETTERS_NUMBER_AT, 4, number >>> 16);
    writeLetterDigits(bytes, at, LETTERS_NUMBER_AT + 4, 4, number & 0xffff);
    writeLetterDigits(bytes, at, LETTERS_INTENDED_AT, 5, intendedHigh);
    writeLetterDigits(bytes, at, LETTERS_INTENDED_AT + 5, 5, intendedUs - intendedHigh * HALF);
    writeLetterDigits(bytes, at, LETTERS_LAG_AT, 4, lagHigh);
    writeLetterDigits(bytes, at, LETTERS_LAG_AT + 4, 5, lagUs - lagHigh * HALF);
    writeLetterDigits(bytes, at, LETTERS_CHECK_AT, 4, this.#check(fields));
  }

  #parseLettersAt(bytes: Uint8Array, at: number): boolean {
    const run = this.#lettersRun;
    for (let index = 0; index < run.length; index++) {
      const expected = run[index] ?? 0;
      const byte = bytes[at + index];
      if (byte !== expected && byte !== expected - CAPITAL) return false;
    }
    const room = readLetterDigits(bytes, at, LETTERS_ROOM_AT, 5);
    const sender = readLetterDigits(bytes, at, LETTERS_SENDER_AT, 5);
    const numberHigh = readLetterDigits(bytes, at, LETTERS_NUMBER_AT, 4);
    const numberLow = readLetterDigits(bytes, at, LETTERS_NUMBER_AT + 4, 4);
    const intendedHigh = readLetterDigits(bytes, at, LETTERS_INTENDED_AT, 5);
    const intendedLow = readLetterDigits(bytes, at, LETTERS_INTENDED_AT + 5, 5);
    const lagHigh = readLetterDigits(bytes, at, LETTERS_LAG_AT, 4);
    const lagLow = readLetterDigits(bytes, at, LETTERS_LAG_AT + 4, 5);
    const check = readLetterDigits(bytes, at, LETTERS_CHECK_AT, 4);
    if ((room | sender | numberHigh | numberLow | intendedHigh | intendedLow | lagHigh | lagLow | check) < 0)
      return false;
    // The letters have room for two bits more than a number has.
    if (numberHigh > PROBE_NUMBER >>> 16) return false;
    const fields = this.fields;
    fields.room = room;
    fields.sender = sender;
    fields.number = (numberHigh << 16) | numberLow;
    fields.intendedUs = intendedHigh * HALF + intendedLow;
    fields.lagUs = lagHigh * HALF + lagLow;
    return check === this.#check(fields);
  }

  /** Fifteen bits over all fields, keyed by the run. One wrong digit is always noticed. */
  #check({ room, sender, number, intendedUs, lagUs }: Readonly<MarkFields>): number {
    const intendedHigh = Math.floor(intendedUs / HALF);
    const lagHigh = Math.floor(lagUs / HALF);
    let hash = mixIn(mixIn(mixIn(this.#key, room), sender), number);
    hash = mixIn(mixIn(hash, intendedHigh), intendedUs - intendedHigh * HALF);
    return mixIn(mixIn(hash, lagHigh), lagUs - lagHigh * HALF);
  }
}

/** The run id, five bits a character, in letters of four bits. */
function lettersOf(run: Uint8Array): Uint8Array {
  const letters = new Uint8Array(LETTERS_ROOM_AT);
  const value = readDigits(run, 0, RUN_ID_LENGTH);
  writeLetterDigits(letters, 0, 0, LETTERS_ROOM_AT, value);
  return letters;
}

/**
 * Mixes a field of up to six digits into a check. Values that differ in one digit fold to different fifteen bits, and what follows
 * (an odd factor, a shift by more than half) maps them one to one: a difference never gets lost.
 */
function mixIn(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value & CHECK_MASK) ^ (value >>> 15), 0x9e3779b1) & CHECK_MASK;
  return mixed ^ (mixed >>> 8);
}

function writeDigits(bytes: Uint8Array, offset: number, length: number, value: number): void {
  let rest = value;
  for (let at = offset + length - 1; at >= offset; at--) {
    bytes[at] = DIGITS[rest & 31] ?? 0;
    rest >>>= 5;
  }
}

/** The number in `length` digits (six at most); negative when one of them is no digit. */
function readDigits(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  let seen = 0;
  for (let at = offset; at < offset + length; at++) {
    const digit = VALUES[bytes[at] ?? 0] ?? INVALID;
    seen |= digit;
    value = (value << 5) | (digit & 31);
  }
  return seen > 31 ? -1 : value;
}
