import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';

/**
 * One format that a report can be written in. A new format is one file with one of these, and one line in the table of
 * `index.ts`: `--out`, its help and its error messages follow.
 */
export interface Reporter {
  /** What `--out <format>=<file>` calls it: lower-case letters and digits. */
  readonly format: string;
  /** Extension of its files without the dot, by which a bare path names the format. No two formats share one. */
  readonly extension: string;
  /** What it holds, a few words for the help. */
  readonly describe: string;
  /**
   * The whole file's text, its last line ended. Pure and synchronous: no clock, no files, no terminal. Texts from the server
   * (room names, error kinds) can hold anything, so a format escapes them.
   * @param place the file that it is for; undefined for stdout
   * @param voice the language of what is for people; English without it, and of what is for machines
   */
  render(report: Report, place?: string, voice?: Voice): string;
}
