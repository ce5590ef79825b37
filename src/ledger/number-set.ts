/**
 * A set of non-negative integers kept as ascending intervals: eight bytes a run of neighbours. Made for numbers that are added
 * mostly at the upper end and removed mostly near it, as missing messages are.
 */
export class NumberSet {
  /** Pairs of first and one-above-last, ascending and disjoint. */
  #bounds = new Int32Array(8);
  #pairs = 0;
  #size = 0;

  /** How many numbers are in the set. */
  get size(): number {
    return this.#size;
  }

  /** Adds `from … to − 1`, none of which may be in the set yet. */
  add(from: number, to: number): void {
    if (from >= to) return;
    this.#size += to - from;
    const at = this.#firstPairEndingAtOrAfter(from);
    const joinsLeft = at < this.#pairs && this.#end(at) === from;
    const right = joinsLeft ? at + 1 : at;
    const joinsRight = right < this.#pairs && this.#start(right) === to;
    if (joinsLeft && joinsRight) {
      this.#bounds[at * 2 + 1] = this.#end(right);
      this.#removePair(right);
    } else if (joinsLeft) this.#bounds[at * 2 + 1] = to;
    else if (joinsRight) this.#bounds[right * 2] = from;
    else this.#insertPair(right, from, to);
  }

  has(value: number): boolean {
    const at = this.#firstPairEndingAtOrAfter(value + 1);
    return at < this.#pairs && this.#start(at) <= value;
  }

  /** Removes a number; false when it was not in the set. */
  remove(value: number): boolean {
    const at = this.#firstPairEndingAtOrAfter(value + 1);
    if (at >= this.#pairs || this.#start(at) > value) return false;
    this.#size--;
    const start = this.#start(at);
    const end = this.#end(at);
    if (start === value && end === value + 1) this.#removePair(at);
    else if (start === value) this.#bounds[at * 2] = value + 1;
    else {
      this.#bounds[at * 2 + 1] = value;
      if (end > value + 1) this.#insertPair(at + 1, value + 1, end);
    }
    return true;
  }

  /** Every number, ascending. */
  *values(): Generator<number> {
    for (let pair = 0; pair < this.#pairs; pair++) {
      for (let value = this.#start(pair); value < this.#end(pair); value++) yield value;
    }
  }

  #start(pair: number): number {
    return this.#bounds[pair * 2] ?? 0;
  }

  #end(pair: number): number {
    return this.#bounds[pair * 2 + 1] ?? 0;
  }

  #firstPairEndingAtOrAfter(value: number): number {
    let low = 0;
    let high = this.#pairs;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#end(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insertPair(at: number, from: number, to: number): void {
    if ((this.#pairs + 1) * 2 > this.#bounds.length) {
      const grown = new Int32Array(this.#bounds.length * 2);
      grown.set(this.#bounds);
      this.#bounds = grown;
    }
    this.#bounds.copyWithin(at * 2 + 2, at * 2, this.#pairs * 2);
    this.#bounds[at * 2] = from;
    this.#bounds[at * 2 + 1] = to;
    this.#pairs++;
  }

  #removePair(at: number): void {
    this.#bounds.copyWithin(at * 2, at * 2 + 2, this.#pairs * 2);
    this.#pairs--;
  }
}
