import { inEnglish, isMessage, type Message, message } from '../core/language/words.js';
import { nearest, saidUnknownName } from '../core/nearest.js';
import { printable } from '../core/text.js';
import { parseAmount } from '../core/units.js';

/** How a measured value is compared with a limit. */
export const OPERATORS = {
  '<': (actual, limit) => actual < limit,
  '<=': (actual, limit) => actual <= limit,
  '==': (actual, limit) => actual === limit,
  '!=': (actual, limit) => actual !== limit,
  '>=': (actual, limit) => actual >= limit,
  '>': (actual, limit) => actual > limit,
} as const satisfies Record<string, (actual: number, limit: number) => boolean>;

export type Operator = keyof typeof OPERATORS;

const MIB = 2 ** 20;

/** Units of a limit, and what such a limit is in the unit of comparison: milliseconds, a share 0–1, bytes, an amount a minute, or the number itself. */
const UNITS = {
  '': (amount) => amount,
  us: (amount) => amount / 1000,
  ms: (amount) => amount,
  s: (amount) => amount * 1000,
  '%': (amount) => amount / 100,
  pp: (amount) => amount / 100,
  B: (amount) => amount,
  KiB: (amount) => amount * 1024,
  MiB: (amount) => amount * MIB,
  GiB: (amount) => amount * 1024 * MIB,
  kB: (amount) => amount * 1e3,
  MB: (amount) => amount * 1e6,
  GB: (amount) => amount * 1e9,
  '/min': (amount) => amount,
  '/h': (amount) => amount / 60,
  'KiB/min': (amount) => amount * 1024,
  'MiB/min': (amount) => amount * MIB,
  'GiB/min': (amount) => amount * 1024 * MIB,
  'KiB/h': (amount) => (amount * 1024) / 60,
  'MiB/h': (amount) => (amount * MIB) / 60,
  'GiB/h': (amount) => (amount * 1024 * MIB) / 60,
} as const satisfies Record<string, (amount: number) => number>;

export type Unit = keyof typeof UNITS;

/** What is compared with a limit: a value, or a change, which has a sign and is never asked to be exact. */
const COMPARED = {
  value: { sign: '', operators: Object.keys(OPERATORS) },
  change: { sign: '[+-]?', operators: ['<', '<=', '>=', '>'] },
} as const;

/** Something that an expression can name. */
export interface Subject<Reading> {
  /** As expressions write it: `lost`, `p99(delivery)`. */
  readonly name: string;
  /** What a limit is compared with, by the units that a limit may have; `''` is that of a bare number. */
  readonly readings: Readonly<Partial<Record<Unit, Reading>>>;
  /** Limits that are words, lowest first, each worth its place; their reading is that of a bare number. Left out: limits are numbers. */
  readonly words?: readonly string[];
  /** May an expression ask for it of one stage of the load, `lost@midnight`, or must it? Left out: it is of the whole run. */
  readonly stage?: 'may' | 'must';
  /** What is wrong with a limit in any other unit. */
  readonly refusal: (unit: string, amount: number) => Message;
  /** An expression that names it and is right. */
  readonly example: string;
}

/** The expressions that serve one purpose: a table of subjects, and what may be said of them. */
export interface Language<Reading> {
  readonly subjects: readonly Subject<Reading>[];
  /** Subjects whose names are the user's: undefined for every other name. */
  readonly open?: (name: string) => Subject<Reading> | undefined;
  readonly of: keyof typeof COMPARED;
  /** The subject of a general example: `p99(delivery)`. */
  readonly typical: string;
  /** What stands before the parentheses, and the one to recommend: `['statistic', 'p99']`. */
  readonly statistic: readonly [noun: 'statistic' | 'percentile', example: string];
}

/** An expression, parsed. */
export interface Expression<Reading> {
  /** As it was written, without spaces around it. */
  readonly expression: string;
  /** What it names: `lost`, `p99(delivery)`. */
  readonly subject: string;
  /** The stage of the load that it is about; null for the whole run. */
  readonly stage: string | null;
  readonly operator: Operator;
  /** In milliseconds, a share 0–1, or a bare number. */
  readonly limit: number;
  readonly reading: Reading;
}

/** An expression, or what is wrong with it in English, for those who have told it already. See {@link readExpression}. */
export function parseExpression<Reading>(
  text: string,
  language: Language<Reading>,
  stages: readonly string[] = [],
): Expression<Reading> | string {
  const read = readExpression(text, language, stages);
  return isMessage(read) ? inEnglish(read) : read;
}

/**
 * Reads `subject operator limit`: `errors<1%`, `p99(delivery) >= 1.5s`, `p99(delivery@midnight)<1s`. The one grammar of thresholds,
 * alerts and regressions.
 * @param stages names of the load's stages, in their order; null where they are not known, and any may be named
 * @returns the expression, or what is wrong with it, one sentence with the nearest valid name or an example
 */
export function readExpression<Reading>(
  text: string,
  language: Language<Reading>,
  stages: readonly string[] | null = [],
): Expression<Reading> | Message {
  const { sign, operators } = COMPARED[language.of];
  const shown = `"${printable(text, 80)}"`;
  const sides = /^([^<>=!]*)([<>=!]+)([^<>=!]*)$/.exec(text);
  if (sides === null)
    return message(language.of === 'value' ? 'expr.compares-nothing' : 'expr.bounds-nothing', {
      text: shown,
      example: exampleOf(language),
    });
  const [, left = '', operator = '', right = ''] = sides;
  if (!isOperator(operator)) return message('expr.operator', { operator, operators: operators.join(' ') });
  if (!operators.some((allowed) => allowed === operator))
    return message('expr.operator-of-change', { operator, text: shown, operators: operators.join(' ') });
  const { name: written, stage } = subjectAndStage(left);
  const subject = subjectOf(written, language);
  if (subject === undefined) return unknownSubject(written, language);
  const { name } = subject;
  const stageFault = faultOfStage(subject, stage, stages);
  if (stageFault !== undefined) return stageFault;
  const bound = limitOf(subject, right.trim(), { shown, sign });
  return isMessage(bound) ? bound : { expression: text.trim(), subject: name, stage, operator, ...bound };
}

/** The limit of an expression, and what reads the value to compare with it, or what is wrong with it. */
function limitOf<Reading>(
  { name, readings, words, refusal, example }: Subject<Reading>,
  text: string,
  { shown, sign }: { readonly shown: string; readonly sign: string },
): Pick<Expression<Reading>, 'limit' | 'reading'> | Message {
  if (words !== undefined) {
    const limit = words.findIndex((word) => word.toLowerCase() === text.toLowerCase());
    const reading = readings[''];
    return limit === -1 || reading === undefined
      ? message('expr.words', { name, words: words.join(', '), text: printable(text, 40), example })
      : { limit, reading };
  }
  const amount = new RegExp(String.raw`^(${sign})(\d+(?:\.\d+)?)\s*([a-z%/]*)$`, 'i').exec(text);
  if (amount === null) return message('expr.number', { limit: printable(text, 40), text: shown, example });
  const [, minus = '', digits = '', suffix = ''] = amount;
  // 10k and 1.5M are numbers, as flags take them.
  const short = parseAmount(`${digits}${suffix}`);
  const [size, unit] = short === undefined ? [Number(digits), suffix] : [short, ''];
  const reading = isUnit(unit) ? readings[unit] : undefined;
  if (!isUnit(unit) || reading === undefined)
    return message('expr.unit', { why: refusal(printable(unit, 20), Number(digits)), example });
  return { limit: UNITS[unit](minus === '-' ? -size : size), reading };
}

/** What an expression names: by its name, or as tables and charts spell it, `p95(fan-out)`, `p99.9(service echo)`. */
function subjectOf<Reading>(name: string, { subjects, open }: Language<Reading>): Subject<Reading> | undefined {
  const exact = subjects.find((known) => known.name === name) ?? open?.(name);
  const call = callOf(name);
  if (exact !== undefined || call === undefined || isOfServer(call.latency)) return exact;
  const spelled = `${call.statistic.replace('.', '')}(${call.latency.replace(/[ -]/g, '')})`.toLowerCase();
  return subjects.find((known) => known.name.toLowerCase() === spelled);
}

/**
 * A subject for every statistic of every latency, whose limits are times.
 * @param latencies whatever tells a latency of that name
 * @param limit of the examples: `<250ms`
 */
export function latencySubjects<Statistic extends string, Latency, Reading>(
  statistics: readonly Statistic[],
  latencies: Readonly<Record<string, Latency>>,
  limit: string,
  readingOf: (statistic: Statistic, latency: Latency, name: string) => Reading,
): Subject<Reading>[] {
  return Object.entries(latencies).flatMap(([latencyName, latency]) =>
    statistics.map((statistic): Subject<Reading> => {
      const name = `${statistic}(${latencyName})`;
      const reading = readingOf(statistic, latency, latencyName);
      return {
        name,
        readings: { us: reading, ms: reading, s: reading },
        refusal: noTime,
        example: `${name}${limit}`,
        stage: 'may',
      };
    }),
  );
}

function noTime(unit: string, amount: number): Message {
  return unit === '' ? message('expr.unit.missing', { amount }) : message('expr.unit.latency', { unit });
}

/** `lost@midnight` and `p99(delivery@midnight)` are of a stage. */
function subjectAndStage(left: string): { readonly name: string; readonly stage: string | null } {
  const [, before = '', stage = '', after = ''] = /^([^@]*)@([^@()]*)(\)?\s*)$/.exec(left) ?? [];
  const text = before === '' ? left : `${before}${after}`;
  const call = callOf(text);
  const name = call === undefined ? text.trim() : `${call.statistic}(${call.latency})`;
  return { name, stage: before === '' ? null : stage.trim() };
}

function faultOfStage<Reading>(
  { name, stage: takes, example }: Subject<Reading>,
  stage: string | null,
  stages: readonly string[] | null,
): Message | undefined {
  if (stage === null) return takes === 'must' ? message('expr.stage-needed', { name, example }) : undefined;
  if (takes === undefined) return message('expr.no-stage', { name, example });
  if (stages === null) return undefined;
  if (stages.length === 0) return message('expr.no-stages', { stage: printable(stage, 60) });
  return stages.includes(stage) ? undefined : saidUnknownName('stage', stage, stages);
}

/** A subject that is a statistic of something. */
interface Call {
  readonly statistic: string;
  readonly latency: string;
}

function callOf(left: string): Call | undefined {
  const [, statistic, latency] = /^\s*([\w.]*)\s*\(\s*((?:[\w.]+(?:[ -][\w.]+)*)?)\s*\)\s*$/.exec(left) ?? [];
  return statistic === undefined || latency === undefined ? undefined : { statistic, latency };
}

/** What is read of a server has statistics of its own. */
function isOfServer(inside = ''): boolean {
  return inside.startsWith('server.');
}

function unknownSubject<Reading>(name: string, language: Language<Reading>): Message {
  const { subjects, typical, statistic } = language;
  if (name === '') return message('expr.no-metric', { example: exampleOf(language) });
  const names = subjects.map((subject) => subject.name);
  const alone = names.filter((known) => callOf(known) === undefined);
  const call = callOf(name);
  const calls = names
    .flatMap((known) => callOf(known) ?? [])
    .filter(({ latency }) => isOfServer(latency) === isOfServer(call?.latency));
  const statistics = [...new Set(calls.map((one) => one.statistic))];
  const latencies = [...new Set(calls.map((one) => one.latency))];
  if (call !== undefined && alone.includes(call.statistic)) {
    return message('expr.no-latency', { name: call.statistic, example: exampleOf(language, call.statistic) });
  }
  // Where every statistic goes with every latency, one of the two is wrong; elsewhere it may be the two together.
  if (call !== undefined && calls.length === statistics.length * latencies.length) {
    return statistics.includes(call.statistic)
      ? saidUnknownName('latency', call.latency, latencies)
      : saidUnknownName('statistic', call.statistic, statistics);
  }
  if (statistics.includes(name)) {
    return message('expr.latency-needed', {
      name,
      latencies: latencies.join(', '),
      example: exampleOf(language, `${name}(delivery)`),
    });
  }
  if (latencies.includes(name)) {
    const last = names.findLast((known) => known.endsWith(`(${name})`)) ?? '';
    return message('expr.statistic-needed', {
      name,
      what: message(`expr.${statistic[0]}`),
      example: exampleOf(language, `${statistic[1]}(${name})`, last),
    });
  }
  const near = nearest(name, call === undefined ? [...alone, ...statistics, ...latencies] : names);
  const unknown = printable(name, 40);
  return near === undefined
    ? message('expr.unknown', { name: unknown, valid: alone.join(', '), typical })
    : message('expr.unknown.near', { name: unknown, near: names.includes(near) ? near : typical });
}

/** The example of the first of these subjects that there is, or else the typical one. */
function exampleOf<Reading>({ subjects, typical }: Language<Reading>, ...wanted: readonly string[]): string {
  return [...wanted, typical].flatMap((one) => subjects.find(({ name }) => name === one)?.example ?? [])[0] ?? '';
}

function isOperator(operator: string): operator is Operator {
  return Object.hasOwn(OPERATORS, operator);
}

function isUnit(unit: string): unit is Unit {
  return Object.hasOwn(UNITS, unit);
}
