import { englishDictionary, type EnglishKey, type EnglishValues } from './en/index.js';
import { NOTHING_KNOWN, NUMBER_FORMATS } from './formats.js';
import { withParticle } from './particles.js';
import { type AnyMessage, isList, partsOf, type Text, type Value } from './template.js';

/** The languages that there are, the first of which is the one of reports and of whatever has no translation. */
export const LANGUAGES = ['en', 'ko'] as const;

export type LanguageName = (typeof LANGUAGES)[number];

/** A message of a sentence that the dictionaries have. */
export interface Message extends AnyMessage {
  readonly key: EnglishKey;
}

/** A message: the key of a sentence and exactly its values, which is all that whoever has something to say needs to know. */
export function message<Key extends EnglishKey>(key: Key, ...[values]: ValuesArgument<Key>): Message {
  return { key, values: values ?? {} };
}

/** Is it a message, rather than something else that a function may give? */
export function isMessage(one: object | string): one is AnyMessage {
  return typeof one === 'object' && 'key' in one && 'values' in one;
}

/** No values where a sentence has no places. */
export type ValuesArgument<Key extends EnglishKey> = keyof EnglishValues<Key> extends never
  ? readonly [values?: Readonly<Record<string, never>>]
  : readonly [values: EnglishValues<Key>];

/** How a list is put together: `a, b and c`. */
export interface ListWords {
  readonly two: (one: string, other: string) => string;
  readonly last: (before: string, last: string) => string;
}

type Dictionary = Readonly<Record<string, string>>;

/** A language: says messages. */
export class Wording {
  readonly language: LanguageName;
  readonly #read: () => Dictionary;
  readonly #lists: ListWords;
  #known: Dictionary | undefined;

  /** @param read gives all sentences by their keys; is called when the first of them is wanted */
  constructor(language: LanguageName, read: () => Dictionary, lists: ListWords) {
    this.language = language;
    this.#read = read;
    this.#lists = lists;
  }

  get #dictionary(): Dictionary {
    this.#known ??= this.#read();
    return this.#known;
  }

  /** The text of a message; words that are no message are said as they are. */
  say(said: Text): string {
    if (typeof said === 'string') return said;
    if (typeof said === 'number') return String(said);
    return this.attempt(said) ?? ENGLISH.attempt(said) ?? said.key;
  }

  /** A sentence as the dictionary has it, with its places. */
  template(key: EnglishKey): string {
    return this.#dictionary[key] ?? englishDictionary()[key];
  }

  /** A sentence and its values, said at once. */
  text<Key extends EnglishKey>(key: Key, ...values: ValuesArgument<Key>): string {
    return this.say(message(key, ...values));
  }

  /** `a, b and c` */
  list(texts: readonly Text[]): string {
    const all = texts.map((text) => this.say(text));
    const [last = '', ...before] = all.toReversed();
    if (before.length === 0) return last;
    const first = before.toReversed();
    return first.length === 1 ? this.#lists.two(first[0] ?? '', last) : this.#lists.last(first.join(', '), last);
  }

  /**
   * The text of a message, which may come from a file; undefined where it cannot be said whole in this language: a sentence is in one
   * language or in the other, and never in both.
   */
  attempt({ key, values }: AnyMessage): string | undefined {
    const dictionary = this.#dictionary;
    const template = Object.hasOwn(dictionary, key) ? dictionary[key] : undefined;
    if (template === undefined) return undefined;
    let text = '';
    for (const part of partsOf(template)) {
      if ('words' in part) {
        text += this.language === 'ko' ? withParticle(text, part.words) : part.words;
        continue;
      }
      const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined;
      const shown = value === undefined ? undefined : this.#shown(value, part.format, part.forms);
      if (shown === undefined) return undefined;
      text += shown;
    }
    return text;
  }

  #shown(value: Value, format: string | undefined, forms: readonly string[]): string | undefined {
    if (value === null) return NOTHING_KNOWN;
    if (typeof value === 'number') {
      if (forms.length > 0) return value === 1 ? forms[0] : forms[1];
      return format === undefined ? String(value) : NUMBER_FORMATS[format]?.(value);
    }
    // A number that was found in a text has its format already.
    if (typeof value === 'string') return forms.length > 0 ? forms[value === '1' ? 0 : 1] : value;
    if (isList(value)) {
      const texts = value.map((one) => (typeof one === 'object' ? this.attempt(one) : String(one)));
      const known = texts.filter((one) => one !== undefined);
      return known.length === texts.length ? this.#joined(known, format) : undefined;
    }
    return this.attempt(value);
  }

  #joined(texts: readonly string[], format: string | undefined): string | undefined {
    switch (format) {
      case 'and':
        return this.list(texts);
      case 'commas':
        return texts.join(', ');
      case 'semicolons':
        return texts.join('; ');
      case 'words':
        return texts.join(' ');
      default:
        return undefined;
    }
  }
}

/** English: the language of reports, and of whatever another one lacks. */
export const ENGLISH = new Wording('en', englishDictionary, {
  two: (one, other) => `${one} and ${other}`,
  last: (before, last) => `${before} and ${last}`,
});

/** A language by its name; a dictionary is read when it is wanted. */
export async function wordsOf(language: LanguageName): Promise<Wording> {
  if (language === 'en') return ENGLISH;
  const { koreanDictionary } = await import('./ko/index.js');
  return new Wording('ko', koreanDictionary, {
    two: (one, other) => `${one}, ${other}`,
    last: (before, last) => `${before}, ${last}`,
  });
}

/** A message in English, as reports have it. */
export function inEnglish(said: Text): string {
  return ENGLISH.say(said);
}
