import type * as z from 'zod';
import type { Problem } from '../../core/errors.js';
import { isSecretPlace, MASK } from '../../core/fixed-secrets.js';
import { valueAtPath } from '../../core/json.js';
import { nearest } from '../../core/nearest.js';
import type { ValuePath } from '../document.js';
import { quoted } from '../parsers.js';

/** Where the value (or, with `key`, the key itself) at a path stands. */
export type Locate = (path: ValuePath, key: 'key' | 'value') => string;

/** A validation result's issues as problems for people. `value` is what was validated. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], value: unknown, locate: Locate): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, value, locate));
}

function problemsOfIssue(issue: z.core.$ZodIssue, value: unknown, locate: Locate): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      where: locate([...issue.path, key], 'key'),
      message: named(issue.path, messages[index] ?? issue.message),
    }));
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => !errors.some(isWrongKindOfValue));
    if (branch !== undefined) {
      const nested = branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
      return problemsOf(nested, value, locate);
    }
  }
  const given = at(value, issue.path);
  const shown = isSecretPlace(issue.path.map(String)) ? hidden(given) : given;
  return [{ where: locate(issue.path, 'value'), message: named(issue.path, explain(issue, shown)) }];
}

/** Is it the alternative as a whole that does not fit, rather than something inside it? */
function isWrongKindOfValue(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function explain(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
    case 'invalid_union': {
      const expected = new Set(issue.errors.flat().flatMap((inner) => expectedBy(inner)));
      return expected.size === 0 ? issue.message : `must be ${[...expected].join(' or ')}, not ${kindOf(value)}`;
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `must have at most ${issue.maximum} entries`
        : `must be at most ${issue.maximum}`;
    case 'invalid_value': {
      const near = typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined;
      const hint = near === undefined ? '' : `; did you mean ${quoted(near)}?`;
      return `must be one of ${issue.values.map(String).join(', ')}${hint}`;
    }
    default:
      return issue.message;
  }
}

/** A value of the same kind that tells nothing. */
function hidden(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? MASK : value;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

function expectedBy(issue: z.core.$ZodIssue): string[] {
  return issue.code === 'invalid_type' ? [KINDS[issue.expected] ?? issue.expected] : [];
}

function kindOf(value: unknown): string {
  if (value === MASK) return MASK;
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  return typeof value === 'string' ? `the text ${quoted(value)}` : JSON.stringify(value);
}

function named(path: ValuePath, message: string): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function at(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((current, key) => valueAtPath(current, String(key)), value);
}
