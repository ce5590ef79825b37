import type { Dialect } from '../../chat/dialect.js';
import type { HeardEvent } from '../messages.js';
import { EventDiary } from './event-diary.js';
import type { EventWitness } from './receiver.js';
import type { VirtualUser } from './virtual-user.js';

/** What comes beyond so many events is not looked at: where many enter at once, everybody hears of everybody. */
const MOST_EVENTS = 2000;

/** Keeps which events come before there are messages: when nobody can enter, they may say why. */
export class SetUpDiary implements EventWitness {
  readonly #dialect: Dialect;
  readonly #diary = new EventDiary();
  #seen = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** What came, by name. */
  get events(): HeardEvent[] {
    return this.#diary.events;
  }

  onEvent(_user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    if (++this.#seen > MOST_EVENTS) return;
    const event = this.#dialect.readEvent(bytes, start, end);
    if (event !== undefined) this.#diary.note(event.name, event.args, 'none');
  }

  onAttachment(): void {
    // Which event it belongs to is told already.
  }

  onAck(): void {
    // There are no messages yet that could be acknowledged.
  }

  onLost(): void {
    // Failures of the phase tell that.
  }
}
