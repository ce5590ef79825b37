import { nowUs } from '../../core/clock.js';
import type { ChatSocket } from '../../practice/chat/events.js';
import type { OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import { metricsRoute } from './metrics-route.js';
import { ownMemory } from './own-memory.js';
import { percentile } from './percentile.js';

/** As many response times are kept as the course keeps. */
const TIMES_KEPT = 1000;

/**
 * Metrics as the answer of the course has them: users are remembered when they come and never forgotten, and messages a second are all messages ÷ the time
 * since the server began.
 */
export class CourseMetrics implements PracticeExtension {
  readonly routes = [metricsRoute(() => this.#tell())];
  readonly #startedUs = nowUs();
  readonly #users = new Set<string>();
  #messages = 0;
  readonly #timesMs: number[] = [];

  onConnection(socket: ChatSocket): void {
    this.#users.add(socket.data.username);
  }

  onMessage({ receivedUs }: OfferedMessage): void {
    this.#messages++;
    this.#timesMs.push((nowUs() - receivedUs) / 1000);
    if (this.#timesMs.length > TIMES_KEPT) this.#timesMs.shift();
  }

  #tell(): unknown {
    const uptimeSeconds = (nowUs() - this.#startedUs) / 1e6;
    return {
      activeUsers: this.#users.size,
      totalMessages: this.#messages,
      tps: this.#messages / uptimeSeconds,
      memory: { rss: ownMemory().rss },
      p95Ms: percentile(this.#timesMs, 0.95),
    };
  }
}
