/** How programs write a text file, as bytes; PowerShell, editors and spreadsheets do so in these. */
export const ENCODINGS: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little-endian', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big-endian', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-16, little-endian, without a byte order mark', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16, big-endian, without a byte order mark', (text) => Buffer.from(text, 'utf16le').swap16()],
];
