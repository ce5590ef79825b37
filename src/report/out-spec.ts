import { extname } from 'node:path';
import { unknownName } from '../core/nearest.js';
import { REPORTERS } from './reporters/index.js';
import type { Reporter } from './reporters/reporter.js';

/** The path that means standard output. */
export const STDOUT = '-';

/** One `--out`: a format, and where to. */
export interface OutSpec {
  readonly format: string;
  /** A file's path, or {@link STDOUT}. */
  readonly path: string;
}

const FORMATS = REPORTERS.map(({ format }) => format);

/**
 * Reads `json=report.json`, `csv=-`, or a bare path whose extension names the format.
 * @returns the output, or what is wrong with the text, one sentence with the nearest format
 */
export function parseOutSpec(text: string): OutSpec | string {
  const separator = text.indexOf('=');
  return separator === -1 ? fromBarePath(text) : fromPair(text.slice(0, separator).trim(), text.slice(separator + 1));
}

/** The reporter of a format. */
export function reporterOf(format: string): Reporter | undefined {
  return REPORTERS.find((reporter) => reporter.format === format);
}

function fromPair(format: string, path: string): OutSpec | string {
  if (reporterOf(format) === undefined) return unknownName('format', format, FORMATS);
  if (path === '') return `${format}= names no file; write ${format}=report.${format}, or ${format}=- for stdout`;
  return { format, path };
}

function fromBarePath(path: string): OutSpec | string {
  const extension = extname(path).slice(1).toLowerCase();
  const reporter = REPORTERS.find((candidate) => candidate.extension === extension);
  if (reporter !== undefined) return { format: reporter.format, path };
  if (reporterOf(path) !== undefined)
    return `${path} names no file; write ${path}=report.${path}, or ${path}=- for stdout`;
  if (extension !== '') return `${unknownName('format', extension, FORMATS)}; write <format>=${path}`;
  return `names no format; write <format>=<file> with ${FORMATS.join(' or ')}`;
}
