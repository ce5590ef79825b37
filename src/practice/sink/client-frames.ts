/*
 * What clients send (RFC 6455, section 5.2): every frame is masked.
 *
 *   81  FE 01 3A  a b c d  …        FIN and text; the mask bit and 126: 16 bits of length, then the key, then the payload
 *
 * The sink has one kind of client, which sends whole texts, closes, and answers no pings of its own. Anything else ends the connection.
 */

const TEXT = 0x81;
const CLOSE = 0x88;
const MASKED = 0x80;
const LENGTH_16 = 126;
const KEY_BYTES = 4;

/** Puts frames together out of chunks, and hands on the payloads of those that are texts. */
export class ClientFrames {
  readonly #onText: (payload: Buffer) => void;
  readonly #onEnd: () => void;
  #rest: Buffer = Buffer.alloc(0);

  /** @param onEnd the client closes, or sends what is none of ours */
  constructor(onText: (payload: Buffer) => void, onEnd: () => void) {
    this.#onText = onText;
    this.#onEnd = onEnd;
  }

  read(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let taken = this.#readOne(bytes); taken > 0; taken = this.#readOne(bytes)) bytes = bytes.subarray(taken);
    this.#rest = bytes;
  }

  /** @returns how many bytes the first frame takes; 0 when it is not whole yet */
  #readOne(bytes: Buffer): number {
    const [first, second = 0] = bytes;
    if (bytes.length < 2 || first === undefined) return 0;
    const short = second & ~MASKED;
    const headBytes = (short === LENGTH_16 ? 4 : 2) + KEY_BYTES;
    if (bytes.length < headBytes) return 0;
    const length = short === LENGTH_16 ? bytes.readUInt16BE(2) : short;
    const isOurs = (second & MASKED) !== 0 && short <= LENGTH_16 && (first === TEXT || first === CLOSE);
    if (!isOurs || first === CLOSE) {
      this.#onEnd();
      return 0;
    }
    if (bytes.length < headBytes + length) return 0;
    this.#onText(unmasked(bytes, headBytes, length));
    return headBytes + length;
  }
}

/** The payload of a frame, unmasked where it lies. */
function unmasked(bytes: Buffer, at: number, length: number): Buffer {
  for (let index = 0; index < length; index++) {
    bytes[at + index] = (bytes[at + index] ?? 0) ^ (bytes[at - KEY_BYTES + (index & 3)] ?? 0);
  }
  return bytes.subarray(at, at + length);
}

/** A text in a frame as a server sends it. @param payload of at most 65,535 bytes */
export function textFrame(payload: Buffer): Buffer {
  const head =
    payload.length < LENGTH_16
      ? Buffer.of(TEXT, payload.length)
      : Buffer.of(TEXT, LENGTH_16, payload.length >> 8, payload.length & 0xff);
  return Buffer.concat([head, payload]);
}
