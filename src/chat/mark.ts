import { RUN_ID_LENGTH } from '../core/ids.js';
import type { MarkForm } from '../core/mark-form.js';
import { isDigit, readDigits, writeDigits } from './digits.js';
import { isLetterDigit, NO_LETTER_DIGIT, readLetterDigits, writeLetterDigits } from './letter-digits.js';
import { checkKey, checkOfPlace, checkOfTimes, HALF, type MarkFields } from './mark-fields.js';

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
/**
 * The message number of a first message, which no ledger counts: `999999`. Figures alone, so that a server which hides runs of them
 * hides those of first messages before any others. A room in which so many messages are sent, three hundred million, has one of that number:
 * they are told apart by their time, since first messages come before every flood.
 */
export const PROBE_NUMBER = (9 * (32 ** 6 - 1)) / 31;
/** The largest message number that a mark can hold. */
const MOST_NUMBER = 2 ** 30 - 1;

/** By byte: 1 for what a mark in figures and letters is made of, and the same of a mark in letters alone. */
const FIGURE_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte === TILDE || isDigit(byte)));
const LETTER_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => Number(isLetterDigit(byte)));

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
  /** By byte: may it belong to a mark? */
  #bytesOfMarks = FIGURE_BYTES;
  /** Distance of the mark from the end of the packet in the last one that had it: the same next time, as a rule. */
  #fromEnd = MARK_LENGTH;
  /** Where the last mark that was read begins. */
  #at = 0;

  /** @param form in which marks are written and recognised */
  constructor(runId: string, form: MarkForm = 'end') {
    this.#figuresRun = Uint8Array.from(runId, (character) => character.charCodeAt(0));
    this.#lettersRun = lettersOf(this.#figuresRun);
    this.#key = checkKey(runId);
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
    this.#bytesOfMarks = this.#isLetters ? LETTER_BYTES : FIGURE_BYTES;
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
    const lagLow = lagUs - lagHigh * HALF;
    writeDigits(bytes, offset + LAG_AT, 3, lagHigh);
    writeDigits(bytes, offset + LAG_AT + 3, 4, lagLow);
    const place = checkOfPlace(this.#key, room, sender, number);
    writeDigits(bytes, offset + CHECK_AT, 3, checkOfTimes(place, intendedHigh, intendedLow, lagHigh, lagLow));
  }

  /**
   * Finds a mark of the run in `bytes[start … end)`, the first or the one in the usual place, and reads it into {@link fields}.
   * @returns false when there is none, or only damaged or foreign ones
   */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    const guess = end - this.#fromEnd;
    if (guess >= start && this.#begins(bytes[guess]) && this.#parseAt(bytes, guess)) {
      this.#at = guess;
      return true;
    }
    if (this.parseNext(bytes, start, end) === -1) return false;
    this.#fromEnd = end - this.#at;
    return true;
  }

  /** Does `bytes[start … end)`, in which a mark was found just now, seem to hold another? */
  hasAnother(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#find(bytes, start, this.#at) !== -1 || this.#find(bytes, this.#at + this.#length, end) !== -1;
  }

  /**
   * Finds the first mark of the run in `bytes[from … end)` and reads it into {@link fields}.
   * @returns where to look for the next one; −1 when there is none
   */
  parseNext(bytes: Uint8Array, from: number, end: number): number {
    for (let at = this.#find(bytes, from, end); at !== -1; at = this.#find(bytes, at + 1, end)) {
      if (!this.#parseAt(bytes, at)) continue;
      this.#at = at;
      return at + this.#length;
    }
    return -1;
  }

  /**
   * The first place in `bytes[from … end)` where the run's id stands as in a mark, with room for a whole one behind; −1 for none. A
   * mark is long and of few characters: of a text most bytes are passed over, since no mark can go on beyond a byte that belongs to none.
   */
  #find(bytes: Uint8Array, from: number, end: number): number {
    const [belongs, length] = [this.#bytesOfMarks, this.#length];
    let first = from;
    /** From `first` up to here every byte may belong to a mark. */
    let seen = from;
    for (let last = first + length - 1; last < end; last = first + length - 1) {
      let at = last;
      while (at >= seen && belongs[bytes[at] ?? 0] === 1) at--;
      if (at >= seen) {
        first = at + 1;
        seen = first;
      } else {
        if (this.#begins(bytes[first]) && this.#isOfRun(bytes, first)) return first;
        first++;
        seen = last + 1;
      }
    }
    return -1;
  }

  /** May a mark begin with this byte? */
  #begins(byte: number | undefined): boolean {
    return byte === this.#lead || byte === this.#otherLead;
  }

  /** Does the id of the run stand where a mark that begins at `offset` has it? */
  #isOfRun(bytes: Uint8Array, offset: number): boolean {
    if (!this.#isLetters) {
      const run = this.#figuresRun;
      for (let index = 0; index < RUN_ID_LENGTH; index++) if (bytes[offset + 1 + index] !== run[index]) return false;
      return true;
    }
    const run = this.#lettersRun;
    for (let index = 0; index < run.length; index++) {
      const expected = run[index] ?? 0;
      const byte = bytes[offset + index];
      if (byte !== expected && byte !== expected - CAPITAL) return false;
    }
    return true;
  }

  #parseAt(bytes: Uint8Array, offset: number): boolean {
    if (!this.#isOfRun(bytes, offset)) return false;
    if (this.#isLetters) return this.#parseLettersAt(bytes, offset);
    const room = readDigits(bytes, offset + ROOM_AT, 4);
    const sender = readDigits(bytes, offset + SENDER_AT, 4);
    const number = readDigits(bytes, offset + NUMBER_AT, 6);
    const intendedHigh = readDigits(bytes, offset + INTENDED_AT, 4);
    const intendedLow = readDigits(bytes, offset + INTENDED_AT + 4, 4);
    const lagHigh = readDigits(bytes, offset + LAG_AT, 3);
    const lagLow = readDigits(bytes, offset + LAG_AT + 3, 4);
    const check = readDigits(bytes, offset + CHECK_AT, 3);
    // All of them at once: what is no digit makes its number negative, and so the whole.
    if ((room | sender | number | intendedHigh | intendedLow | lagHigh | lagLow | check) < 0) return false;
    const place = checkOfPlace(this.#key, room, sender, number);
    if (check !== checkOfTimes(place, intendedHigh, intendedLow, lagHigh, lagLow)) return false;
    this.#set(room, sender, number, intendedHigh * HALF + intendedLow, lagHigh * HALF + lagLow);
    return true;
  }

  #set(room: number, sender: number, number: number, intendedUs: number, lagUs: number): void {
    const fields = this.fields;
    fields.room = room;
    fields.sender = sender;
    fields.number = number;
    fields.intendedUs = intendedUs;
    fields.lagUs = lagUs;
  }

  #writeLetters(bytes: Uint8Array, at: number, fields: Readonly<MarkFields>): void {
    const { room, sender, number, intendedUs, lagUs } = fields;
    const intendedHigh = Math.floor(intendedUs / HALF);
    const intendedLow = intendedUs - intendedHigh * HALF;
    const lagHigh = Math.floor(lagUs / HALF);
    const lagLow = lagUs - lagHigh * HALF;
    bytes.set(this.#lettersRun, at);
    writeLetterDigits(bytes, at, LETTERS_ROOM_AT, 5, room);
    writeLetterDigits(bytes, at, LETTERS_SENDER_AT, 5, sender);
    writeLetterDigits(bytes, at, LETTERS_NUMBER_AT, 4, number >>> 16);
    writeLetterDigits(bytes, at, LETTERS_NUMBER_AT + 4, 4, number & 0xffff);
    writeLetterDigits(bytes, at, LETTERS_INTENDED_AT, 5, intendedHigh);
    writeLetterDigits(bytes, at, LETTERS_INTENDED_AT + 5, 5, intendedLow);
    writeLetterDigits(bytes, at, LETTERS_LAG_AT, 4, lagHigh);
    writeLetterDigits(bytes, at, LETTERS_LAG_AT + 4, 5, lagLow);
    const place = checkOfPlace(this.#key, room, sender, number);
    const check = checkOfTimes(place, intendedHigh, intendedLow, lagHigh, lagLow);
    writeLetterDigits(bytes, at, LETTERS_CHECK_AT, 4, check);
  }

  #parseLettersAt(bytes: Uint8Array, at: number): boolean {
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
    if (numberHigh > MOST_NUMBER >>> 16) return false;
    const number = (numberHigh << 16) | numberLow;
    const place = checkOfPlace(this.#key, room, sender, number);
    if (check !== checkOfTimes(place, intendedHigh, intendedLow, lagHigh, lagLow)) return false;
    this.#set(room, sender, number, intendedHigh * HALF + intendedLow, lagHigh * HALF + lagLow);
    return true;
  }
}

/** The run id, five bits a character, in letters of four bits. */
function lettersOf(run: Uint8Array): Uint8Array {
  const letters = new Uint8Array(LETTERS_ROOM_AT);
  const value = readDigits(run, 0, RUN_ID_LENGTH);
  writeLetterDigits(letters, 0, 0, LETTERS_ROOM_AT, value);
  return letters;
}
