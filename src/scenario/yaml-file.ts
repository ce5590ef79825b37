import type { Problem } from '../core/errors.js';
import type { ValuePath } from './yaml-value.js';

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
