import { encodeMessage } from '../ws/frame-writer.js';
import type { Packet } from '../wire.js';

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
  #waiting: Uint8Array[] = [];

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  add(packet: Packet): void {
    if (this.#outlet.bufferedBytes > MOST_UNREAD_BYTES) return;
    this.#waiting.push(encodeMessage(packet).bytes);
    if (this.#waiting.length === 1) queueMicrotask(() => this.#send());
  }

  #send(): void {
    const [first = new Uint8Array(), ...others] = this.#waiting;
    this.#waiting = [];
    this.#outlet.write(others.length === 0 ? first : Buffer.concat([first, ...others]));
  }
}
