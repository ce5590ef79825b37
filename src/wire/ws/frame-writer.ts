/*
 * A client's frame (RFC 6455, section 5.2):
 *
 *   81        FE  00 9A      37 FA 21 3D   …
 *   FIN+text  masked, length  masking key   payload, each byte XOR key[position mod 4]
 *
 * The key is the same for every frame: it protects against nothing here, and with a fixed one a prepared frame needs only the
 * bytes under its mark written again. It is not zero, because unmasking zeros would flatter the server.
 */

/** Opcodes of RFC 6455, section 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The masking key of every frame. */
const MASKING_KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

const FINAL = 0x80;
const MASKED = 0x80;
const KEY_LENGTH = 4;

/** A finished frame. */
export interface ClientFrame {
  readonly bytes: Uint8Array;
  /** Where its masked payload begins. */
  readonly payloadAt: number;
}

/** One complete frame with `payload` under the mask. */
export function encodeFrame(opcode: number, payload: Uint8Array): ClientFrame {
  const lengthBytes = payload.length < 126 ? 0 : payload.length < 0x1_0000 ? 2 : 8;
  const payloadAt = 2 + lengthBytes + KEY_LENGTH;
  const bytes = Buffer.allocUnsafe(payloadAt + payload.length);
  bytes[0] = FINAL | opcode;
  if (lengthBytes === 0) bytes[1] = MASKED | payload.length;
  else if (lengthBytes === 2) {
    bytes[1] = MASKED | 126;
    bytes.writeUInt16BE(payload.length, 2);
  } else {
    bytes[1] = MASKED | 127;
    bytes.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  bytes.set(MASKING_KEY, payloadAt - KEY_LENGTH);
  bytes.set(payload, payloadAt);
  applyMask(bytes, payloadAt, bytes.length, payloadAt);
  return { bytes, payloadAt };
}

/** Puts `bytes[from … to)` of a frame under its mask, or takes it from under it. @param payloadAt where the payload begins */
export function applyMask(bytes: Uint8Array, from: number, to: number, payloadAt: number): void {
  for (let at = from; at < to; at++) bytes[at] = (bytes[at] ?? 0) ^ (MASKING_KEY[(at - payloadAt) & 3] ?? 0);
}

/** A text frame. */
export function encodeText(text: string): Uint8Array {
  return encodeMessage(text).bytes;
}

/** A message as one frame: of text, or of bytes. */
export function encodeMessage(message: string | Uint8Array): ClientFrame {
  return typeof message === 'string'
    ? encodeFrame(OPCODE.text, Buffer.from(message))
    : encodeFrame(OPCODE.binary, message);
}

/** A close frame. @param code RFC 6455, section 7.4.1 */
export function encodeClose(code: number): Uint8Array {
  return encodeFrame(OPCODE.close, Uint8Array.of(code >> 8, code & 0xff)).bytes;
}
