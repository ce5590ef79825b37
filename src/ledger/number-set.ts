/** Intervals a page holds at most; a full one is divided. */
const PAGE_PAIRS = 256;
const SMALLEST_PAGE_PAIRS = 4;
/** A page with fewer joins a neighbour, as long as both together leave half a page free. */
const SPARSE_PAGE_PAIRS = PAGE_PAIRS / 4;

/** A few hundred intervals of a set, ascending and disjoint: pairs of first and one-above-last. */
class Page {
  pairs = 0;
  #bounds = new Int32Array(SMALLEST_PAGE_PAIRS * 2);

  start(pair: number): number {
    return this.#bounds[pair * 2] ?? 0;
  }

  end(pair: number): number {
    return this.#bounds[pair * 2 + 1] ?? 0;
  }

  setStart(pair: number, start: number): void {
    this.#bounds[pair * 2] = start;
  }

  setEnd(pair: number, end: number): void {
    this.#bounds[pair * 2 + 1] = end;
  }

  /** The first interval that ends at or after `value`; `pairs` when none does. */
  firstEndingAtOrAfter(value: number): number {
    let low = 0;
    let high = this.pairs;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.end(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  insert(at: number, start: number, end: number): void {
    this.#makeRoom(this.pairs + 1);
    if (at < this.pairs) this.#bounds.copyWithin(at * 2 + 2, at * 2, this.pairs * 2);
    this.pairs++;
    this.setStart(at, start);
    this.setEnd(at, end);
  }

  remove(at: number): void {
    this.pairs--;
    if (at < this.pairs) this.#bounds.copyWithin(at * 2, at * 2 + 2, this.pairs * 2 + 2);
  }

  /** Gives the intervals from `from` on away, to a page of their own. */
  divide(from: number): Page {
    const upper = new Page();
    upper.#take(this.#bounds.subarray(from * 2, this.pairs * 2));
    this.pairs = from;
    return upper;
  }

  /** Takes over all intervals of the next page. */
  absorb(next: Page): void {
    this.#take(next.#bounds.subarray(0, next.pairs * 2));
  }

  #take(bounds: Int32Array): void {
    this.#makeRoom(this.pairs + bounds.length / 2);
    this.#bounds.set(bounds, this.pairs * 2);
    this.pairs += bounds.length / 2;
  }

  #makeRoom(pairs: number): void {
    if (pairs * 2 <= this.#bounds.length) return;
    const grown = new Int32Array(Math.max(pairs * 2, this.#bounds.length * 2));
    grown.set(this.#bounds);
    this.#bounds = grown;
  }
}

/**
 * A set of non-negative integers kept as ascending intervals: 8 to 32 bytes a run of neighbours. The intervals lie in pages, so
 * that a number is added or removed in logarithmic time wherever it is, however many there are.
 */
export class NumberSet {
  /** None is empty, except an only one. */
  readonly #pages: Page[] = [];
  #size = 0;
  /** Where the last {@link #seek} ended. */
  #pageAt = 0;
  #pairAt = 0;

  /** How many numbers are in the set. */
  get size(): number {
    return this.#size;
  }

  /** Adds `from … to − 1`, none of which may be in the set yet. */
  add(from: number, to: number): void {
    if (from >= to) return;
    this.#size += to - from;
    const page = this.#seek(from);
    const at = this.#pairAt;
    const isInside = at < page.pairs;
    if (isInside && page.end(at) === from) this.#extend(page, at, to);
    else if (isInside && page.start(at) === to) page.setStart(at, from);
    else this.#insert(page, at, from, to);
  }

  has(value: number): boolean {
    if (this.#size === 0) return false;
    const page = this.#seek(value + 1);
    return this.#pairAt < page.pairs && page.start(this.#pairAt) <= value;
  }

  /** How many of `from … to − 1` are in the set. */
  countIn(from: number, to: number): number {
    let count = 0;
    for (const [first, end] of this.ranges()) count += Math.max(0, Math.min(end, to) - Math.max(first, from));
    return count;
  }

  /** Removes a number; false when it was not in the set. */
  remove(value: number): boolean {
    if (this.#size === 0) return false;
    const page = this.#seek(value + 1);
    const at = this.#pairAt;
    if (at >= page.pairs) return false;
    const start = page.start(at);
    if (start > value) return false;
    this.#size--;
    const end = page.end(at);
    if (start === value && end === value + 1) this.#removePair(page, this.#pageAt, at);
    else if (start === value) page.setStart(at, value + 1);
    else {
      page.setEnd(at, value);
      if (end > value + 1) this.#insert(page, at + 1, value + 1, end);
    }
    return true;
  }

  /** Every number, ascending. */
  *values(): Generator<number> {
    for (const [from, to] of this.ranges()) for (let value = from; value < to; value++) yield value;
  }

  /** Runs of neighbours, ascending: the first, and one above the last. */
  *ranges(): Generator<readonly [from: number, to: number]> {
    for (const page of this.#pages) {
      for (let pair = 0; pair < page.pairs; pair++) yield [page.start(pair), page.end(pair)];
    }
  }

  /** Points at the first interval that ends at or after `value`, or behind the last one. @returns its page */
  #seek(value: number): Page {
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const page = this.#pageOf(middle);
      if (page.end(page.pairs - 1) < value) low = middle + 1;
      else high = middle;
    }
    const page = this.#pageOf(low);
    this.#pageAt = low;
    this.#pairAt = page.firstEndingAtOrAfter(value);
    return page;
  }

  /** A page that there is, or the first one of a set that has none. */
  #pageOf(index: number): Page {
    return (this.#pages[index] ??= new Page());
  }

  /** The interval that was found goes on until `to`, and on into the next one when that begins there. */
  #extend(page: Page, at: number, to: number): void {
    const isLast = at + 1 === page.pairs;
    const [pageOfNext, next] = isLast ? [this.#pageAt + 1, 0] : [this.#pageAt, at + 1];
    const following = this.#pages[pageOfNext];
    const closesGap = following !== undefined && following.start(next) === to && next < following.pairs;
    page.setEnd(at, closesGap ? following.end(next) : to);
    if (closesGap) this.#removePair(following, pageOfNext, next);
  }

  /** Puts an interval into the page that was found. */
  #insert(page: Page, at: number, from: number, to: number): void {
    if (page.pairs < PAGE_PAIRS) {
      page.insert(at, from, to);
      return;
    }
    // A set that grows at its upper end keeps its pages full.
    const lower = at === PAGE_PAIRS ? PAGE_PAIRS : PAGE_PAIRS / 2;
    const upper = page.divide(lower);
    this.#pages.splice(this.#pageAt + 1, 0, upper);
    if (at > lower || at === PAGE_PAIRS) upper.insert(at - lower, from, to);
    else page.insert(at, from, to);
  }

  #removePair(page: Page, pageAt: number, at: number): void {
    page.remove(at);
    if (page.pairs >= SPARSE_PAGE_PAIRS || this.#pages.length === 1) return;
    const lowerAt = pageAt + 1 < this.#pages.length ? pageAt : pageAt - 1;
    const [lower, upper] = [this.#pageOf(lowerAt), this.#pageOf(lowerAt + 1)];
    if (page.pairs > 0 && lower.pairs + upper.pairs > PAGE_PAIRS / 2) return;
    lower.absorb(upper);
    this.#pages.splice(lowerAt + 1, 1);
  }
}
