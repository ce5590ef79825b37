/** What takes finished frames: a user's connection. */
export interface FrameTarget {
  /** Bytes handed over that the server has not taken yet. */
  readonly bufferedBytes: number;
  /** Hands finished frames to the socket; they may be used again when {@link bufferedBytes} is 0. */
  writeFrames(frames: Uint8Array): void;
}

/** Room for about a hundred messages. */
const ARENA_BYTES = 16 * 1024;
/** Up to this a copy costs less than a new arena. */
const COPIED_UP_TO_BYTES = ARENA_BYTES / 4;

/**
 * Where the messages of one turn are put together: a user's messages that follow each other lie side by side and leave in one
 * write. The memory is used again and again, except while a socket still holds it; sockets that take nothing at once, as those of
 * TLS, get copies.
 */
export class Outbox {
  /** A Buffer, since a socket would make one of every other array it is given. */
  #arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
  #used = 0;
  #user: FrameTarget | undefined;
  /** Did the last socket that was empty keep what it was given? The next one is then expected to. */
  #areHeld = false;
  /** Whose sockets did not take everything at once, until they have. */
  readonly #clogged = new Set<FrameTarget>();

  /** Where the frame that was added last lies. */
  get bytes(): Uint8Array {
    return this.#arena;
  }

  /** Adds a copy of a finished frame to what `user` is to send. @returns where it begins in {@link bytes} */
  add(user: FrameTarget, frame: Uint8Array): number {
    if (user !== this.#user || this.#used + frame.length > this.#arena.length) {
      this.flush();
      this.#user = user;
      if (frame.length > this.#arena.length) this.#arena = Buffer.allocUnsafeSlow(frame.length);
    }
    const at = this.#used;
    this.#arena.set(frame, at);
    this.#used += frame.length;
    return at;
  }

  /** Bytes of messages and whatever followed them that wait in sockets for the server to take them. */
  get bufferedBytes(): number {
    let sum = 0;
    for (const user of this.#clogged) {
      if (user.bufferedBytes === 0) this.#clogged.delete(user);
      else sum += user.bufferedBytes;
    }
    return sum;
  }

  /** Hands what was added to its socket. */
  flush(): void {
    const user = this.#user;
    if (user === undefined) return;
    const frames = this.#arena.subarray(0, this.#used);
    this.#used = 0;
    this.#user = undefined;
    if (user.bufferedBytes > 0) {
      this.#clogged.add(user);
      user.writeFrames(Buffer.from(frames));
      return;
    }
    const isCopy = this.#areHeld && frames.length <= COPIED_UP_TO_BYTES;
    user.writeFrames(isCopy ? Buffer.from(frames) : frames);
    this.#areHeld = user.bufferedBytes > 0;
    if (!this.#areHeld) return;
    this.#clogged.add(user);
    // The socket did not take all of it at once and still reads from the arena.
    if (!isCopy) this.#arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
  }
}
