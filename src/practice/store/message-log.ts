/** A message as the history keeps it. */
export interface StoredMessage {
  /** Milliseconds since 1970; never smaller than that of the message before. */
  readonly timestampMs: number;
  readonly sender: string;
  readonly content: string;
}

interface Page {
  readonly bytes: Buffer;
  used: number;
  lastTimestampMs: number;
}

/** Timestamp (8), number of the sender (4), length of the content (4). */
const RECORD_HEADER_BYTES = 16;

/** A room with few messages stays small, one with many wastes little. */
const FIRST_PAGE_BYTES = 1024;
const LARGEST_PAGE_BYTES = 262_144;

/** Gives every sender a small number, so that a record need not repeat the name. Shared by all rooms. */
export class SenderNumbers {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }
}

/**
 * All messages of one room, in pages of UTF-8 outside the JavaScript heap: 16 bytes a message more than its text, and
 * nothing for the garbage collector to walk through.
 */
export class MessageLog {
  readonly #senders: SenderNumbers;
  readonly #pages: Page[] = [];

  constructor(senders: SenderNumbers) {
    this.#senders = senders;
  }

  append(message: StoredMessage): void {
    const contentBytes = Buffer.byteLength(message.content);
    const page = this.#pageWithRoom(RECORD_HEADER_BYTES + contentBytes);
    const at = page.used;
    page.bytes.writeDoubleLE(message.timestampMs, at);
    page.bytes.writeUInt32LE(this.#senders.numberOf(message.sender), at + 8);
    page.bytes.writeUInt32LE(contentBytes, at + 12);
    page.bytes.write(message.content, at + RECORD_HEADER_BYTES);
    page.used += RECORD_HEADER_BYTES + contentBytes;
    page.lastTimestampMs = message.timestampMs;
  }

  /** The first `limit` messages later than `sinceMs`, oldest first. */
  after(sinceMs: number, limit: number): StoredMessage[] {
    const found: StoredMessage[] = [];
    for (let index = this.#firstPageAfter(sinceMs); index < this.#pages.length && found.length < limit; index++) {
      const page = this.#pages[index];
      if (page !== undefined) this.#collect(page, sinceMs, limit, found);
    }
    return found;
  }

  #collect({ bytes, used }: Page, sinceMs: number, limit: number, into: StoredMessage[]): void {
    let at = 0;
    while (at < used && into.length < limit) {
      const timestampMs = bytes.readDoubleLE(at);
      const contentAt = at + RECORD_HEADER_BYTES;
      const nextAt = contentAt + bytes.readUInt32LE(at + 12);
      if (timestampMs > sinceMs) {
        const sender = this.#senders.nameOf(bytes.readUInt32LE(at + 8));
        into.push({ timestampMs, sender, content: bytes.toString('utf8', contentAt, nextAt) });
      }
      at = nextAt;
    }
  }

  /** Index of the first page that holds a later message: binary search, since timestamps never fall. */
  #firstPageAfter(sinceMs: number): number {
    let low = 0;
    let high = this.#pages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pages[middle]?.lastTimestampMs ?? 0) > sinceMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #pageWithRoom(neededBytes: number): Page {
    const last = this.#pages.at(-1);
    if (last !== undefined && last.bytes.length - last.used >= neededBytes) return last;
    const usualBytes = Math.min(LARGEST_PAGE_BYTES, last === undefined ? FIRST_PAGE_BYTES : 2 * last.bytes.length);
    const bytes = Buffer.allocUnsafeSlow(Math.max(usualBytes, neededBytes));
    const page: Page = { bytes, used: 0, lastTimestampMs: 0 };
    this.#pages.push(page);
    return page;
  }
}
