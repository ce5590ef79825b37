import type { Voice } from '../../report/voice.js';
import type { Comparison } from '../../report/comparison/comparison-types.js';

/**
 * One format that a comparison can be written in. A new one is a file with one of these and a line in the table of `index.ts`.
 */
export interface ComparisonFormat {
  /** What `--out <format>=<file>` calls it. */
  readonly format: string;
  /** Extension of its files without the dot. */
  readonly extension: string;
  /** The whole file's text. Pure; texts of files, plans and servers can hold anything, and are escaped here. @param voice the language of what is for people; English without */
  render(comparison: Comparison, voice?: Voice): string;
}
