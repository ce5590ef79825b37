import type { Words } from '../words.js';

/** Why nothing can be said of a part of an exercise. */
export const NOT_SO_FAR: Words = { en: 'the check did not get so far', ko: '검사가 여기까지 가지 못함' };
