import type { TellSentence } from '../core/language/retell.js';
import { ENGLISH, type Wording } from '../core/language/words.js';

/** In which language, and how the sentences of the report are said in it. */
export interface Voice {
  readonly words: Wording;
  readonly tell: TellSentence;
}

/** A report as it is written. */
export const ENGLISH_VOICE: Voice = { words: ENGLISH, tell: (english) => english };
