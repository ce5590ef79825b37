import { setMaxListeners } from 'node:events';

/** Resolves when `signal` aborts, at once when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    // Every user of a run may wait for the one signal that ends it, which is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
