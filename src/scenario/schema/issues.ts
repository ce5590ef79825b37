import type * as z from 'zod';
import { type Problem, saidProblem } from '../../core/errors.js';
import { isSecretPlace, MASK } from '../../core/fixed-secrets.js';
import { valueAtPath } from '../../core/json.js';
import type { EnglishKey } from '../../core/language/en/index.js';
import type { AnyMessage, Text } from '../../core/language/template.js';
import { isMessage, type Message, message } from '../../core/language/words.js';
import { nearest, saidUnknownName } from '../../core/nearest.js';
import type { ValuePath } from '../document.js';
import { quoted } from '../parsers.js';

/** Where the value (or, with `key`, the key itself) at a path stands. */
export type Locate = (path: ValuePath, key: 'key' | 'value') => string;

/**
 * A validation result's issues as problems for people.
 * @param value what was validated
 * @param isNamed do problems begin with the path of the value? What a flag gave has its name in `where`
 */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  locate: Locate,
  isNamed = true,
): Problem[] {
  return issues.flatMap((issue) =>
    complaintsOf(issue, value).map(({ path, said, isOfKey }) =>
      saidProblem(
        locate(path, isOfKey ? 'key' : 'value'),
        isNamed && (isOfKey ? path.length > 1 : path.length > 0)
          ? message('file.at', { path: (isOfKey ? path.slice(0, -1) : path).map(String).join('.'), what: said })
          : said,
      ),
    ),
  );
}

/** What is wrong at a path: with the value there, or with the key that the path ends with. */
interface Complaint {
  readonly path: ValuePath;
  readonly said: AnyMessage;
  readonly isOfKey: boolean;
}

function complaintsOf(issue: z.core.$ZodIssue, value: unknown): Complaint[] {
  if (issue.code === 'unrecognized_keys') {
    const valid = issue.message.split('\n');
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      said: saidUnknownName('key', key, valid),
      isOfKey: true,
    }));
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => !errors.some(isWrongKindOfValue));
    if (branch !== undefined) {
      const nested = branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
      return nested.flatMap((inner) => complaintsOf(inner, value));
    }
  }
  const given = at(value, issue.path);
  const shown = isSecretPlace(issue.path.map(String)) ? hidden(given) : given;
  return [{ path: issue.path, said: explain(issue, shown), isOfKey: false }];
}

/** Is it the alternative as a whole that does not fit, rather than something inside it? */
function isWrongKindOfValue(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function explain(issue: z.core.$ZodIssue, value: unknown): AnyMessage {
  const own = ownWordsOf(issue);
  if (value === undefined && (own === undefined || own.key === MUST_BE_SINGLE)) return message('schema.missing');
  if (own !== undefined) return own;
  switch (issue.code) {
    case 'invalid_type':
      return message('schema.kind', { expected: kindNamed(issue.expected), given: kindOf(value) });
    case 'invalid_union': {
      const [first, ...others] = new Set(issue.errors.flat().flatMap((inner) => expectedBy(inner)));
      if (first === undefined) return message('schema.other', { detail: issue.message });
      const expected = others
        .map(kindNamed)
        .reduce((one, other) => message('kind.or', { one, other }), kindNamed(first));
      return message('schema.kind', { expected, given: kindOf(value) });
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? message('value.empty')
        : message('schema.least', { least: Number(issue.minimum) });
    case 'too_big':
      return issue.origin === 'array'
        ? message('schema.most-entries', { most: Number(issue.maximum) })
        : message('schema.most', { most: Number(issue.maximum) });
    case 'invalid_value': {
      const valid = issue.values.map(String);
      const near = typeof value === 'string' ? nearest(value, valid) : undefined;
      return near === undefined
        ? message('schema.one-of', { valid: valid.join(', ') })
        : message('schema.one-of.near', { valid: valid.join(', '), near: quoted(near) });
    }
    case 'invalid_key':
      return message('schema.word');
    default:
      return message('schema.other', { detail: issue.message });
  }
}

/** What is missing is told as that, whatever it should have been. */
const MUST_BE_SINGLE = 'schema.single' satisfies EnglishKey;

/** What one of our own checks says, see `complaint` of `strict.ts`. */
function ownWordsOf(issue: z.core.$ZodIssue): AnyMessage | undefined {
  const said: unknown = issue.code === 'custom' ? issue.params?.['said'] : undefined;
  return typeof said === 'object' && said !== null && isMessage(said) ? said : undefined;
}

/** A value of the same kind that tells nothing. */
function hidden(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? MASK : value;
}

/** How validation calls kinds of values, and how people do. */
const KINDS: Readonly<Record<string, Message>> = {
  string: message('kind.string'),
  number: message('kind.number'),
  int: message('kind.int'),
  boolean: message('kind.boolean'),
  array: message('kind.array'),
  object: message('kind.object'),
  record: message('kind.object'),
};

function kindNamed(expected: string): Text {
  return KINDS[expected] ?? expected;
}

function expectedBy(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'invalid_type') return [];
  return [issue.expected === 'record' ? 'object' : issue.expected];
}

function kindOf(value: unknown): Text {
  if (value === MASK) return MASK;
  if (value === null) return message('kind.nothing');
  if (Array.isArray(value)) return message('kind.array');
  if (typeof value === 'object') return message('kind.object');
  return typeof value === 'string' ? message('kind.text', { text: quoted(value) }) : JSON.stringify(value);
}

function at(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((current, key) => valueAtPath(current, String(key)), value);
}
