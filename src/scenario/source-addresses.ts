import { bareHost } from '../core/hosts.js';
import { accepted, type Parser, quoted, rejected } from './parsers.js';

/** With so many the ports of any machine are many more than its memory can hold connections. */
const MOST_ADDRESSES = 256;

/** Addresses as `--source` takes them: one, several with commas between, or from one to another, in the order of the text. */
export const sourceAddresses: Parser<readonly string[]> = (text) => {
  const addresses: string[] = [];
  for (const part of text.split(',')) {
    const range = rangeOf(part.trim());
    if (range === undefined) return rejected('value.sources', { text: quoted(text) });
    if (typeof range === 'string') {
      addresses.push(range);
      continue;
    }
    const [first, last] = range;
    const count = last - first + 1;
    if (count < 1) return rejected('value.sources.lower-first', { text: quoted(text) });
    if (addresses.length + count > MOST_ADDRESSES)
      return rejected('value.sources.most', { text: quoted(text), most: MOST_ADDRESSES });
    for (let number = first; number <= last; number++) addresses.push(dotted(number));
  }
  return addresses.length > MOST_ADDRESSES
    ? rejected('value.sources.most', { text: quoted(text), most: MOST_ADDRESSES })
    : accepted(addresses);
};

/** @returns the ends of a range of IPv4 addresses as numbers, or one address of IPv6; undefined for anything else */
function rangeOf(text: string): readonly [number, number] | string | undefined {
  if (text.includes(':')) {
    const url = `http://[${bareHost(text)}]/`;
    return URL.canParse(url) ? bareHost(new URL(url).hostname) : undefined;
  }
  const [from = '', to = from, ...more] = text.split('-').map((end) => end.trim());
  const [first, last] = [numberOf(from), numberOf(to)];
  return first === undefined || last === undefined || more.length > 0 ? undefined : [first, last];
}

/** `127.0.0.1` as a number; undefined for what is no IPv4 address. */
function numberOf(address: string): number | undefined {
  const bytes = address.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) <= 255))
    return undefined;
  return bytes.reduce((number, byte) => number * 256 + Number(byte), 0);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
