import type { DialectSpec } from './dialect-spec.js';
import { isJsonObject, type JsonValue } from './json.js';

/** Keys of a dialect whose values are sent to the server, with all that is below them. */
const SENT = new Set(['path', 'namespace', 'headers', 'query', 'auth', 'body', 'form', 'item', 'args', 'event']);
/** And those whose values are compared with what comes, whatever the keys below them are. */
const COMPARED = new Set(['ack']);

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
  const mapped = mapTexts(rest as unknown as JsonValue, [], undefined, visit);
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

/** What is done with the values below a key; undefined while the keys so far do not say it. */
type Use = 'sent' | 'read' | undefined;

function mapTexts(value: JsonValue, path: readonly string[], use: Use, visit: Visit): JsonValue {
  if (typeof value === 'string' || typeof value === 'number') return visit(value, { path, isSent: use === 'sent' });
  if (Array.isArray(value)) return value.map((item: JsonValue, at) => mapTexts(item, [...path, `${at}`], use, visit));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, mapTexts(inner, [...path, key], use ?? useBelow(key), visit)]),
  );
}

function useBelow(key: string): Use {
  if (SENT.has(key)) return 'sent';
  return COMPARED.has(key) ? 'read' : undefined;
}
