import { type Message, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { SilentSeconds } from '../course.js';

/** More ranges of seconds than this are not listed. */
const MOST_RANGES = 3;
/** More rooms than this are not listed. */
const MOST_ROOMS = 3;
/** A second or a room with this many times its fair share is worth naming. */
const OUTSTANDING = 3;
const LONGEST_NAME = 60;
/** In fewer seconds "all the time" says less than the seconds do. */
const ENOUGH_SECONDS = 5;

/** Neighbouring seconds, from the first to the last. */
export interface SecondRange {
  readonly from: number;
  readonly to: number;
}

/** Seconds, ascending, as ranges of neighbours. */
function rangesOf(seconds: readonly number[]): SecondRange[] {
  const ranges: SecondRange[] = [];
  for (const second of seconds) {
    const last = ranges.at(-1);
    if (last !== undefined && second <= last.to + 1) ranges[ranges.length - 1] = { from: last.from, to: second };
    else ranges.push({ from: second, to: second });
  }
  return ranges;
}

/** How much of something there was in a second or in a room. */
export interface Part<T> {
  readonly of: T;
  readonly count: number;
}

/**
 * When: `second 12`, `seconds 3, 12–14 and 20`, or, spread wider, `27 of 30 seconds, most of them in second 12 (45)`.
 * @param parts by second, ascending, none of them empty
 * @param seconds how many seconds there were
 */
export function whenText(parts: readonly Part<number>[], seconds: number): Message {
  const ranges = rangesOf(parts.map(({ of }) => of));
  if (ranges.length === 1 && seconds >= ENOUGH_SECONDS && parts.length >= seconds - 1) {
    return message('when.throughout', { peak: peakWhen(parts) });
  }
  if (ranges.length <= MOST_RANGES) {
    return message('seconds.listed', { count: parts.length, ranges: ranges.map(rangeText) });
  }
  return message('when.of', { count: parts.length, seconds, peak: peakWhen(parts) });
}

/** `second 4`, `seconds 3, 6–11 and 20`, and of many `23 seconds, 6–11 among them`. @param ranges one at least */
export function secondsText(ranges: readonly SecondRange[]): Message {
  const count = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (ranges.length <= MOST_RANGES) return message('seconds.listed', { count, ranges: ranges.map(rangeText) });
  const longest = ranges.reduce((most, range) => (range.to - range.from > most.to - most.from ? range : most));
  return message('seconds.many', { count, longest: rangeText(longest) });
}

/** A stall by how long it was, where there is one and that is known; otherwise the seconds of silence. */
export function silenceWords(silences: readonly SilentSeconds[]): Message {
  const [first] = silences;
  if (silences.length === 1 && first !== undefined && first.lastedMs !== null) {
    return message('headline.stall', { time: first.lastedMs, second: first.from });
  }
  return message('headline.silent', { seconds: secondsText(silences) });
}

function rangeText({ from, to }: SecondRange): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/**
 * Where: `room "A"`, `rooms "A" (12) and "B" (9)`, `all 10 rooms`, `7 of 10 rooms, most of them in room "A" (45)`.
 * @param parts by room, none of them empty
 * @param rooms how many rooms there are
 */
export function whereText(parts: readonly Part<string>[], rooms: number): Message {
  const worstFirst = parts.toSorted((one, other) => other.count - one.count);
  const [worst] = worstFirst;
  if (worstFirst.length === 1 && worst !== undefined) return message('where.room', { room: roomName(worst.of) });
  if (worstFirst.length <= MOST_ROOMS) {
    const named = worstFirst.map(({ of, count }) => message('where.rooms.one', { room: roomName(of), count }));
    return message('where.rooms', { rooms: named });
  }
  const peak = peakWhere(parts);
  return worstFirst.length === rooms
    ? message('where.all', { rooms, peak })
    : message('where.some', { count: parts.length, rooms, peak });
}

/** A room's name, which comes from a theme or from somebody's server. */
function roomName(name: string): string {
  return printable(name, LONGEST_NAME);
}

function peakWhen(parts: readonly Part<number>[]): Message | '' {
  const peak = peakOf(parts);
  return peak === undefined ? '' : message('when.peak', { second: peak.of, count: peak.count });
}

function peakWhere(parts: readonly Part<string>[]): Message | '' {
  const peak = peakOf(parts);
  return peak === undefined ? '' : message('where.peak', { room: roomName(peak.of), count: peak.count });
}

/** The part that stands out, if one does. */
function peakOf<T>(parts: readonly Part<T>[]): Part<T> | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const peak = parts.reduce((most, part) => (part.count > most.count ? part : most), first);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return peak.count * parts.length >= total * OUTSTANDING ? peak : undefined;
}
