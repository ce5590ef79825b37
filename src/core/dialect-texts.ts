import type { DialectSpec } from './dialect-spec.js';
import { isJsonObject, type JsonValue } from './json.js';

/** Keys of a dialect whose values are sent to the server, with all that is below them. */
const SENT = new Set(['path', 'namespace', 'headers', 'query', 'auth', 'body', 'item', 'args', 'event']);

/** A text of a dialect (a number counts as one), and where it stands. */
export interface DialectText {
  readonly path: readonly string[];
  readonly text: string;
  /** Is it sent to the server, or does it tell how to read what the server sends? */
  readonly isSent: boolean;
}

/** Takes a text or number of a dialect and what it is, and gives what is to stand there. */
type Visit = (value: string | number, place: Pick<DialectText, 'path' | 'isSent'>) => JsonValue;

/** A copy of a dialect with all of its texts and numbers as `visit` gives them. Its name and its description are not its texts. */
export function mapDialectTexts(dialect: DialectSpec, visit: Visit): DialectSpec {
  const { name, description, ...rest } = dialect;
  const mapped = mapTexts(rest as unknown as JsonValue, [], false, visit);
  // The shape stays: texts become texts.
  return { name, description, ...(mapped as unknown as Omit<DialectSpec, 'name' | 'description'>) };
}

/** All texts of a dialect but its name and its description. */
export function dialectTexts(dialect: DialectSpec): DialectText[] {
  const texts: DialectText[] = [];
  mapDialectTexts(dialect, (value, place) => {
    texts.push({ ...place, text: String(value) });
    return value;
  });
  return texts;
}

function mapTexts(value: JsonValue, path: readonly string[], isSent: boolean, visit: Visit): JsonValue {
  if (typeof value === 'string' || typeof value === 'number') return visit(value, { path, isSent });
  if (Array.isArray(value))
    return value.map((item: JsonValue, at) => mapTexts(item, [...path, `${at}`], isSent, visit));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, mapTexts(inner, [...path, key], isSent || SENT.has(key), visit)]),
  );
}
