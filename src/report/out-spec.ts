import { extname } from 'node:path';
import { type Message, message } from '../core/language/words.js';
import { saidUnknownName } from '../core/nearest.js';
import { REPORT_FORMATS, type ReportFormat } from './report-formats.js';

/** The path that means standard output. */
export const STDOUT = '-';

/** One `--out`: a format, and where to. */
export interface OutSpec {
  readonly format: string;
  /** A file's path, or {@link STDOUT}. */
  readonly path: string;
}

/** What can be written: a report's formats are {@link REPORT_FORMATS}, a run has {@link RUN_FORMATS}, a comparison its own. */
type Format = Pick<ReportFormat, 'format' | 'extension'>;

/** The one format that no finished report is rendered in: the run as it goes on, line by line. */
export const RECORD_FORMAT = {
  format: 'ndjson',
  extension: 'ndjson',
  describe: 'the run as it goes on, line by line',
} as const satisfies ReportFormat;

/** What `--out` of a run takes. */
export const RUN_FORMATS: readonly ReportFormat[] = [...Object.values(REPORT_FORMATS), RECORD_FORMAT];

/**
 * Reads `json=report.json`, `csv=-`, or a bare path whose extension names the format.
 * @param formats those that there are
 * @returns the output, or what is wrong with the text, one sentence with the nearest format
 */
export function parseOutSpec(
  text: string,
  formats: readonly Format[] = Object.values(REPORT_FORMATS),
): OutSpec | Message {
  const separator = text.indexOf('=');
  if (separator === -1) return fromBarePath(text, formats);
  return fromPair(text.slice(0, separator).trim(), text.slice(separator + 1), formats);
}

/** Is this output written while the run goes on? */
export function isRecord({ format }: OutSpec): boolean {
  return format === RECORD_FORMAT.format;
}

function fromPair(format: string, path: string, formats: readonly Format[]): OutSpec | Message {
  const known = formats.find((candidate) => candidate.format === format);
  if (known === undefined) return saidUnknownName('format', format, namesOf(formats));
  if (path === '') return namesNoFile(`${format}=`, known);
  return { format, path };
}

function fromBarePath(path: string, formats: readonly Format[]): OutSpec | Message {
  const extension = extname(path).slice(1).toLowerCase();
  const known = formats.find((candidate) => candidate.extension === extension);
  if (known !== undefined) return { format: known.format, path };
  const meant = formats.find(({ format }) => format === path);
  if (meant !== undefined) return namesNoFile(path, meant);
  if (extension !== '')
    return message('out.extension', { unknown: saidUnknownName('format', extension, namesOf(formats)), file: path });
  return message('out.no-format', { formats: namesOf(formats).join(', ') });
}

function namesNoFile(written: string, { format, extension }: Format): Message {
  return message('out.no-file', { format: written, name: format, extension });
}

function namesOf(formats: readonly Format[]): string[] {
  return formats.map(({ format }) => format);
}
