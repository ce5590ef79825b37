import { ratePartsOf } from '../../core/stages.js';

/*
 * Areas are integers: rates are kept to a millionth of a message per second, times to a microsecond, so that half a millionth of a
 * millionth of a message is the unit of every area between whole microseconds of held rates and of every whole piece.
 */

/** Units of area in a message. */
const MESSAGE = 2_000_000_000_000n;
const UNITS_PER_MESSAGE = Number(MESSAGE);
/** A rate of one part, in messages per microsecond. */
const PART_PER_US = 1e-12;
/** Bounds what rounding does to a time, relative to it, and to a number of messages below one. */
const RELATIVE_ERROR = 4e-15;
const MESSAGE_ERROR = 4e-16;

/** A part of a schedule in which the rate is held or changes linearly. */
export interface RatePieceSpec {
  readonly durationMs: number;
  /** Messages per second of the whole run at its beginning, 0 or more; kept to a millionth. */
  readonly from: number;
  /** …and at its end. */
  readonly to: number;
}

/** The message numbers that are due in one piece, and when; the arithmetic is exact, and nearly always that of plain numbers. */
export class RatePiece {
  readonly startUs: number;
  readonly endUs: number;
  /** The first message that is due in it, and the first that is due after it: the same for a piece that is silent. */
  readonly first: number;
  readonly next: number;
  /** Units of area up to its end. */
  readonly areaEnd: bigint;

  readonly #durationUs: number;
  /** Whole messages up to its start and up to its end, and what is there beyond them, 0–1. */
  readonly #wholeAtStart: number;
  readonly #restAtStart: number;
  readonly #wholeAtEnd: number;
  readonly #restAtEnd: number;
  /** Messages per microsecond, at both ends. */
  readonly #from: number;
  readonly #to: number;
  /** Change of that, per microsecond. */
  readonly #slope: number;
  readonly #exact: ExactPiece;
  /** Of a held rate whose quotients fit into plain integers. */
  readonly #held: HeldQuotient | undefined;

  /** @param areaStart units of area up to its start */
  constructor({ durationMs, from, to }: RatePieceSpec, startUs: number, areaStart: bigint) {
    const [fromParts, toParts] = [ratePartsOf(from), ratePartsOf(to)];
    this.#durationUs = Math.round(durationMs * 1000);
    this.startUs = startUs;
    this.endUs = startUs + this.#durationUs;
    this.areaEnd = areaStart + BigInt(fromParts + toParts) * BigInt(this.#durationUs);
    [this.#wholeAtStart, this.#restAtStart] = messagesIn(areaStart);
    [this.#wholeAtEnd, this.#restAtEnd] = messagesIn(this.areaEnd);
    this.first = this.#wholeAtStart + Math.ceil(this.#restAtStart);
    this.next = this.#wholeAtEnd + Math.ceil(this.#restAtEnd);
    this.#from = fromParts * PART_PER_US;
    this.#to = toParts * PART_PER_US;
    this.#slope = this.#durationUs === 0 ? 0 : ((toParts - fromParts) * PART_PER_US) / this.#durationUs;
    this.#exact = new ExactPiece({ fromParts, toParts, durationUs: this.#durationUs, areaStart });
    this.#held = fromParts === toParts ? heldQuotient(fromParts, areaStart, this.next - this.#wholeAtStart) : undefined;
  }

  /** When a message of this piece is due: the microsecond in which the area passes its number. */
  dueUs(index: number): number {
    const held = this.#held;
    if (held !== undefined) {
      const dividend = (index - this.#wholeAtStart) * held.factor - held.offset;
      return this.startUs + Math.floor(dividend / held.divisor);
    }
    return this.startUs + (this.#slope < 0 ? this.#dueFromEnd(index) : this.#dueFromStart(index));
  }

  /** How many messages of the run are due at `tUs`, a whole microsecond of this piece, or earlier. */
  countUntil(tUs: number): number {
    const elapsedUs = tUs + 1 - this.startUs;
    const area = (this.#from + (this.#slope * elapsedUs) / 2) * elapsedUs + this.#restAtStart;
    let due = Math.min(this.next, Math.max(this.first, this.#wholeAtStart + Math.ceil(area)));
    // Areas round: settle the boundary by the times themselves.
    while (due < this.next && this.dueUs(due) <= tUs) due++;
    while (due > this.first && this.dueUs(due - 1) > tUs) due--;
    return due;
  }

  /** The positive root of area(t) = messages, in the form that subtracts nothing. */
  #dueFromStart(index: number): number {
    const messages = index - this.#wholeAtStart - this.#restAtStart;
    if (messages <= 0) return 0;
    const rate = Math.sqrt(this.#from * this.#from + 2 * this.#slope * messages);
    const afterUs = (2 * messages) / (this.#from + rate);
    return this.#settled(index, afterUs, afterUs * RELATIVE_ERROR + MESSAGE_ERROR / rate);
  }

  /** A rate that falls, seen from its end, rises. */
  #dueFromEnd(index: number): number {
    const messages = this.#wholeAtEnd - index + this.#restAtEnd;
    const rate = Math.sqrt(this.#to * this.#to - 2 * this.#slope * messages);
    const afterUs = this.#durationUs - (2 * messages) / (this.#to + rate);
    return this.#settled(index, afterUs, this.#durationUs * RELATIVE_ERROR + MESSAGE_ERROR / rate);
  }

  /** The whole microsecond of a time that is right to within `errorUs`. */
  #settled(index: number, afterUs: number, errorUs: number): number {
    const whole = Math.floor(afterUs);
    if (afterUs - whole > errorUs && whole + 1 - afterUs > errorUs) return whole;
    return this.#exact.dueUs(index, Math.min(this.#durationUs - 1, Math.max(0, whole)));
  }
}

/** Integers with which message `index` of a held rate is due ⌊((index − whole messages before) × factor − offset) ÷ divisor⌋ µs after its start. */
interface HeldQuotient {
  readonly factor: number;
  readonly offset: number;
  readonly divisor: number;
}

/** @returns undefined when they do not fit: the quotient of integers below 2^53 never rounds up to the next integer, others may */
function heldQuotient(rateParts: number, areaStart: bigint, mostMessages: number): HeldQuotient | undefined {
  const rest = areaStart % MESSAGE;
  const common = gcd(gcd(MESSAGE, rest), BigInt(2 * rateParts));
  const [factor, offset, divisor] = [MESSAGE, rest, BigInt(2 * rateParts)].map((value) => Number(value / common));
  if (factor === undefined || offset === undefined || divisor === undefined || divisor === 0) return undefined;
  return mostMessages * factor + divisor < Number.MAX_SAFE_INTEGER ? { factor, offset, divisor } : undefined;
}

/** The same arithmetic in integers of any length, for the times that lie too near to a whole microsecond. */
class ExactPiece {
  readonly #twiceFrom: bigint;
  readonly #change: bigint;
  readonly #durationUs: bigint;
  readonly #areaStart: bigint;

  constructor(piece: {
    readonly fromParts: number;
    readonly toParts: number;
    readonly durationUs: number;
    readonly areaStart: bigint;
  }) {
    this.#durationUs = BigInt(piece.durationUs);
    this.#twiceFrom = 2n * this.#durationUs * BigInt(piece.fromParts);
    this.#change = BigInt(piece.toParts - piece.fromParts);
    this.#areaStart = piece.areaStart;
  }

  /** The last whole microsecond, counted from the start, up to which the area does not exceed `index`. @param guess near to it */
  dueUs(index: number, guess: number): number {
    // area(t) = from × t + (to − from) × t² ÷ 2d; both sides are multiplied by 2d.
    const limit = (MESSAGE * BigInt(index) - this.#areaStart) * this.#durationUs;
    const exceeds = (afterUs: number): boolean => {
      const t = BigInt(afterUs);
      return (this.#twiceFrom + this.#change * t) * t > limit;
    };
    let due = guess;
    while (due > 0 && exceeds(due)) due--;
    while (!exceeds(due + 1)) due++;
    return due;
  }
}

/** Whole messages in an area, and the rest, 0–1. */
function messagesIn(area: bigint): [number, number] {
  return [Number(area / MESSAGE), Number(area % MESSAGE) / UNITS_PER_MESSAGE];
}

function gcd(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
