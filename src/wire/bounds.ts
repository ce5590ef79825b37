/*
 * What a server may send, and how much of it is kept: bounds of one message or answer, and of all of them together.
 * How deep JSON may be nested is said in core/json.ts, where files of ours are read by the same rule.
 */

const KIB = 1024;
const MIB = 2 ** 20;

/** The head of the answer to a WebSocket handshake. */
export const MAX_HEAD_BYTES = 16 * KIB;

/** What is read of the body of an answer that refuses a WebSocket. */
export const MAX_REFUSAL_BYTES = 4 * KIB;

/** One WebSocket message; a larger one is refused by its length, before it is kept. */
export const MAX_MESSAGE_BYTES = 16 * MIB;

/** The body of one HTTP answer. */
export const MAX_ANSWER_BYTES = 64 * MIB;

/** Values in the JSON of one packet or answer: an empty object takes two bytes to send and fifty to keep. */
export const MOST_JSON_VALUES = 1_000_000;

/** A captured value, as JSON: no request that has to carry it could have a longer head. */
export const MOST_CAPTURE_CHARACTERS = 16 * KIB;

/** What is quoted of the reason that a server gives for a refusal. */
export const MOST_REASON_CHARACTERS = 500;

/** What a process keeps of heads, frames, messages and answers that have begun and not ended. */
const MAX_HELD_BYTES = 256 * MIB;

/** A thread's part of that, of `threads` that are alike; never less than one message. */
export function heldBytesShare(threads: number): number {
  return Math.max(MAX_MESSAGE_BYTES, Math.floor(MAX_HELD_BYTES / threads));
}
