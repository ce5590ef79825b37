import { isRefusalName } from '../../chat/refusals.js';
import { nowUs, sleep } from '../../core/clock.js';
import { ackOf } from '../../core/dialect-spec.js';
import { MARK_FORMS, type MarkForm } from '../../core/mark-form.js';
import type { ProbeFindings } from '../messages.js';
import type { WorkerContext } from './context.js';
import { FirstMessages, isIncomplete, isSettled } from './first-messages.js';
import type { Receiver } from './receiver.js';
import type { Membership, RoomRuntime } from './room-runtime.js';

/** Messages: one, which suffices where there is an echo; more where there seems to be none; many more where copies are lost. */
const ROUNDS = [1, 3, 12];
/** That there is no echo is not believed because of fewer messages. */
const LEAST_MESSAGES = 4;
/** That a form does not survive is not believed because of one message that was lost. */
const TRIES_OF_A_FORM = 2;
/** From one message to the next, whose sender is another. */
const SPACING_MS = 50;
/** The same where the server says no: perhaps it limits how often somebody may send. */
const POLITE_SPACING_MS = 500;
const POLL_MS = 5;
/** Members of one room may sit where none hears another: as many rooms are tried. */
const MOST_ROOMS = 4;

/**
 * Finds out, by messages that no ledger counts, in which form a mark comes back so that it is recognised, and whether the server
 * sends a sender its own copy. One own copy shows both; that there is no echo is believed when everybody else got the first few
 * messages. When they did not, the server loses copies, own ones perhaps among them, and it takes more.
 * @param patienceMs how long to wait, from the first message on, where nothing at all comes
 */
export async function probe(
  context: WorkerContext,
  receiver: Receiver,
  patienceMs: number,
  signal: AbortSignal,
): Promise<ProbeFindings> {
  const rooms = context.rooms.filter(({ joinedCount }) => joinedCount >= 2).slice(0, MOST_ROOMS);
  const search = new Search(context, rooms, signal);
  receiver.witness = search.messages;
  try {
    await search.run(patienceMs);
  } finally {
    receiver.witness = undefined;
  }
  return search.findings;
}

class Search {
  readonly messages: FirstMessages;
  readonly #rooms: readonly RoomRuntime[];
  readonly #signal: AbortSignal;
  /** What the dialect says of the echo; then it need not be found out. */
  readonly #statedEcho: boolean | undefined;
  readonly #hasReceive: boolean;
  readonly #asksForAck: boolean;

  constructor(context: WorkerContext, rooms: readonly RoomRuntime[], signal: AbortSignal) {
    this.messages = new FirstMessages(context);
    this.#rooms = rooms;
    this.#signal = signal;
    this.#statedEcho = context.plan.dialect.echo;
    this.#hasReceive = context.plan.dialect.events.receive !== undefined;
    this.#asksForAck = ackOf(context.plan.dialect.events.send) !== undefined;
  }

  async run(patienceMs: number): Promise<void> {
    const startUs = nowUs();
    for (const messages of this.#rooms.length === 0 ? [] : ROUNDS) {
      for (let count = 0; count < messages && !this.#isOver && !this.#hasEnough; count++) {
        if (count > 0) await sleep(this.#isRefused ? POLITE_SPACING_MS : SPACING_MS, this.#signal);
        this.#sendNext();
        // A form that comes back damaged is told by its time, so one at a time.
        if (this.#form === undefined && this.#isAnswered) await this.#settle();
      }
      await this.#settle();
      if (this.#isOver || this.#hasEnough || this.#isHopeless) break;
    }
    while (!this.#isOver && this.#isSilent && nowUs() < startUs + patienceMs * 1000) await sleep(POLL_MS, this.#signal);
    // Now that it came after all, so must the other copies.
    await this.#settle();
  }

  get findings(): ProbeFindings {
    const { acks, events, endings, usualEvent, repeatingEvents, all } = this.messages;
    const form = this.#form;
    const hasOwn = all.some((message) => this.messages.isOwn(message));
    return {
      sent: all.length,
      recognition:
        form === undefined
          ? null
          : this.#hasReceive
            ? { form, usual: null, ignored: [] }
            : { form, usual: usualEvent, ignored: repeatingEvents },
      echo: form === undefined ? null : hasOwn,
      acks,
      events,
      endings,
    };
  }

  /** The first form, from the usual one on, in which copies came back. */
  get #form(): MarkForm | undefined {
    return this.messages.recognised[0];
  }

  /** Nothing is to be found out any more. */
  get #isOver(): boolean {
    if (this.#signal.aborted) return true;
    const form = this.#form;
    if (form === undefined || this.#doubtful(form) !== undefined) return false;
    // What repeats a message beside the event that brings it may come after it.
    if (!this.#hasReceive && !this.messages.all.every(isSettled)) return false;
    // An acknowledgement may come after the copies.
    const { accepted, declined } = this.messages.acks;
    if (this.#asksForAck && accepted + declined === 0 && !this.messages.all.every(isSettled)) return false;
    return this.#statedEcho !== undefined || this.messages.of(form).some((message) => this.messages.isOwn(message));
  }

  /** Enough is known to believe that there is no echo: everybody else got the messages. */
  get #hasEnough(): boolean {
    const form = this.#form;
    if (form === undefined || this.#doubtful(form) !== undefined) return false;
    const messages = this.messages.of(form);
    return messages.length >= LEAST_MESSAGES && messages.every(isSettled) && !messages.some(isIncomplete);
  }

  /** Did something of ours come back, in whatever shape? */
  get #isAnswered(): boolean {
    return this.messages.all.some(({ firstSeenMs }) => firstSeenMs !== undefined);
  }

  /** Texts of ours come back, and not so that they can be recognised: more of them would change nothing. */
  get #isHopeless(): boolean {
    if (this.#form !== undefined || this.messages.all.length < LEAST_MESSAGES) return false;
    return this.messages.events.some(({ name, marked, damaged }) => marked + damaged > 0 && !isRefusalName(name));
  }

  /** Neither a message came back, nor anything that may be an answer to one. */
  get #isSilent(): boolean {
    return !this.#isAnswered && !this.#isRefused;
  }

  /** Does the server say no to something? */
  get #isRefused(): boolean {
    return this.messages.events.some(({ name }) => isRefusalName(name)) || this.messages.endings.length > 0;
  }

  /** A form before this one that may survive, too, and whose only message may have been lost. */
  #doubtful(form: MarkForm): MarkForm | undefined {
    return MARK_FORMS.slice(0, MARK_FORMS.indexOf(form)).find((earlier) => {
      const messages = this.messages.of(earlier);
      return (
        !messages.some(({ isDamaged }) => isDamaged) &&
        !(messages.length >= TRIES_OF_A_FORM && messages.every(isSettled))
      );
    });
  }

  #nextForm(): MarkForm {
    const form = this.#form;
    if (form !== undefined) return this.#doubtful(form) ?? form;
    const undamaged = MARK_FORMS.filter((candidate) => !this.messages.of(candidate).some(({ isDamaged }) => isDamaged));
    const candidates: readonly MarkForm[] = undamaged.length > 0 ? undamaged : MARK_FORMS;
    const times = (candidate: MarkForm): number => this.messages.of(candidate).length;
    return candidates.toSorted((a, b) => times(a) - times(b))[0] ?? 'end';
  }

  /** Lets the member whose turn it is send one, in the room whose turn it is. */
  #sendNext(): void {
    const turn = this.messages.all.length;
    const room = this.#rooms[turn % this.#rooms.length];
    const joined: Membership[] = room?.members.filter((membership) => membership.isJoined) ?? [];
    const sender = joined[Math.floor(turn / this.#rooms.length) % joined.length];
    if (sender !== undefined) this.messages.send(this.#nextForm(), sender, joined.length);
  }

  async #settle(): Promise<void> {
    while (!this.#isOver && !this.messages.all.every(isSettled)) await sleep(POLL_MS, this.#signal);
  }
}
