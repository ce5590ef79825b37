/** Room for no bytes, to begin with. */
export const NO_BYTES = Buffer.alloc(0);

/** What is kept of something unfinished gets at least this much room. */
const SMALLEST_ROOM_BYTES = 256;

/**
 * Puts `chunk` behind the first `length` bytes of `kept`, in twice the room when it is full: many small chunks stay cheap.
 * @param most bytes that there will ever be, as far as is known
 */
export function append(kept: Uint8Array, length: number, chunk: Uint8Array, most: number): Uint8Array {
  let room = kept;
  if (length + chunk.length > kept.length) {
    const ample = Math.min(most, kept.length * 2);
    room = new Uint8Array(Math.max(SMALLEST_ROOM_BYTES, length + chunk.length, ample));
    room.set(kept.subarray(0, length));
  }
  room.set(chunk, length);
  return room;
}
