import { encodeMessage } from '../ws/frame-writer.js';
import type { PacketParser } from './parser/packet-parser.js';

/** A server that leaves this much unread waits for no answer, and is kept none. */
const MOST_UNREAD_BYTES = 2 ** 20;

/** Where answers go. */
interface Outlet {
  readonly bufferedBytes: number;
  write(frames: Uint8Array): void;
}

/** Answers to events that ask for one. Those to events that came in together leave together, as soon as these are dealt with. */
export class Receipts {
  readonly #outlet: Outlet;
  readonly #parser: PacketParser;
  #waiting: Uint8Array[] = [];

  constructor(outlet: Outlet, parser: PacketParser) {
    this.#outlet = outlet;
    this.#parser = parser;
  }

  /** Answers the EVENT packet in `bytes[start … end)`, if it asks for that. */
  onEvent(bytes: Uint8Array, start: number, end: number): void {
    const receipt = this.#parser.receiptFor(bytes, start, end);
    if (receipt === undefined || this.#outlet.bufferedBytes > MOST_UNREAD_BYTES) return;
    this.#waiting.push(encodeMessage(receipt).bytes);
    if (this.#waiting.length === 1) queueMicrotask(() => this.#send());
  }

  #send(): void {
    const [first = new Uint8Array(), ...others] = this.#waiting;
    this.#waiting = [];
    this.#outlet.write(others.length === 0 ? first : Buffer.concat([first, ...others]));
  }
}
