import { MARKS } from '../../../core/marks.js';
import type { TruthRow } from '../../../truth/row.js';
import type { Palette } from '../../colours.js';
import { say, type TerminalOutput } from '../../io.js';

/** Where rows are told as they come. */
export interface RowTeller {
  readonly output: TerminalOutput;
  readonly palette: Palette;
  /** Does the table come as JSON? */
  readonly isJson: boolean;
}

/**
 * Tells rows as they come, one a line. A terminal gets all of them, so that the wait can be watched. Elsewhere, and beside
 * JSON, failures alone are told, because the table repeats the rest.
 */
export function tellRows({ output, palette, isJson }: RowTeller): (row: TruthRow) => void {
  const showsAll = output.isTTY === true && !isJson;
  return ({ experiment, property, result }) => {
    if (result !== 'fail' && !showsAll) return;
    const sign = result === 'fail' ? palette.bad(MARKS.bad) : palette.good(MARKS.good);
    say(output, `${sign} ${experiment}: ${property}`);
  };
}
