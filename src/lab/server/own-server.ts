import type { LearnerServer } from './learner-server.js';

/** A server that its learner has started: it is only talked to. */
export class OwnServer implements LearnerServer {
  readonly urls: readonly [string, ...string[]];
  readonly pid: number | undefined;
  readonly isOurs = false;

  constructor(urls: readonly [string, ...string[]], pid: number | undefined) {
    this.urls = urls;
    this.pid = pid;
  }

  async start(): Promise<void> {
    // It runs already.
  }

  signal(): void {
    // It is not ours to signal.
  }

  async ended(): Promise<boolean> {
    return false;
  }

  async stop(): Promise<void> {
    // It goes on.
  }
}
