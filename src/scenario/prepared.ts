import { readBeginning } from '../core/bounded-text.js';
import { isJsonObject, parseJson } from '../core/json.js';
import type { FoundFile } from './catalog.js';
import type { ValuePath, YamlFile } from './document.js';

/** What the build makes of a file that ships with the tool: whoever takes it does not wait for what reads YAML and checks schemas. */
export interface PreparedText {
  /** The file as it was then. */
  readonly text: string;
  readonly value: unknown;
  /** What its schema made of the value. */
  readonly checked: unknown;
  /** `:line:col` of each value and of each key, by {@link placeKey} of the path. */
  readonly values: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, string>>;
}

/** A file that was prepared. @typeParam T what its schema makes of it */
export interface Prepared<T> {
  readonly file: YamlFile;
  readonly checked: T;
}

/** More than any file that ships with the tool has, and what is prepared of it. */
const MOST_BYTES = 256 * 1024;

/** A path as the name of a property. */
export function placeKey(path: ValuePath): string {
  return JSON.stringify(path.map(String));
}

/** What was prepared of a file; undefined where nothing was, or where the file is another one since: that is read and checked as any other. */
export async function readPrepared<T>(found: FoundFile): Promise<Prepared<T> | undefined> {
  if (found.prepared === undefined) return undefined;
  const [text, prepared] = await Promise.all([textOf(found.path), textOf(found.prepared)]);
  const content = prepared === undefined ? undefined : parseJson(prepared);
  if (!isPrepared(content) || content.text !== text) return undefined;
  const { value, checked, values, keys } = content;
  const at = (path: ValuePath): string => {
    const depth = path.findIndex((_, index) => values[placeKey(path.slice(0, index + 1))] === undefined);
    return values[placeKey(depth === -1 ? path : path.slice(0, depth))] ?? '';
  };
  return {
    file: {
      value,
      where: (path) => `${found.shown}${at(path)}`,
      whereKey: (path) => `${found.shown}${keys[placeKey(path)] ?? at(path)}`,
    },
    // The build has put there what this file's schema made of this very text.
    checked: checked as T,
  };
}

/** A file that cannot be read is told by whoever reads it as YAML. */
async function textOf(path: string): Promise<string | undefined> {
  return await readBeginning(path, MOST_BYTES).catch(() => undefined);
}

function isPrepared(content: unknown): content is PreparedText {
  return isJsonObject(content) && typeof content['text'] === 'string' && isJsonObject(content['values']);
}
