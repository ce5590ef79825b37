import { isJsonObject, parseJson } from '../../core/json.js';
import { parseSelector } from '../../core/server-watch.js';
import type { OwnMetrics } from '../evidence.js';

/** Ends of the names under which servers tell these numbers, in small letters and without what stands between; the first that fits is taken. */
const NAMES: { readonly [Field in keyof OwnMetrics]: readonly string[] } = {
  users: ['activeusers', 'onlineusers', 'connectedusers', 'usersactive', 'usersonline', 'users', 'connections'],
  messages: ['totalmessages', 'messagestotal', 'messagecount', 'messages'],
  tps: ['tps', 'messagespersecond', 'throughput'],
  memoryBytes: [
    'residentmemorybytes',
    'rssbytes',
    'memoryrss',
    'memoryusagerss',
    'rss',
    'memorybytes',
    'memorymb',
    'memory',
  ],
  p95Ms: ['p95ms', 'latencyp95', 'p95', 'p95seconds'],
};

/** Numbers below this are mebibytes: no server of JavaScript runs in so few bytes. */
const FEWEST_BYTES = 1_000_000;
/** Of an answer, so many numbers are looked at. */
const MOST_NUMBERS = 10_000;

/**
 * What a server tells of itself: JSON in whatever nesting, or the text format of Prometheus. Names are looked for by their ends, so that
 * `activeUsers`, `users.active_users` and `chat_active_users` are the same.
 * @returns undefined when there is no number in it at all
 */
export function readOwnMetrics(answer: string): OwnMetrics | undefined {
  const json = parseJson(answer);
  const found = isJsonObject(json) ? numbersIn(json) : samplesIn(answer);
  if (found.length === 0) return undefined;
  const valueOf = (field: keyof OwnMetrics): readonly [name: string, value: number] | undefined => {
    for (const end of NAMES[field]) {
      const hit = found.find(([name]) => name.endsWith(end));
      if (hit !== undefined) return hit;
    }
    return undefined;
  };
  const memory = valueOf('memoryBytes')?.[1];
  const [p95Name = '', p95] = valueOf('p95Ms') ?? [];
  return {
    users: valueOf('users')?.[1] ?? null,
    messages: valueOf('messages')?.[1] ?? null,
    tps: valueOf('tps')?.[1] ?? null,
    memoryBytes: memory === undefined ? null : memory < FEWEST_BYTES ? memory * 2 ** 20 : memory,
    p95Ms: p95 === undefined ? null : p95Name.includes('seconds') ? p95 * 1000 : p95,
  };
}

type NamedNumber = readonly [name: string, value: number];

function numbersIn(json: unknown): NamedNumber[] {
  const found: NamedNumber[] = [];
  const walk = (value: unknown, path: string): void => {
    if (found.length >= MOST_NUMBERS) return;
    if (typeof value === 'number' && Number.isFinite(value)) found.push([folded(path), value]);
    else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
  };
  walk(json, '');
  return found;
}

/** Lines of Prometheus' text format; of a summary, the quantile 0.95 is told as `p95` behind the name. */
function samplesIn(text: string): NamedNumber[] {
  return text.split('\n', MOST_NUMBERS).flatMap((line): NamedNumber[] => {
    const [, series = '', number] = /^([a-zA-Z_:][^#]*?)\s+([-+.\deE]+)(?:\s+\d+)?\s*$/.exec(line) ?? [];
    const selector = parseSelector(series);
    const value = Number(number);
    if (selector === undefined || number === undefined || !Number.isFinite(value)) return [];
    const quantile = selector.labels.find(([name]) => name === 'quantile')?.[1];
    if (quantile !== undefined && quantile !== '0.95') return [];
    return [[folded(quantile === undefined ? selector.name : `${selector.name}p95${secondsOf(selector.name)}`), value]];
  });
}

function secondsOf(name: string): string {
  return name.endsWith('seconds') ? 'seconds' : '';
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}
