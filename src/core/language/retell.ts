import { type KnownTexts, recogniseText } from './recognise.js';
import type { Wording } from './words.js';

/** Says an English sentence of a report in another language; one that nobody has translated stays whole as it is. */
export type TellSentence = (english: string) => string;

/** How English sentences are said in a language. @param known messages that are looked for first, by their English texts */
export function tellerOf(words: Wording, known?: KnownTexts): TellSentence {
  if (words.language === 'en') return (english) => english;
  return (english) => words.say(recogniseText(english, known) ?? english);
}
