import { readFile } from 'node:fs/promises';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf, type Problem, systemCodeOf } from '../core/errors.js';

/** Keys and indexes that lead to a value. */
export type ValuePath = readonly PropertyKey[];

/** A YAML (or JSON) file's content that still knows where each value stands. */
export interface YamlFile {
  readonly value: unknown;
  /** `file:line:col` of the value at `path`, or of the deepest part of the path that exists. */
  readonly where: (path: ValuePath) => string;
  /** `file:line:col` of the key that `path` ends with. */
  readonly whereKey: (path: ValuePath) => string;
}

/** What reading gives: a file, or all that is wrong with its syntax. */
export type ReadResult = { readonly file: YamlFile } | { readonly problems: readonly Problem[] };

/**
 * Reads a YAML file; never rejects.
 * @param path of the file
 * @param shown how messages name the file
 */
export async function readYaml(path: string, shown: string): Promise<ReadResult> {
  try {
    return parseYaml(await readFile(path, 'utf8'), shown);
  } catch (error) {
    return { problems: [{ where: shown, message: unreadable(error) }] };
  }
}

function parseYaml(text: string, shown: string): ReadResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { problems: faults.map((fault) => ({ where: at(fault.pos[0]), message: sentence(fault.message) })) };
  }
  const value: unknown = document.toJS();
  if (value === null) return { problems: [{ where: shown, message: 'is empty' }] };
  return {
    file: {
      value,
      where: (path) => at(valueOffset(document, path)),
      whereKey: (path) => at(keyOffset(document, path) ?? valueOffset(document, path)),
    },
  };
}

function valueOffset(document: Document.Parsed, path: ValuePath): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const offset = offsetOf(node);
    if (offset !== undefined) return offset;
  }
  return offsetOf(document.contents) ?? 0;
}

function keyOffset(document: Document.Parsed, path: ValuePath): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(path.at(-1)));
  return offsetOf(pair?.key);
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const offset: unknown = node.range[0];
  return typeof offset === 'number' ? offset : undefined;
}

function unreadable(error: unknown): string {
  const code = systemCodeOf(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a folder, not a file';
  return `cannot be read: ${messageOf(error)}`;
}

function sentence(message: string): string {
  return message.replace(/\.$/, '').replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());
}
