import { ACTIVITIES, type Activity } from '../core/activity.js';
import type { Arrive } from '../core/arrive.js';
import type { EnglishKey } from '../core/language/en/index.js';
import type { AnyMessage } from '../core/language/template.js';
import { inEnglish, message, type ValuesArgument } from '../core/language/words.js';
import { nearest } from '../core/nearest.js';
import type { OfferedRate, RoomSize } from '../core/plan.js';
import { printable } from '../core/text.js';
import { parseAmount, parseTimeMs, TIME_PATTERN } from '../core/units.js';

/** What is wrong with a text and what would be right: a sentence (without full stop) in English, and to be said in any language. */
export interface Rejected {
  readonly ok: false;
  readonly message: string;
  readonly said: AnyMessage;
}

/** What a parser makes of a text: the value, or why there is none. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Rejected;

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

/** What a parser says of a text that it cannot take, by the key of a sentence. */
export function rejected<Key extends EnglishKey>(key: Key, ...values: ValuesArgument<Key>): Rejected {
  return rejectedAs(message(key, ...values));
}

/** The same, where the sentence is there already. */
export function rejectedAs(said: AnyMessage): Rejected {
  return { ok: false, message: inEnglish(said), said };
}

/** All that is wrong with the parts of a text, in one sentence; undefined when nothing is. */
export function rejectedParts(parts: readonly (Parsed<unknown> | undefined)[]): Rejected | undefined {
  const [first, ...others] = parts.flatMap((part) => (part === undefined || part.ok ? [] : [part.said]));
  if (first === undefined) return undefined;
  return rejectedAs(others.reduce((one, other) => message('value.also', { one, other }), first));
}

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
const MOST_WORKERS = 64;

/** Any text but the empty one. */
export const anyText: Parser<string> = edited<string>(
  (text) => (text.trim() === '' ? rejected('value.empty') : accepted(text.trim())),
  { type: 'string', minLength: 1 },
);

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
        : rejected('value.whole', { text: quoted(text), min, max });
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
      if (durationMs === undefined)
        return rejected('value.time', { text: quoted(text), format: message('format.time') });
      if (durationMs < minMs) return rejected('value.too-short', { text: quoted(text), min: `${minMs}ms` });
      return durationMs > LONGEST_MS ? rejected('value.too-long', { text: quoted(text) }) : accepted(durationMs);
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
      : rejected('value.rate', { text: quoted(text), highest: HIGHEST_RATE });
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
  const [, amount = ''] = /^([^\s/]+)\s*\/\s*s$/.exec(trimmed) ?? [];
  const value = parseAmount(amount) ?? Number.NaN;
  return value > 0 && value <= HIGHEST_ARRIVALS
    ? accepted({ perSecond: value })
    : rejected('value.arrive', { text: quoted(text), highest: HIGHEST_ARRIVALS });
};

/** The text that {@link arrivalRate} reads back. */
export function formatArrive({ perSecond }: Arrive): string {
  return perSecond === null ? 'overlapped' : `${perSecond}/s`;
}

/** So many a second, above 0. @param complaint what is said of anything else */
function rateUpTo(highest: number, complaint: 'value.messages-per-second' | 'value.reads-per-second'): Parser<number> {
  return edited(
    (text) => {
      const value = parseAmount(text) ?? Number.NaN;
      return value > 0 && value <= highest ? accepted(value) : rejected(complaint, { text: quoted(text), highest });
    },
    { type: 'number', exclusiveMinimum: 0, maximum: highest },
    SHORT_AMOUNT,
  );
}

/** Messages per second of the whole run, as a number alone. */
export const messageRate = rateUpTo(HIGHEST_RATE, 'value.messages-per-second');

/** Messages per second of the observers, above 0 and up to a hundred: they are to see the load, not to be a part of it. */
export const canaryRate = rateUpTo(HIGHEST_CANARY_RATE, 'value.messages-per-second');

/** Reads per second of the whole run. */
export const readRate = rateUpTo(HIGHEST_RATE, 'value.reads-per-second');

/** `20-2000` or `300`: bytes of a text, the smaller number first. */
export const textLengths: Parser<{ readonly min: number; readonly max: number }> = (text) => {
  const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(text);
  const [min, max] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || min < 1 || max > LONGEST_TEXT_BYTES)
    return rejected('value.text-bytes', { text: quoted(text), most: LONGEST_TEXT_BYTES });
  return min <= max ? accepted({ min, max }) : rejected('value.smaller-first', { text: quoted(text) });
};

/** `5`, `3-8` or `all`; at least two members, the smaller number first. */
export const roomSize: Parser<RoomSize> = edited<RoomSize>(
  (text) => {
    if (text.trim() === 'all') return accepted('all');
    const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(text);
    if (match === null) return rejected('value.room-size', { text: quoted(text) });
    const min = Number(match[1]);
    const max = Number(match[2] ?? match[1]);
    if (min < 2) return rejected('value.room-small', { text: quoted(text) });
    return min <= max ? accepted({ min, max }) : rejected('value.smaller-first', { text: quoted(text) });
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
    const parsed = wholeNumber(1, MOST_WORKERS)(text);
    return parsed.ok ? parsed : rejected('value.workers', { text: quoted(text), min: 1, max: MOST_WORKERS });
  },
  { type: 'integer', minimum: 1, maximum: MOST_WORKERS },
  { const: 'auto' },
);

/** `true` for everything, a share as `10%`, or `false`: the share that is looked at, 0 for none. */
export const auditShare: Parser<number> = (text) => {
  const trimmed = text.trim();
  if (trimmed === 'true') return accepted(1);
  if (trimmed === 'false') return accepted(0);
  const percent = /^\d+(\.\d+)?%$/.test(trimmed) ? Number.parseFloat(trimmed) : Number.NaN;
  return percent > 0 && percent <= 100 ? accepted(percent / 100) : rejected('value.audit', { text: quoted(text) });
};

/** The text that {@link auditShare} reads back. */
export function formatAuditShare(share: number): string {
  return share >= 1 ? 'true' : `${Math.round(share * 1e8) / 1e6}%`;
}

/** `true` or `false`. */
export const trueOrFalse: Parser<boolean> = (text) =>
  text === 'true' || text === 'false' ? accepted(text === 'true') : rejected('value.boolean', { text: quoted(text) });

/** One of some names, two at least. */
export function nameAmong<Name extends string>(names: readonly Name[], text: string): Parsed<Name> {
  const found = names.find((name) => name === text.trim());
  if (found !== undefined) return accepted(found);
  const near = nearest(text.trim(), names);
  const told = { text: quoted(text), before: names.slice(0, -1).join(', '), last: names.at(-1) ?? '' };
  return near === undefined
    ? rejected('value.among', told)
    : rejected('value.among.near', { ...told, near: quoted(near) });
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
