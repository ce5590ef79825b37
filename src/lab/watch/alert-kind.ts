import { isJsonObject, parseJson } from '../../core/json.js';
import type { AlertKind } from '../evidence.js';

/** Words by which a text tells what it is about, in the two languages of the course; the first that fits is taken. */
const SIGNS: readonly (readonly [kind: AlertKind, pattern: RegExp])[] = [
  ['queue', /queue|waiting|pending|backlog|대기|큐/i],
  ['errors', /error|failure|오류|에러|실패/i],
  ['memory', /memory|heap|\brss\b|메모리/i],
  ['p95', /p95|latency|response.?time|slow|지연|응답/i],
];

/** Fields in which alerts name their rule. */
const RULE_FIELDS = ['rule', 'kind', 'type', 'name', 'metric'];

/** What an alert is about: its rule says, or its text; null when neither does. */
export function alertKindOf(body: string): AlertKind | null {
  const json = parseJson(body);
  const rules = isJsonObject(json) ? RULE_FIELDS.map((field) => json[field]) : [];
  for (const text of [...rules, body]) {
    const sign = typeof text === 'string' ? SIGNS.find(([, pattern]) => pattern.test(text)) : undefined;
    if (sign !== undefined) return sign[0];
  }
  return null;
}
