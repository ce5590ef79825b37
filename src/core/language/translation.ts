import type { NamesOf } from './template.js';

/** A sentence in another language, if it has the same places as the English one; what it must have otherwise. */
type Same<English, Other> = English extends string
  ? Other extends string
    ? [NamesOf<English>, NamesOf<Other>] extends [NamesOf<Other>, NamesOf<English>]
      ? Other
      : { readonly 'must have the places': NamesOf<English> }
    : string
  : never;

/** What is wrong with a translation: a key that it lacks, places that differ, a key that English does not have. */
type Checked<English, Other> = {
  readonly [Key in keyof English]: Key extends keyof Other ? Same<English[Key], Other[Key]> : string;
} & { readonly [Key in Exclude<keyof Other, keyof English>]: never };

/** Takes a translation of a dictionary: without one of its keys, or with other places in one of its sentences, it does not compile. */
export function translationOf<English>() {
  return <const Other extends Readonly<Record<string, string>>>(other: Other & Checked<English, Other>): Other => other;
}
