import type { Tone } from '../../report/headline.js';

/** One labelled line, cut at the width that there is. */
export interface Row {
  readonly label: string;
  readonly text: string;
  readonly tone?: Tone;
  /** May it be left out when the screen is full? The last one goes first. */
  readonly isSpare?: true;
}
