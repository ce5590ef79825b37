import { BASE32 } from '../core/ids.js';

/** Figures of five bits, one character each. What is none of them stays negative in every number that it is a part of. */
const INVALID = -1;
const DIGITS = Uint8Array.from(BASE32, (character) => character.charCodeAt(0));
const VALUES = new Int8Array(256).fill(INVALID);
DIGITS.forEach((byte, value) => {
  VALUES[byte] = value;
});

/** Is a byte one of these characters? */
export function isDigit(byte: number): boolean {
  return VALUES[byte] !== INVALID;
}

/** Writes `value` as `length` characters at `offset`. */
export function writeDigits(bytes: Uint8Array, offset: number, length: number, value: number): void {
  let rest = value;
  for (let at = offset + length - 1; at >= offset; at--) {
    bytes[at] = DIGITS[rest & 31] ?? 0;
    rest >>>= 5;
  }
}

/**
 * The number in `length` digits (six at most); negative when one of them is no digit. V8 builds so short a loop into whoever calls it,
 * and has no room left for one that is written out.
 */
export function readDigits(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let at = offset; at < offset + length; at++) value = (value << 5) | (VALUES[bytes[at] ?? 0] ?? INVALID);
  return value;
}
