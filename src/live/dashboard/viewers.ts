import type { ServerResponse } from 'node:http';
import { waitAtMost } from '../../core/clock.js';

/** A viewer that has taken nothing for so many messages counts as gone, although its connection is open. */
const MOST_MISSED = 60;

interface Viewer {
  readonly response: ServerResponse;
  /** Messages in a row that it could not be told. */
  missed: number;
}

/**
 * The viewers of a dashboard, each at the end of a stream of server-sent events, all with the same text. A viewer that is busy
 * with the last message is sent nothing until it has taken that, and then everything anew. No more than one message therefore
 * waits for any viewer, however slow it is.
 */
export class Viewers {
  readonly #viewers = new Set<Viewer>();
  readonly #whole: () => string;

  /** @param whole the message that tells everything as it is now */
  constructor(whole: () => string) {
    this.#whole = whole;
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** Lets one in and tells it everything. */
  add(response: ServerResponse): void {
    const viewer = { response, missed: 0 };
    this.#viewers.add(viewer);
    response.once('close', () => this.#viewers.delete(viewer));
    response.write(this.#whole());
  }

  /** Tells everybody what is new. */
  tell(message: string): void {
    for (const viewer of this.#viewers) this.#tell(viewer, message);
  }

  /** Tells everybody the last message, and waits until it has left; not for long. */
  async end(message: string, limitMs: number): Promise<void> {
    const left = [...this.#viewers].map(
      ({ response }) =>
        new Promise<void>((resolve) => {
          response.once('close', () => resolve());
          response.end(message, () => resolve());
        }),
    );
    await waitAtMost(limitMs, Promise.all(left));
    for (const { response } of this.#viewers) response.destroy();
  }

  #tell(viewer: Viewer, message: string): void {
    const { response } = viewer;
    if (response.writableLength > 0) {
      viewer.missed++;
      if (viewer.missed > MOST_MISSED) response.destroy();
      return;
    }
    response.write(viewer.missed > 0 ? this.#whole() : message);
    viewer.missed = 0;
  }
}
