import { encodeFrame, OPCODE } from './frame-writer.js';

/** Where pongs are written to. */
interface PongSocket {
  /** Bytes handed over that have not left this process. */
  readonly bufferedBytes: number;
  write(frames: Uint8Array, onTaken?: () => void): void;
}

/** Answers pings. While a pong waits, only the latest ping is answered (RFC 6455, section 5.5.3): many that nobody reads fill no memory. */
export class Pongs {
  readonly #socket: PongSocket;
  /** Has the server not taken a pong yet? */
  #isWaiting = false;
  /** What follows it: the answer to the latest ping. */
  #next: Uint8Array | undefined;

  constructor(socket: PongSocket) {
    this.#socket = socket;
  }

  /** Sends the payload of a ping back. */
  answer(payload: Uint8Array): void {
    this.#send(encodeFrame(OPCODE.pong, payload).bytes);
  }

  #send(pong: Uint8Array): void {
    if (this.#isWaiting) this.#next = pong;
    else if (this.#socket.bufferedBytes === 0) this.#socket.write(pong);
    else {
      this.#isWaiting = true;
      this.#socket.write(pong, () => this.#onTaken());
    }
  }

  #onTaken(): void {
    this.#isWaiting = false;
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.#send(next);
  }
}
