import type { ChatStorage, StoredRoomMessage } from '../../practice/store/storage.js';

const FLUSH_EVERY_MS = 2000;

/** A storage that writes later, and its timer. */
interface WrittenBehind {
  readonly storage: ChatStorage;
  /** From now on nothing is written but at its end. */
  readonly stopTimer: () => void;
}

/**
 * A storage that takes messages at once and writes them later, every other second, one after the other.
 * @param waits does its end wait until all is written?
 */
export function writeBehind(inner: ChatStorage, waits: boolean): WrittenBehind {
  let buffer: StoredRoomMessage[] = [];
  let flushing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    const messages = buffer;
    buffer = [];
    flushing = flushing.then(async () => {
      for (const message of messages) await inner.keep?.(message);
    });
    return flushing;
  };
  const timer = setInterval(() => void flush(), FLUSH_EVERY_MS);
  const storage: ChatStorage = {
    ...inner,
    keep(message) {
      buffer.push(message);
      return Promise.resolve();
    },
    async close() {
      const flushed = flush();
      if (!waits) return;
      await flushed;
      await inner.close();
    },
  };
  return { storage, stopTimer: () => clearInterval(timer) };
}
