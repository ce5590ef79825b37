import { StartError } from '../../core/errors.js';
import { bareHost } from '../../core/hosts.js';
import { message } from '../../core/language/words.js';
import { toOperationError } from '../../core/operation-error.js';
import { portOf } from '../../net/dial.js';
import type { DialGuard } from '../../net/dial-guard.js';
import { probeTcp } from '../../net/probe-tcp.js';
import type { LearnerServer } from './learner-server.js';

const PROBE_TIMEOUT_MS = 2000;

/** A server that its learner has started: it is only talked to. */
export class OwnServer implements LearnerServer {
  readonly urls: readonly [string, ...string[]];
  readonly pid: number | undefined;
  readonly isOurs = false;

  readonly #guard: DialGuard;

  constructor(urls: readonly [string, ...string[]], pid: number | undefined, guard: DialGuard) {
    this.#guard = guard;
    this.urls = urls;
    this.pid = pid;
  }

  /** It runs already, or is told not to. What else is wrong with it, the first load tells. */
  async start(): Promise<void> {
    for (const target of this.urls) {
      try {
        await probeTcp(bareHost(new URL(target).hostname), portOf(new URL(target)), PROBE_TIMEOUT_MS, this.#guard);
      } catch (thrown) {
        if (toOperationError(thrown).kind !== 'network.ECONNREFUSED') continue;
        throw new StartError(message('lab.nobody-there', { target }), { hint: message('lab.nobody-there.hint') });
      }
    }
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
