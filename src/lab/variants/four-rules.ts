import { nowUs } from '../../core/clock.js';
import type { OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import type { AlertingParts } from './alerting-parts.js';
import { ownMemory } from './own-memory.js';
import { RecentTimes } from './recent-times.js';

const LOOK_EVERY_MS = 1000;
const WINDOW_US = 5_000_000;
/** Of fewer messages, one error is no share. */
const FEWEST_MESSAGES = 20;

/** The four rules of the exercise, by the numbers of the last seconds and the memory that the machine gives the process. */
export class FourRules implements PracticeExtension {
  readonly #parts: AlertingParts;
  readonly #times = new RecentTimes(WINDOW_US);
  readonly #errors = new RecentTimes(WINDOW_US);
  readonly #timer: NodeJS.Timeout;

  constructor(parts: AlertingParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  onMessage({ receivedUs }: OfferedMessage): void {
    this.#times.record((nowUs() - receivedUs) / 1000);
  }

  onRefusal(): void {
    this.#errors.record(0);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#parts.sender.close();
  }

  #look(): void {
    const { sender, filter, memoryLimitBytes } = this.#parts;
    const [taken, refused] = [this.#times.perSecond(), this.#errors.perSecond()];
    const all = taken + refused;
    if (this.#times.percentile(0.95) > 1000) sender.send('p95', 'p95 above 1 s');
    if (all * (WINDOW_US / 1e6) >= FEWEST_MESSAGES && refused / all > 0.05)
      sender.send('errors', `${Math.round((refused / all) * 100)}% of the messages failed`);
    if (filter.waiting >= 10_000) sender.send('queue', `${filter.waiting} messages waiting`);
    const used = ownMemory().rss / memoryLimitBytes;
    if (used > 0.8) sender.send('memory', `memory at ${Math.round(used * 100)}% of its limit`);
  }
}
