import type { Palette } from '../../colours.js';
import { say, type TerminalOutput } from '../../io.js';
import type { TruthRow } from '../../../truth/row.js';

/** Where rows are told as they come. */
export interface RowTeller {
  readonly output: TerminalOutput;
  readonly palette: Palette;
  /** Does the table come as JSON? */
  readonly isJson: boolean;
}

/**
 * Tells of each row in a line: on a terminal of all, since somebody watches; elsewhere, and beside JSON, of failures alone,
 * since the table repeats the rest.
 */
export function tellRows({ output, palette, isJson }: RowTeller): (row: TruthRow) => void {
  const showsAll = output.isTTY === true && !isJson;
  return ({ experiment, property, result }) => {
    if (result !== 'fail' && !showsAll) return;
    const sign = result === 'fail' ? palette.bad('✖') : palette.good('✔');
    say(output, `${sign} ${experiment}: ${property}`);
  };
}
