import { isJsonObject } from '../core/json.js';
import { countsFromText } from './counts-text.js';
import { areCounts, type SparseCounts } from './sparse-counts.js';

/** What is allowed of a number. */
interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly isWhole?: boolean;
}

/**
 * The fields of a line as it was found, each read as what it must be. What is not there is 0 or nothing, since an older version
 * did not write it; what is there and wrong is remembered, and the line must not be used then.
 */
export class FoundFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #wrong: string[];

  /** @param path of the fields in their line, with a dot behind it */
  constructor(fields: Readonly<Record<string, unknown>>, path = '', wrong: string[] = []) {
    this.#fields = fields;
    this.#path = path;
    this.#wrong = wrong;
  }

  /** What is wrong with the fields that were read so far, a part of a sentence; undefined when nothing is. */
  get problem(): string | undefined {
    return this.#wrong.length === 0 ? undefined : `is damaged: ${this.#wrong.join(', ')}`;
  }

  /** The names of all fields. */
  get names(): readonly string[] {
    return Object.keys(this.#fields);
  }

  /** A whole number, 0 or more. */
  count(name: string, max = Number.MAX_SAFE_INTEGER): number {
    return this.#number(name, { min: 0, max, isWhole: true });
  }

  /** A whole number. */
  integer(name: string, bounds: Omit<Bounds, 'isWhole'> = {}): number {
    return this.#number(name, { ...bounds, isWhole: true });
  }

  /** A number, 0 or more. */
  amount(name: string, max = Number.MAX_VALUE): number {
    return this.#number(name, { min: 0, max });
  }

  /** Any number. */
  number(name: string): number {
    return this.#number(name, {});
  }

  /** A number, 0 or more; null where nothing is known. */
  amountOrNull(name: string): number | null {
    return (this.#fields[name] ?? null) === null ? null : this.amount(name);
  }

  /** A list of numbers, each null where nothing is known. @param length as many are read */
  numbersOrNull(name: string, length: number): (number | null)[] {
    const value = this.#fields[name] ?? [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    if (!Array.isArray(value) || !list.every((entry) => entry === null || Number.isFinite(entry)))
      this.#complain(name, 'must be a list of numbers');
    return Array.from({ length }, (_, index) => {
      const entry = list[index];
      return typeof entry === 'number' ? entry : null;
    });
  }

  /** A text. */
  text(name: string): string {
    const value = this.#fields[name] ?? '';
    if (typeof value === 'string') return value;
    this.#complain(name, 'must be a text');
    return '';
  }

  /** Sparse counts, base64. */
  counts(name: string): SparseCounts {
    const counts = countsFromText(this.text(name));
    if (areCounts(counts)) return counts;
    this.#complain(name, 'must be sparse counts in base64');
    return new Uint8Array();
  }

  /** The fields of an object. */
  within(name: string): FoundFields {
    const value = this.#fields[name] ?? {};
    if (!isJsonObject(value)) this.#complain(name, 'must be an object');
    return new FoundFields(isJsonObject(value) ? value : {}, `${this.#path}${name}.`, this.#wrong);
  }

  /** A list of objects, each by its fields. @param most as many are read */
  list(name: string, most: number): FoundFields[] {
    const value = this.#fields[name] ?? [];
    if (!Array.isArray(value) || !value.every(isJsonObject)) {
      this.#complain(name, 'must be a list of objects');
      return [];
    }
    return value
      .slice(0, most)
      .map((entry, index) => new FoundFields(entry, `${this.#path}${name}[${index}].`, this.#wrong));
  }

  #number(name: string, { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, isWhole = false }: Bounds): number {
    const value = this.#fields[name] ?? 0;
    const isRight = typeof value === 'number' && value >= min && value <= max;
    if (isRight && (!isWhole || Number.isSafeInteger(value))) return value;
    const least = min === -Number.MAX_VALUE ? '' : ` of ${min} or more`;
    const most = max >= Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`;
    this.#complain(name, `must be a ${isWhole ? 'whole ' : ''}number${least}${most}`);
    return 0;
  }

  #complain(name: string, what: string): void {
    this.#wrong.push(`${this.#path}${name} ${what}`);
  }
}
