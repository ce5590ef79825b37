import { inEnglish, type Message, message } from '../../core/language/words.js';
import { sleep } from '../../core/clock.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { messageOf } from '../../core/errors.js';
import type { Alert } from '../../judgement/alerts.js';
import type { LiveEvent, RunWatcher } from '../../live/watcher.js';
import type { OutputFailure } from '../../report/output.js';
import type { Report } from '../../report/report-types.js';
import type { ProgressDisplay } from '../progress/display.js';

/** The longest wait for a watcher to end. */
const END_LIMIT_MS = 5000;

interface Seat {
  readonly name: string;
  readonly watcher: RunWatcher;
  /** Has it thrown? */
  isLeftOut: boolean;
}

/** Everybody who watches a run: the progress display and the watchers. One that fails disturbs neither the run nor the others. */
export class Audience {
  /** The alerts that were told, in order. */
  readonly alerts: Alert[] = [];
  /** Outputs that watchers could not write. */
  readonly failures: OutputFailure[] = [];
  /** What this process ran short of while it served its watchers, once for every time. */
  readonly shortages: ErrorKind[] = [];
  readonly #display: ProgressDisplay;
  readonly #seats: Seat[] = [];
  #hasEnded = false;

  constructor(display: ProgressDisplay) {
    this.#display = display;
  }

  /** Lets one watcher in. */
  seat(name: string, watcher: RunWatcher): void {
    this.#seats.push({ name, watcher, isLeftOut: false });
  }

  /** Shows an event to everybody. */
  show(event: LiveEvent): void {
    if (event.type === 'alert') this.alerts.push(event.alert);
    this.#display.show(event);
    for (const seat of this.#seats) if (!seat.isLeftOut) this.#showTo(seat, event);
  }

  /** Shows what a watcher has to say to everybody. */
  tell(event: LiveEvent): void {
    if (event.type === 'notice' && 'kind' in event && event.kind !== undefined) this.shortages.push(event.kind);
    this.show(event);
  }

  /** Takes the display away, the terminal being as before. */
  closeDisplay(): void {
    this.#display.end();
  }

  /** Gives the watchers the report, and waits until they are done with it, though not for long; a second call does nothing. */
  async end(report: Report | undefined): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    await Promise.all(this.#seats.map((seat) => this.#end(seat, report)));
  }

  #showTo(seat: Seat, event: LiveEvent): void {
    try {
      seat.watcher.onEvent(event);
    } catch (thrown) {
      seat.isLeftOut = true;
      this.#note(message('notice.watcher-failed', { name: seat.name, why: messageOf(thrown) }));
    }
  }

  async #end({ name, watcher }: Seat, report: Report | undefined): Promise<void> {
    const over = new AbortController();
    try {
      const isDone = await Promise.race([
        watcher.end(report).then(() => true),
        sleep(END_LIMIT_MS, over.signal).then(() => false),
      ]);
      if (!isDone) this.#note(message('notice.watcher-slow', { name, seconds: END_LIMIT_MS / 1000 }));
    } catch (thrown) {
      this.#note(message('notice.watcher-end', { name, why: messageOf(thrown) }));
    } finally {
      over.abort();
    }
  }

  #note(said: Message): void {
    this.show({ type: 'notice', message: inEnglish(said) });
  }
}
