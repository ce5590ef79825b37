import { readFilterMood } from '../watch/filter-mood.js';
import type { Act } from './act.js';

/** `filter delay=900ms`: from now on the text filter that we run does that. */
export function filterAct(words: string): Act {
  const mood = readFilterMood(words);
  return ({ filter }) => filter?.become(mood);
}
