import type { ReportFormat } from '../report-formats.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';

/**
 * One format that a report can be written in. A new format is a line in the table of `report-formats.ts`, from which `--out`, its help and
 * its error messages follow, one file with one of these, and one line in the table of `index.ts`.
 */
export interface Reporter extends ReportFormat {
  /**
   * The whole file's text, its last line ended. Pure and synchronous: no clock, no files, no terminal. Texts from the server
   * (room names, error kinds) can hold anything, so a format escapes them.
   * @param place the file that it is for; undefined for stdout
   * @param voice the language of what is for people; English without it, and of what is for machines
   */
  render(report: Report, place?: string, voice?: Voice): string;
}
