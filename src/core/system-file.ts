import { closeSync, openSync, readSync } from 'node:fs';

/** More than any file that is read here has: tables of a few dozen lines. */
const MOST_BYTES = 32 * 1024;

/**
 * A small text that the system writes anew for every reader, such as those below `/proc`. It is opened once and read through
 * the same descriptor again and again, so that reading goes on when the process has no other descriptor left.
 */
export class SystemFile {
  readonly #bytes = Buffer.allocUnsafe(MOST_BYTES);
  #descriptor: number | undefined;

  /** Opens the file, if there is one. */
  constructor(path: string) {
    try {
      this.#descriptor = openSync(path, 'r');
    } catch {
      // Another system, or another version of it: there is nothing to read then, which is what `read` says.
      this.#descriptor = undefined;
    }
  }

  /** What it says now; undefined when there is no such file, or when it cannot be read. */
  read(): string | undefined {
    if (this.#descriptor === undefined) return undefined;
    try {
      let length = 0;
      for (let more = 1; more > 0 && length < MOST_BYTES; length += more) {
        more = readSync(this.#descriptor, this.#bytes, length, MOST_BYTES - length, length);
      }
      return this.#bytes.toString('latin1', 0, length);
    } catch {
      // Its subject is gone: a control group that was removed.
      return undefined;
    }
  }

  /** Closes it; it says nothing from then on. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
