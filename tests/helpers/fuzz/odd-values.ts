import type { Random } from '#dist/core/random.js';
import { HOSTILE_TEXTS } from '../report/hostile.js';

/** One of several things. */
export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.integer(from.length)] as T;
}

/** Stands for a number that JSON can write and JavaScript cannot hold; {@link jsonOf} writes it. */
const ENDLESS = '\u0000endless\u0000';

const NUMBERS = [0, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, 1e21, 1e300, -1e300, 5e-324, 86_400_001];

const TEXTS = [
  '',
  ' ',
  'x',
  '__proto__',
  'constructor',
  '1e9',
  '-1',
  '0x10',
  '1h',
  '9999-99-99T99:99:99Z',
  '2026-02-31T24:59:60.000Z',
  '0000-01-01T00:00:00Z',
  'AAAA',
  'HISTFAAAABx4nJNpmSzMgADMUJoRRFybvITB/gNEAABQ2gSH',
  '/../../elsewhere',
  '{{user.name}}',
  '{{message.text}}',
  '{{',
  'p99(delivery)<1ms',
  'lost==0',
  'a+b',
  ...HOSTILE_TEXTS.filter(({ length }) => length < 1000),
];

/** A value that hardly anybody writes. */
export function oddValue(random: Random): unknown {
  switch (random.integer(10)) {
    case 0:
      return null;
    case 1:
      return random.next() < 0.5;
    case 2:
    case 3:
      return pick(random, NUMBERS);
    case 4:
      return ENDLESS;
    case 5:
      return random.next() < 0.5 ? [] : {};
    case 6:
      return nested(random, pick(random, [1, 5, 70, 110, 250]));
    case 7:
      return pick(random, ['x', '{{', '\u202e', 'é']).repeat(random.integer(3000));
    default:
      return pick(random, TEXTS);
  }
}

/** Lists and maps around each other. */
function nested(random: Random, levels: number): unknown {
  let value: unknown = pick(random, TEXTS);
  for (let level = 0; level < levels; level++) value = random.next() < 0.5 ? [value] : { a: value };
  return value;
}

/** A value as JSON, the numbers that JavaScript has none for among it. */
export function jsonOf(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(JSON.stringify(ENDLESS), '1e999');
}
