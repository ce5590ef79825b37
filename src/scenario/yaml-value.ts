import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Message, message } from '../core/language/words.js';

/** No scenario, dialect or theme nests lists and maps deeper. */
export const MOST_LEVELS = 64;

/** Values that aliases may stand for: an alias of aliases of aliases is a short text of endless length. */
const MOST_ALIASED = 100_000;

/** Keys and indexes that lead to a value. */
export type ValuePath = readonly PropertyKey[];

/** Something wrong with a file's content, at an offset of its text. */
export interface YamlFault {
  readonly offset: number;
  readonly said: Message;
}

/** What a node stands for. */
interface Found {
  readonly value: unknown;
  /** Values in it, itself included. */
  readonly size: number;
  /** Lists and maps around the innermost value in it. */
  readonly height: number;
}

/** A node with a name that aliases have for it; what is found in it is undefined as long as it has not ended. */
interface Anchored {
  readonly node: unknown;
  found: Found | undefined;
}

const NOTHING: Found = { value: null, size: 1, height: 0 };

/**
 * A YAML document's content as plain values, in one walk through its nodes: aliases are resolved, and what has no end, is
 * too deep or stands for too much is a fault and is left out.
 */
export class YamlValue {
  readonly value: unknown;
  readonly faults: YamlFault[] = [];
  readonly #root: unknown;
  readonly #anchors = new Map<string, Anchored>();
  readonly #targets = new Map<Alias, unknown>();
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  #aliased = 0;

  /** @param root the document's content */
  constructor(root: unknown) {
    this.#root = root;
    this.value = this.#read(root, 0).value;
  }

  /** Where the value at `path` begins, or the deepest part of the path that exists. */
  offsetOf(path: ValuePath): number {
    let node = this.#root;
    let offset = offsetOf(node) ?? 0;
    for (const key of path) {
      node = this.#within(node, key);
      if (node === undefined) break;
      offset = offsetOf(node) ?? offset;
    }
    return offset;
  }

  /** Where the key that `path` ends with begins; undefined when there is none. */
  offsetOfKey(path: ValuePath): number | undefined {
    const parent = path.slice(0, -1).reduce<unknown>((node, key) => this.#within(node, key), this.#root);
    return offsetOf(this.#pairOf(parent, path.at(-1))?.key);
  }

  #within(node: unknown, key: PropertyKey): unknown {
    const target = isAlias(node) ? this.#targets.get(node) : node;
    return isSeq(target) ? target.items[Number(key)] : this.#pairOf(target, key)?.value;
  }

  #pairOf(node: unknown, key: PropertyKey | undefined): Pair | undefined {
    const target = isAlias(node) ? this.#targets.get(node) : node;
    return isMap(target) ? this.#pairs.get(target)?.get(String(key)) : undefined;
  }

  /** @param depth lists and maps around the node */
  #read(node: unknown, depth: number): Found {
    if (isAlias(node)) return this.#resolve(node, depth);
    if (isScalar(node)) return this.#named(node, node.anchor, () => ({ ...NOTHING, value: node.value }));
    if (isMap(node)) return this.#named(node, node.anchor, () => this.#map(node, depth));
    if (isSeq(node)) return this.#named(node, node.anchor, () => this.#list(node, depth));
    if (!isPair(node)) return NOTHING;
    // What YAML 1.1 calls an ordered map is a list of these.
    const inner = this.#read(node.value, depth + 1);
    return around([inner], { [this.#keyOf(node)]: inner.value });
  }

  #named(node: unknown, anchor: string | undefined, read: () => Found): Found {
    if (anchor === undefined) return read();
    const anchored: Anchored = { node, found: undefined };
    this.#anchors.set(anchor, anchored);
    anchored.found = read();
    return anchored.found;
  }

  #map(node: YAMLMap, depth: number): Found {
    const pairs = new Map<string, Pair>();
    this.#pairs.set(node, pairs);
    const found = node.items.flatMap((pair) => {
      const key = this.#keyOf(pair);
      if (pairs.has(key)) {
        this.#fault(pair.key, message('file.key-twice'));
        return [];
      }
      pairs.set(key, pair);
      return [[key, this.#read(pair.value, depth + 1)] as const];
    });
    // A key may have any name, also one that an assignment would take for the prototype's.
    const value = Object.fromEntries(found.map(([key, inner]) => [key, inner.value]));
    return this.#bounded(
      node,
      depth,
      around(
        found.map(([, inner]) => inner),
        value,
      ),
    );
  }

  #list(node: YAMLSeq, depth: number): Found {
    const found = node.items.map((item) => this.#read(item, depth + 1));
    return this.#bounded(
      node,
      depth,
      around(
        found,
        found.map(({ value }) => value),
      ),
    );
  }

  #keyOf({ key }: Pair): string {
    const { value } = this.#read(key, 0);
    switch (typeof value) {
      case 'string':
        return value;
      case 'number':
      case 'bigint':
      case 'boolean':
        return String(value);
      case 'symbol':
        // What YAML 1.1 merges with; here it is a key like others.
        return value.description ?? '';
      default:
        if (value !== null) this.#fault(key, message('file.key-kind'));
        return '';
    }
  }

  #resolve(alias: Alias, depth: number): Found {
    const anchored = this.#anchors.get(alias.source);
    if (anchored === undefined) {
      this.#fault(alias, message('file.alias-unknown', { name: alias.source }));
      return NOTHING;
    }
    this.#targets.set(alias, anchored.node);
    const { found } = anchored;
    if (found === undefined) {
      this.#fault(alias, message('file.alias-endless', { name: alias.source }));
      return NOTHING;
    }
    const before = this.#aliased;
    this.#aliased += found.size;
    if (this.#aliased <= MOST_ALIASED) return this.#bounded(alias, depth, found);
    if (before <= MOST_ALIASED) this.#fault(alias, message('file.aliases', { most: MOST_ALIASED }));
    return NOTHING;
  }

  #bounded(node: unknown, depth: number, found: Found): Found {
    if (depth + found.height <= MOST_LEVELS) return found;
    this.#fault(node, TOO_DEEP);
    return NOTHING;
  }

  #fault(node: unknown, said: Message): void {
    this.faults.push({ offset: offsetOf(node) ?? 0, said });
  }
}

/** What is said of a file that nests deeper. */
export const TOO_DEEP = message('file.too-deep', { most: MOST_LEVELS });

function around(parts: readonly Found[], value: unknown): Found {
  return {
    value,
    size: parts.reduce((sum, { size }) => sum + size, 1),
    height: 1 + parts.reduce((highest, { height }) => Math.max(highest, height), 0),
  };
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const offset: unknown = node.range[0];
  return typeof offset === 'number' ? offset : undefined;
}
