import type { LanguageName } from '../../../core/language/words.js';

const UNITS = { en: { seconds: ' s', minutes: ' min' }, ko: { seconds: '초', minutes: '분' } } as const;

/** A length for people: `40 s`, `3 min`. */
export function roughly(lengthMs: number, language: LanguageName): string {
  const { seconds, minutes } = UNITS[language];
  return lengthMs < 90_000 ? `${Math.ceil(lengthMs / 1000)}${seconds}` : `${Math.ceil(lengthMs / 60_000)}${minutes}`;
}
