import { nowUs } from '../../core/clock.js';
import type { ChatSocket } from '../../practice/chat/events.js';
import type { OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import { metricsRoute } from './metrics-route.js';
import { ownMemory } from './own-memory.js';
import { RecentTimes } from './recent-times.js';

/** Metrics of the present: users are counted out again, and rates and times are those of the last seconds. */
export class WindowedMetrics implements PracticeExtension {
  readonly routes = [metricsRoute(() => this.#tell())];
  readonly #socketsOf = new Map<string, number>();
  readonly #recent = new RecentTimes();
  #messages = 0;

  onConnection(socket: ChatSocket): void {
    const { username } = socket.data;
    this.#count(username, 1);
    socket.once('disconnect', () => this.#count(username, -1));
  }

  onMessage({ receivedUs }: OfferedMessage): void {
    this.#messages++;
    this.#recent.record((nowUs() - receivedUs) / 1000);
  }

  /** A user may have several sockets, and has left with the last of them. */
  #count(username: string, by: number): void {
    const sockets = (this.#socketsOf.get(username) ?? 0) + by;
    if (sockets > 0) this.#socketsOf.set(username, sockets);
    else this.#socketsOf.delete(username);
  }

  #tell(): unknown {
    return {
      activeUsers: this.#socketsOf.size,
      totalMessages: this.#messages,
      tps: this.#recent.perSecond(),
      memory: { rss: ownMemory().rss },
      p95Ms: this.#recent.percentile(0.95),
    };
  }
}
