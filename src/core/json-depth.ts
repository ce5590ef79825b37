/** No report, scenario, dialect or answer that makes sense nests deeper; what walks a value may use the stack down to here. */
export const MOST_NESTED = 100;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Does a JSON text nest lists and maps deeper than `most` levels? Told from its brackets alone, before anything is parsed or
 * walked; of a text that is no JSON the answer means nothing.
 */
export function nestsDeeper(text: string, most = MOST_NESTED): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const sign = text.charCodeAt(index);
    if (isInString) {
      if (sign === BACKSLASH) index++;
      else if (sign === QUOTE) isInString = false;
    } else if (sign === QUOTE) isInString = true;
    else if (sign === OPEN_LIST || sign === OPEN_MAP) {
      if (++depth > most) return true;
    } else if (sign === CLOSE_LIST || sign === CLOSE_MAP) depth--;
  }
  return false;
}
