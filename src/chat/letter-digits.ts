/*
 * Figures of four bits as letters, for marks that go through servers which hide runs of figures, take symbols out or escape them, or
 * change the case of texts. No vowels, so that no word is made that a filter knows, and no letter that looks like a figure. The letter
 * of a figure changes from place to place: a mark full of zeros is no letter many times over, which filters against shouting shorten.
 */
const LETTERS = 'bcdfghjkmnpqrtvw';
/** Odd, so that sixteen places in a row give a figure sixteen letters. */
const STEP = 5;
const INVALID = 0xff;
const SMALL = Uint8Array.from(LETTERS, (letter) => letter.charCodeAt(0));
const VALUES = new Uint8Array(256).fill(INVALID);
SMALL.forEach((byte, value) => {
  VALUES[byte] = value;
  VALUES[byte - 0x20] = value;
});

/** A letter that stands for no figure, in either case. */
export const NO_LETTER_DIGIT = 'x';

/** Is a byte one of these letters, in either case? */
export function isLetterDigit(byte: number): boolean {
  return VALUES[byte] !== INVALID;
}

/** Writes `value` as `length` letters at `bytes[start + from]`. @param from place of the first one in the mark that begins at `start` */
export function writeLetterDigits(bytes: Uint8Array, start: number, from: number, length: number, value: number): void {
  let rest = value;
  for (let place = from + length - 1; place >= from; place--) {
    bytes[start + place] = SMALL[(rest + STEP * place) & 15] ?? 0;
    rest >>>= 4;
  }
}

/** The number in `length` letters (seven at most) of either case; negative when one of them is none of these letters. */
export function readLetterDigits(bytes: Uint8Array, start: number, from: number, length: number): number {
  let value = 0;
  let seen = 0;
  for (let place = from; place < from + length; place++) {
    const letter = VALUES[bytes[start + place] ?? 0] ?? INVALID;
    seen |= letter;
    value = (value << 4) | ((letter - STEP * place) & 15);
  }
  return seen > 15 ? -1 : value;
}
