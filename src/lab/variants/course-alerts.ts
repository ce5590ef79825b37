import { nowUs } from '../../core/clock.js';
import type { OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import type { AlertingParts } from './alerting-parts.js';
import { ownMemory } from './own-memory.js';
import { RecentTimes } from './recent-times.js';

const LOOK_EVERY_MS = 1000;

/** Alerts as the answer of the course has them: memory is what is in use of V8's own heap, and nobody looks at errors. */
export class CourseAlerts implements PracticeExtension {
  readonly #parts: AlertingParts;
  readonly #times = new RecentTimes();
  readonly #timer: NodeJS.Timeout;

  constructor(parts: AlertingParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  onMessage({ receivedUs }: OfferedMessage): void {
    this.#times.record((nowUs() - receivedUs) / 1000);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#parts.sender.close();
  }

  #look(): void {
    const { sender, filter } = this.#parts;
    const { heapUsed, heapTotal } = ownMemory();
    if (heapUsed / heapTotal > 0.8) sender.send('memory', `memory at ${Math.round((heapUsed / heapTotal) * 100)}%`);
    if (this.#times.percentile(0.95) > 1000) sender.send('p95', 'p95 above 1 s');
    if (filter.waiting >= 10_000) sender.send('queue', `${filter.waiting} messages waiting`);
  }
}
