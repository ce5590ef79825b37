import { printable } from '../core/text.js';

/** What is no character of XML 1.0 (production 2) and is not made visible by `printable` already: halves of pairs, non-characters. */
const NO_CHARACTER = /\p{Surrogate}|[\ufffe\uffff]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * A text on one line, safe as content and as an attribute's value: control and bidirectional characters are visible, what XML
 * 1.0 has no place for is U+FFFD, and what exceeds `maxLength` characters is cut. Build servers read what is printed for
 * commands of their own (`::error::`, `##[error]`), so that these are broken up as well.
 */
export function xmlText(text: string, maxLength = 1000): string {
  return printable(text, maxLength)
    .replace(NO_CHARACTER, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replace(/^(\s*):/, '$1&#58;')
    .replace(/##/g, '#&#35;');
}

/** ` name="value"` for every attribute. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}
