/**
 * A sentence of a dictionary, with places for values: `{lost:count} of {expected:count} {expected?delivery|deliveries} lost`.
 *
 * | place | what stands there |
 * | --- | --- |
 * | `{name}` | a text, or another message |
 * | `{name:format}` | a number or a list in a format of `formats.ts` |
 * | `{name?one\|many}` | the first word for exactly one of them, else the second |
 */
type Place<Template extends string> = Template extends `${string}{${infer Inside}}${infer Rest}`
  ? Inside | Place<Rest>
  : never;

/** `lost` of `{lost:count}`. */
type NameOf<Inside extends string> = Inside extends `${infer Name}:${string}`
  ? Name
  : Inside extends `${infer Name}?${string}`
    ? Name
    : Inside;

type ListFormat = 'and' | 'commas' | 'semicolons' | 'words';

type ValueOf<Inside extends string> = Inside extends `${string}:${ListFormat}`
  ? readonly Text[]
  : Inside extends `${string}:${string}`
    ? number | null
    : Inside extends `${string}?${string}`
      ? number | null
      : Text;

/** What a template needs to become a text. */
export type ValuesOf<Template extends string> = {
  readonly [Inside in Place<Template> as NameOf<Inside>]: ValueOf<Inside>;
};

/** The names of a template's places. */
export type NamesOf<Template extends string> = NameOf<Place<Template>>;

/** Something that can be said in any language: the key of a sentence, and its values. Plain JSON. */
export interface AnyMessage {
  readonly key: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** Wording that are the same in every language (names, flags, numbers that are texts already), or a message. */
export type Text = string | number | AnyMessage;

export type Value = Text | null | readonly Text[];

/** Is a value a list? */
export function isList(value: Value): value is readonly Text[] {
  return Array.isArray(value);
}

/** A part of a template: words as they stand, or a place. */
export type TemplatePart =
  | { readonly words: string }
  | { readonly name: string; readonly format: string | undefined; readonly forms: readonly string[] };

const PLACE = /\{(\w+)(?::(\w+)|\?([^{}|]*)\|([^{}|]*))?\}/g;

/** The parts of a template, in their order. */
export function partsOf(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of template.matchAll(PLACE)) {
    if (match.index > from) parts.push({ words: template.slice(from, match.index) });
    const [whole, name = '', format, one, many] = match;
    parts.push({ name, format, forms: one === undefined || many === undefined ? [] : [one, many] });
    from = match.index + whole.length;
  }
  if (from < template.length) parts.push({ words: template.slice(from) });
  return parts;
}
