import { sleep } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { LiveEvent, RunBeginning, RunWatcher } from '../../live/watcher.js';
import type { Alert } from '../../judgement/alert-types.js';
import { isRecord, type OutSpec } from '../../report/out-spec.js';
import type { OutputFailure } from '../../report/output.js';
import type { Report } from '../../report/report-types.js';
import type { FlagValues } from '../../scenario/options.js';
import type { Io } from '../io.js';
import type { ProgressDisplay } from '../progress/progress.js';

/** What a watcher is made from. */
export interface WatcherCall {
  readonly flags: FlagValues;
  /** Everything of `--out`. */
  readonly outputs: readonly OutSpec[];
  readonly beginning: RunBeginning;
  readonly io: Io;
  /** Tells the display and every watcher something: a notice, an alert. */
  readonly tell: (event: LiveEvent) => void;
  /** An output that was asked for is not written, or not whole: the command ends as it does for a report that cannot be written. */
  readonly fail: (failure: OutputFailure) => void;
}

/**
 * Makes a watcher if the flags ask for it, importing it only then.
 * @throws AppError when it cannot be made; the run does not begin then
 */
type MakeWatcher = (call: WatcherCall) => Promise<RunWatcher | undefined>;

/** Every watcher by what people call it, in the order in which events reach them. */
const WATCHERS: Readonly<Record<string, MakeWatcher>> = {
  dashboard: async (call) =>
    call.flags.dashboard === undefined ? undefined : (await import('./open-dashboard.js')).openDashboard(call),
  record: async (call) =>
    call.outputs.some(isRecord) ? (await import('./open-record.js')).openRecord(call) : undefined,
  alerts: async (call) => (await import('./open-alerts.js')).openAlerts(call),
  'alert webhook': async (call) =>
    call.flags.alertWebhook === undefined ? undefined : (await import('./open-alerts.js')).openWebhook(call),
  'Prometheus endpoint': async (call) =>
    call.flags.prometheus === undefined ? undefined : (await import('./open-metrics.js')).openPrometheus(call),
  'metrics push': async (call) =>
    call.flags.otlp === undefined ? undefined : (await import('./open-metrics.js')).openOtlp(call),
};

/** A watcher that does not come to its end is not waited for any longer. */
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
  readonly #display: ProgressDisplay;
  readonly #seats: Seat[] = [];
  #hasEnded = false;

  constructor(display: ProgressDisplay) {
    this.#display = display;
  }

  /** Lets in the watchers that the flags ask for. @throws AppError when one cannot be made */
  async admit(call: Omit<WatcherCall, 'tell' | 'fail'>): Promise<void> {
    for (const [name, make] of Object.entries(WATCHERS)) {
      const watcher = await make({
        ...call,
        tell: (event) => this.show(event),
        fail: (failure) => this.failures.push(failure),
      });
      if (watcher !== undefined) this.seat(name, watcher);
    }
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
      this.#note(`The ${seat.name} has failed and is left out from here on: ${messageOf(thrown)}`);
    }
  }

  async #end({ name, watcher }: Seat, report: Report | undefined): Promise<void> {
    const over = new AbortController();
    try {
      const isDone = await Promise.race([
        watcher.end(report).then(() => true),
        sleep(END_LIMIT_MS, over.signal).then(() => false),
      ]);
      if (!isDone) this.#note(`The ${name} was not done after ${END_LIMIT_MS / 1000} s and was not waited for.`);
    } catch (thrown) {
      this.#note(`The ${name} could not be ended well: ${messageOf(thrown)}`);
    } finally {
      over.abort();
    }
  }

  #note(message: string): void {
    this.show({ type: 'notice', message });
  }
}
