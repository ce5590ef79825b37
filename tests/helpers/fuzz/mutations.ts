import type { Random } from '#dist/core/random.js';
import { jsonOf, oddValue, pick } from './odd-values.js';

type Container = Record<string, unknown>;

/** A copy of a JSON value in which one to four things are not as they should be, or only other than they were. */
export function mutatedValue(random: Random, value: unknown): unknown {
  const change = random.next() < 0.5 ? alteredValue : changed;
  let copy = structuredClone(value);
  for (let changes = 1 + random.integer(4); changes > 0; changes--) copy = change(random, copy);
  return copy;
}

/** One value becomes another of its kind, in place: whoever looks at kinds alone sees nothing wrong. */
export function alteredValue(random: Random, root: unknown): unknown {
  const container = containerIn(random, root);
  const keys = Object.keys(container ?? {}).filter((key) => !isContainer(container?.[key]));
  if (container === undefined || keys.length === 0) return root;
  const key = pick(random, keys);
  const value = container[key];
  if (typeof value === 'number') container[key] = nearby(random, value);
  else if (typeof value === 'boolean') container[key] = !value;
  else container[key] = container[pick(random, keys)];
  return root;
}

function changed(random: Random, root: unknown): unknown {
  const container = containerIn(random, root);
  const keys = Object.keys(container ?? {});
  if (container === undefined || keys.length === 0) return oddValue(random);
  const key = pick(random, keys);
  switch (random.integer(5)) {
    case 0:
      removeFrom(container, key);
      break;
    case 1:
      add(random, container, container[key]);
      break;
    case 2:
      container[key] = container[pick(random, keys)];
      break;
    default:
      container[key] = oddValue(random);
  }
  return root;
}

/** A list or map on a random way down from `root`; undefined when it is none itself. */
function containerIn(random: Random, root: unknown): Container | undefined {
  let found: Container | undefined;
  let value = root;
  while (typeof value === 'object' && value !== null) {
    found = value as Container;
    const inner = Object.values(found).filter(isContainer);
    if (inner.length === 0 || random.next() < 0.15) break;
    value = pick(random, inner);
  }
  return found;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function removeFrom(container: Container, key: string): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else Reflect.deleteProperty(container, key);
}

function add(random: Random, container: Container, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else
    Object.defineProperty(container, pick(random, NAMES), {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

const NAMES = ['__proto__', 'constructor', 'toString', 'x', '', 'a.b', '0', 'length', 'type', 'schema'];

function nearby(random: Random, value: number): number {
  return pick(random, [
    0,
    1,
    value + 1,
    value + 1,
    Math.max(0, value - 1),
    value * 2,
    value * 1e6,
    value * 1e12,
    value / 2,
  ]);
}

const ANCHORS = ['a', 'b', 'c'];

/** A JSON value as YAML in which some values have names, and some are the values of these names, perhaps of one around them. */
export function aliasedYaml(random: Random, value: unknown): string {
  if (random.next() < 0.03) return `*${pick(random, ANCHORS)} `;
  const name = random.next() < 0.06 ? `&${pick(random, ANCHORS)} ` : '';
  if (typeof value !== 'object' || value === null) return `${name}${jsonOf(value ?? null)}`;
  if (Array.isArray(value)) return `${name}[${value.map((item) => aliasedYaml(random, item)).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${aliasedYaml(random, inner)}`);
  return `${name}{ ${pairs.join(', ')} }`;
}

/** Text that was cut, spliced, repeated, or has some of `tokens` in it. */
export function mutatedText(random: Random, text: string, tokens: readonly string[]): string {
  let changedText = text;
  for (let changes = 1 + random.integer(5); changes > 0; changes--) {
    const [from, to] = [random.integer(changedText.length + 1), random.integer(changedText.length + 1)].toSorted(
      (a, b) => a - b,
    ) as [number, number];
    const [before, inside, after] = [changedText.slice(0, from), changedText.slice(from, to), changedText.slice(to)];
    const token = pick(random, tokens);
    switch (random.integer(7)) {
      case 0:
        changedText = before + after;
        break;
      case 1:
        changedText = `${before}${inside.slice(0, 500)}${inside}${after}`;
        break;
      case 2:
        changedText = before;
        break;
      case 3:
        changedText = `${before}${token.repeat(1 + random.integer(200))}${inside}${after}`;
        break;
      default:
        changedText = `${before}${token}${inside}${after}`;
    }
  }
  return changedText;
}

/** Bytes of which some are others; what they were written as may not be text any more. */
export function mutatedBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let changes = 1 + random.integer(8); changes > 0 && copy.length > 0; changes--)
    copy[random.integer(copy.length)] = random.integer(256);
  return copy;
}

/** A JSON value with things that are not as they should be, as bytes; sometimes the bytes are not as they should be. */
export function mutatedJson(random: Random, value: unknown): Uint8Array {
  const text = jsonOf(mutatedValue(random, value), random.next() < 0.3 ? 2 : undefined);
  if (random.next() < 0.8) return Buffer.from(text);
  return random.next() < 0.5
    ? Buffer.from(mutatedText(random, text, JSON_TOKENS))
    : mutatedBytes(random, Buffer.from(text));
}

const JSON_TOKENS = ['{', '}', '[', ']', ',', ':', '"', '\\', 'null', '1e999', '-', '\n', '\u0000', '"type":"run",'];
