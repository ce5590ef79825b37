import { LANGUAGES, type LanguageName } from './words.js';

/**
 * The language that an environment asks for: its own variable, else the locale of messages as setlocale(3) looks it up. A locale whose
 * characters are not UTF-8, and the Linux console, whose font has no Hangul, get English.
 */
export function languageOfEnvironment(env: Readonly<Record<string, string | undefined>>): LanguageName {
  const asked = languageNamed(env['NEWYEAR_LOAD_LANG'] ?? '');
  if (asked !== undefined) return asked;
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => (value ?? '') !== '') ?? '';
  const [, language, codeset] = /^([a-z]{2,3})(?:[_-]\w+)?(?:\.([\w-]+))?(?:@.*)?$/i.exec(locale) ?? [];
  const isReadable = (codeset === undefined || /^utf-?8$/i.test(codeset)) && env['TERM'] !== 'linux';
  return isReadable && language?.toLowerCase() === 'ko' ? 'ko' : 'en';
}

/** `ko`; undefined for a name that is none. */
export function languageNamed(name: string): LanguageName | undefined {
  return LANGUAGES.find((language) => language === name);
}
