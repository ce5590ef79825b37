import { ACTIVITIES, type Activity } from '../core/activity.js';
import type { Arrive } from '../core/arrive.js';
import { nearest } from '../core/nearest.js';
import type { OfferedRate, RoomSize } from '../core/plan.js';
import { printable } from '../core/text.js';
import { parseAmount, parseTimeMs, TIME_FORMAT, TIME_PATTERN } from '../core/units.js';

/** What a parser makes of a text: the value, or a sentence (without full stop) that says what would be right. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Reads one option's value from its text; never throws. */
export interface Parser<T> {
  (text: string): Parsed<T>;
  /** What editors can check of it: a part of a JSON Schema. The exact check is the parser. */
  readonly editor?: object;
}

/** A parser, and what editors can check of it. */
export function edited<T>(parse: (text: string) => Parsed<T>, ...editor: readonly object[]): Parser<T> {
  const [only] = editor;
  return Object.assign(parse, { editor: editor.length === 1 && only !== undefined ? only : { anyOf: editor } });
}

export const accepted = <T>(value: T): Parsed<T> => ({ ok: true, value });
export const rejected = (message: string): Parsed<never> => ({ ok: false, message });

const HOUR_MS = 3_600_000;

/** Longest duration and drain of a run. */
export const LONGEST_MS = 24 * HOUR_MS;

/** Most messages per second that can be asked for. */
export const HIGHEST_RATE = 10_000_000;
/** A text that is longer is no chat message. */
const LONGEST_TEXT_BYTES = 100_000;
/** Users who come per second, at most. */
const HIGHEST_ARRIVALS = 1_000_000;
const HIGHEST_CANARY_RATE = 100;

/** Any text but the empty one. */
export const anyText: Parser<string> = (text) =>
  text.trim() === '' ? rejected('must not be empty') : accepted(text.trim());

/** `10k`, as a text in which JSON has no number. */
const SHORT_AMOUNT = { type: 'string', pattern: String.raw`^\d+(\.\d+)?[kM]?$` };

/**
 * A whole number between `min` and `max`, both included: `5000`, `5k`.
 * @param least of what an editor takes, where that is more than `min`
 */
export function wholeNumber(min: number, max: number, least = min): Parser<number> {
  return edited(
    (text) => {
      const value = /^\d+$|[kM]$/.test(text.trim()) ? (parseAmount(text) ?? Number.NaN) : Number.NaN;
      return value >= min && value <= max && Number.isInteger(value)
        ? accepted(value)
        : rejected(`${quoted(text)} must be a whole number from ${min} to ${max}`);
    },
    { type: 'integer', minimum: least, maximum: max },
    SHORT_AMOUNT,
  );
}

/** A time with its unit, in milliseconds between `minMs` and {@link LONGEST_MS}. */
export function time(minMs: number): Parser<number> {
  return edited(
    (text) => {
      const durationMs = parseTimeMs(text);
      if (durationMs === undefined) return rejected(`${quoted(text)} must be ${TIME_FORMAT}`);
      if (durationMs < minMs) return rejected(`${quoted(text)} is too short; at least ${minMs}ms`);
      return durationMs > LONGEST_MS ? rejected(`${quoted(text)} is too long; at most 24h`) : accepted(durationMs);
    },
    { type: 'string', pattern: TIME_PATTERN.source },
  );
}

/** A rate as `rate` of scenarios takes it: of the whole run, or messages per second of each user. */
export type AskedRate = OfferedRate | { readonly perUser: number };

/** Messages per second of the whole run, above 0 and up to ten million, `0.2/user`, or `max`. */
export const askedRate: Parser<AskedRate> = edited<AskedRate>(
  (text) => {
    if (text.trim() === 'max') return accepted('max');
    const perUser = perUserRate(text);
    const value = perUser ?? parseAmount(text) ?? Number.NaN;
    return value > 0 && value <= HIGHEST_RATE
      ? accepted(perUser === undefined ? value : { perUser })
      : rejected(
          `${quoted(text)} must be messages per second, a number above 0 and at most ${HIGHEST_RATE}, 10k, 0.2/user, or max`,
        );
  },
  { type: 'number', exclusiveMinimum: 0, maximum: HIGHEST_RATE },
  { type: 'string', pattern: String.raw`^(max|\d+(\.\d+)?([kM]|\s*/\s*user)?)$` },
);

/** The 0.2 of `0.2/user`; undefined where a text has another form. */
export function perUserRate(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*\/\s*user$/.exec(text.trim());
  return match === null ? undefined : Number(match[1]);
}

/** `100/s`: users who come per second, or `overlapped`: as fast as the limits allow. */
export const arrivalRate: Parser<Arrive> = (text) => {
  const trimmed = text.trim();
  if (trimmed === 'overlapped') return accepted({ perSecond: null });
  const value = /^\d+(\.\d+)?\s*\/\s*s$/.test(trimmed) ? Number.parseFloat(trimmed) : Number.NaN;
  return value > 0 && value <= HIGHEST_ARRIVALS
    ? accepted({ perSecond: value })
    : rejected(
        `${quoted(text)} must be users per second, above 0 and at most ${HIGHEST_ARRIVALS}: 100/s, or overlapped`,
      );
};

/** The text that {@link arrivalRate} reads back. */
export function formatArrive({ perSecond }: Arrive): string {
  return perSecond === null ? 'overlapped' : `${perSecond}/s`;
}

/** So many a second, above 0. @param what is counted, for the complaint */
function rateUpTo(highest: number, what: string): Parser<number> {
  return edited(
    (text) => {
      const value = parseAmount(text) ?? Number.NaN;
      return value > 0 && value <= highest
        ? accepted(value)
        : rejected(`${quoted(text)} must be ${what} per second, a number above 0 and at most ${highest}`);
    },
    { type: 'number', exclusiveMinimum: 0, maximum: highest },
    SHORT_AMOUNT,
  );
}

/** Messages per second of the observers, above 0 and up to a hundred: they are to see the load, not to be a part of it. */
export const canaryRate = rateUpTo(HIGHEST_CANARY_RATE, 'messages');

/** Reads per second of the whole run. */
export const readRate = rateUpTo(HIGHEST_RATE, 'reads');

/** `20-2000` or `300`: bytes of a text, the smaller number first. */
export const textLengths: Parser<{ readonly min: number; readonly max: number }> = (text) => {
  const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(text);
  const [min, max] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || min < 1 || max > LONGEST_TEXT_BYTES)
    return rejected(`${quoted(text)} must be bytes of a text, 1 to ${LONGEST_TEXT_BYTES}: 300, or 20-2000`);
  return min <= max ? accepted({ min, max }) : rejected(`${quoted(text)} must name the smaller number first`);
};

/** `5`, `3-8` or `all`; at least two members, the smaller number first. */
export const roomSize: Parser<RoomSize> = edited<RoomSize>(
  (text) => {
    if (text.trim() === 'all') return accepted('all');
    const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(text);
    if (match === null) return rejected(`${quoted(text)} must be members per room: 5, 3-8 or all`);
    const min = Number(match[1]);
    const max = Number(match[2] ?? match[1]);
    if (min < 2) return rejected(`${quoted(text)} is too small; a conversation takes at least 2 members`);
    return min <= max ? accepted({ min, max }) : rejected(`${quoted(text)} must name the smaller number first`);
  },
  { type: 'integer', minimum: 2 },
  { type: 'string', pattern: String.raw`^(all|\d+(\s*-\s*\d+)?)$` },
);

/** The text that {@link roomSize} reads back: `all`, `5` or `3-8`. */
export function formatRoomSize(size: RoomSize): string {
  if (size === 'all') return 'all';
  return size.min === size.max ? `${size.min}` : `${size.min}-${size.max}`;
}

/** A number of worker threads from 1 to 64, or `auto`. */
export const workerCount: Parser<number | 'auto'> = edited<number | 'auto'>(
  (text) => {
    if (text.trim() === 'auto') return accepted('auto');
    const parsed = wholeNumber(1, 64)(text);
    return parsed.ok ? parsed : rejected(`${parsed.message}, or auto`);
  },
  { type: 'integer', minimum: 1, maximum: 64 },
  { const: 'auto' },
);

/** `true` for everything, a share as `10%`, or `false`: the share that is looked at, 0 for none. */
export const auditShare: Parser<number> = (text) => {
  const trimmed = text.trim();
  if (trimmed === 'true') return accepted(1);
  if (trimmed === 'false') return accepted(0);
  const percent = /^\d+(\.\d+)?%$/.test(trimmed) ? Number.parseFloat(trimmed) : Number.NaN;
  return percent > 0 && percent <= 100
    ? accepted(percent / 100)
    : rejected(`${quoted(text)} must be a share above 0% and at most 100%, like 10%, or true or false`);
};

/** The text that {@link auditShare} reads back. */
export function formatAuditShare(share: number): string {
  return share >= 1 ? 'true' : `${Math.round(share * 1e8) / 1e6}%`;
}

/** `true` or `false`. */
export const trueOrFalse: Parser<boolean> = (text) =>
  text === 'true' || text === 'false' ? accepted(text === 'true') : rejected(`${quoted(text)} must be true or false`);

/** One of some names, two at least. */
export function nameAmong<Name extends string>(names: readonly Name[], text: string): Parsed<Name> {
  const found = names.find((name) => name === text.trim());
  if (found !== undefined) return accepted(found);
  const near = nearest(text.trim(), names);
  const hint = near === undefined ? '' : `; did you mean ${quoted(near)}?`;
  return rejected(`${quoted(text)} must be ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}${hint}`);
}

/** `even` or `zipf`. */
export const activity: Parser<Activity> = (text) => nameAmong(ACTIVITIES, text);

/** A user's text inside a message: quoted, shortened, without control characters. */
export function quoted(text: string): string {
  return `"${printable(text, 60)}"`;
}

/** A user's URL inside a message, without what may be a secret: user name and password, query and fragment. */
export function quotedUrl(text: string): string {
  return quoted(text.replace(/[?#].*/s, (rest) => `${rest[0]}…`).replace(/^(\w+:\/*)?.*@/s, '$1***@'));
}
