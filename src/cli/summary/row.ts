import { ENGLISH, type Wording } from '../../core/language/words.js';
import type { Tone } from '../../report/headline.js';
import type { TellSentence } from '../../report/translation-of.js';

/** One labelled line, cut at the width that there is. */
export interface Row {
  readonly label: string;
  readonly text: string;
  readonly tone?: Tone;
  /** May it be left out when the screen is full? The last one goes first. */
  readonly isSpare?: true;
}

/** In which language, and how the sentences of the report are said in it. */
export interface Voice {
  readonly words: Wording;
  readonly tell: TellSentence;
}

/** A report as it is written. */
export const ENGLISH_VOICE: Voice = { words: ENGLISH, tell: (english) => english };
