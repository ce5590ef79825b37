import { englishSentences } from './en/sentences.js';
import { type AnyMessage, partsOf, type Text, type Value } from './template.js';

/** A sentence of the dictionary as it is looked for in a text: its words, and the places between them. */
interface Shape {
  readonly key: string;
  /** One more than there are places. */
  readonly words: readonly string[];
  readonly places: readonly { readonly name: string; readonly format: string | undefined }[];
  /** Values that only choose a word, 1 where the word is that for one, and places that are empty. */
  readonly chosen: Readonly<Record<string, number | string>>;
  /** Characters of its words: of several shapes that fit, the one with the most is what was said. */
  readonly length: number;
}

/** Messages by their English texts. */
export type KnownTexts = ReadonlyMap<string, Text>;

/** A sentence in a sentence in a sentence: nobody says more at once. */
const DEEPEST = 4;
/** A longer text is none of ours. */
const MOST_CHARACTERS = 4000;
const MOST_SENTENCES = 12;
/** Less than that fits anything. */
const FEWEST_LETTERS = 3;
const SEPARATORS: Readonly<Record<string, RegExp>> = { and: /, | and /, commas: /, /, semicolons: /; / };

/** A number as the formats of numbers write it: `1,200`, `1.03 %`, `12.4 ms`. */
const NUMBER = /^(?:–|[−+-]?[\d.,]+ ?[a-zA-Zµ%]{0,3}(?:\/s)?)$/;

let shapes: readonly Shape[] | undefined;

/**
 * Finds the message that an English text is, which comes from a report, another thread or another machine, where there are texts alone: one
 * sentence of those that the dictionary keeps for that, or several in a row. Values are texts, as they stand in it.
 * @param known messages that are looked for first
 * @returns undefined for a text that is none of them
 */
export function recogniseText(text: string, known: KnownTexts = new Map()): Text | undefined {
  return text.length > MOST_CHARACTERS ? undefined : recogniseWithin(text, known, 0);
}

/** The message that an English text is, or else the text. */
export function recognised(text: string): Text {
  return recogniseText(text) ?? text;
}

function recogniseWithin(text: string, known: KnownTexts, depth: number): Text | undefined {
  return (
    known.get(text) ?? sentence(text, known, depth) ?? sentences(text, known, depth) ?? behindColon(text, known, depth)
  );
}

/** `POST /login: the answer has no "token"`: who or what it is of, and a sentence. */
function behindColon(text: string, known: KnownTexts, depth: number): AnyMessage | undefined {
  const at = text.indexOf(': ');
  if (at === -1 || depth >= DEEPEST) return undefined;
  const of = text.slice(0, at);
  const said = recogniseWithin(text.slice(at + 2), known, depth + 1);
  return said === undefined ? undefined : { key: 'list.sentences', values: { parts: [`${of}:`, said] } };
}

/** One sentence. */
function sentence(text: string, known: KnownTexts, depth: number): AnyMessage | undefined {
  shapes ??= Object.entries(englishSentences()).flatMap(([key, template]) => shapesOf(key, template));
  let best: { readonly shape: Shape; readonly taken: readonly string[] } | undefined;
  for (const shape of shapes) {
    if (shape.length <= (best?.shape.length ?? 0)) continue;
    const taken = valuesIn(text, shape);
    if (taken !== undefined) best = { shape, taken };
  }
  if (best === undefined) return undefined;
  const { key, places, chosen } = best.shape;
  const values: Record<string, Value> = { ...chosen };
  for (const [index, { name, format }] of places.entries()) values[name] = told(best.taken[index] ?? '', format);
  return { key, values };

  function told(value: string, format: string | undefined): Value {
    const separator = SEPARATORS[format ?? ''];
    return separator === undefined ? inner(value) : value.split(separator).map(inner);
  }

  function inner(part: string): Text {
    return (depth < DEEPEST ? recogniseWithin(part, known, depth + 1) : undefined) ?? part;
  }
}

/** Several sentences in a row, each of which is known. */
function sentences(text: string, known: KnownTexts, depth: number): AnyMessage | undefined {
  const parts: Text[] = [];
  let from = 0;
  const ends = [...text.matchAll(/(?<=[.?!]) /g)].map(({ index }) => index).slice(0, MOST_SENTENCES);
  if (ends.length === 0) return undefined;
  for (const end of [...ends, text.length]) {
    const part = text.slice(from, end);
    const said = known.get(part) ?? sentence(part, known, depth);
    if (said === undefined) continue;
    parts.push(said);
    from = end + 1;
  }
  return from === text.length + 1 ? { key: 'list.sentences', values: { parts } } : undefined;
}

/** The texts in the places of a shape, if a text has that shape. Each place takes as little as it can. */
function valuesIn(text: string, { words, places }: Shape): string[] | undefined {
  const values = textsBetween(text, words);
  const isSound = (value: string, index: number): boolean => {
    const format = places[index]?.format;
    return format === undefined || format in SEPARATORS || NUMBER.test(value);
  };
  return values?.every(isSound) === true ? values : undefined;
}

function textsBetween(text: string, words: readonly string[]): string[] | undefined {
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (words.length === 1) return text === first ? [] : undefined;
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const end = text.length - last.length;
  const values: string[] = [];
  let from = first.length;
  for (const next of words.slice(1, -1)) {
    const at = text.indexOf(next, from);
    if (at === -1 || at + next.length > end) return undefined;
    values.push(text.slice(from, at));
    from = at + next.length;
  }
  if (from > end) return undefined;
  return [...values, text.slice(from, end)];
}

/** A template's shapes: one for each choice of words in it. Of two places that touch the second is taken to be empty, as most often it is. */
function shapesOf(key: string, template: string): Shape[] {
  const parts = partsOf(template);
  const choices = new Set(parts.flatMap((part) => ('forms' in part && part.forms.length > 0 ? [part.name] : [])));
  let chosen: Readonly<Record<string, number>>[] = [{}];
  for (const name of choices) chosen = chosen.flatMap((one) => [1, 2].map((count) => ({ ...one, [name]: count })));
  return chosen.flatMap((choice): Shape[] => {
    const words = [''];
    const absent: Record<string, string> = {};
    const places: { readonly name: string; readonly format: string | undefined }[] = [];
    const add = (text: string): void => {
      words[words.length - 1] += text;
    };
    for (const part of parts) {
      if ('words' in part) add(part.words);
      else if (part.forms.length > 0) add(part.forms[choice[part.name] === 1 ? 0 : 1] ?? '');
      else if (places.length > 0 && words.at(-1) === '') absent[part.name] = '';
      else {
        places.push(part);
        words.push('');
      }
    }
    const said = words.join('');
    const letters = said.replace(/[^\p{L}]/gu, '').length;
    return letters < FEWEST_LETTERS
      ? []
      : [{ key, words, places, chosen: { ...choice, ...absent }, length: said.length }];
  });
}
