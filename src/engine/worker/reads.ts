import { refusalOfStep, sendStep } from '../../chat/http-steps.js';
import { scopesOf } from '../../chat/people.js';
import { nowUs, wallClockMs } from '../../core/clock.js';
import { knowsRooms, type ReadStep } from '../../core/dialect-spec.js';
import { INTERRUPTED, OperationError, toOperationError } from '../../core/operation-error.js';
import { DeliveredMessages } from '../../ledger/delivered-messages.js';
import { ReadShare } from '../../load/reads.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { ReadSummary } from '../../metrics/people.js';
import type { READ_COUNTS } from '../../metrics/reads.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import type { HttpAnswer } from '../../wire/http-client.js';
import type { WorkerContext } from './context.js';
import type { CopyAccounts } from './copy-accounts.js';
import { scopeOfSince, sinceMsOf } from './read-since.js';
import { messagesIn, numbersIn } from './room-history.js';
import type { Person, RoomRuntime } from './room-runtime.js';

/** Clocks of whole milliseconds leave so much open about what was sent since a moment. */
const SINCE_MARGIN_US = 2000;

/** The reads of a worker's flood; undefined where the plan has none, and for the observers. */
export function readsOfWorker(
  context: WorkerContext,
  accounts: CopyAccounts,
  startUs: number,
  durationMs: number,
): ReadsOfWorker | undefined {
  const { plan, role } = context;
  const step = plan.dialect.http.read;
  for (const room of context.rooms) room.delivered = undefined;
  return plan.readRate === undefined || step === undefined || role === 'canary'
    ? undefined
    : new ReadsOfWorker({ context, accounts, startUs, durationMs }, step, plan.readRate);
}

/** The flood that is read beside. */
interface FloodTimes {
  readonly context: WorkerContext;
  readonly accounts: CopyAccounts;
  /** On the machine's monotonic clock. */
  readonly startUs: number;
  readonly durationMs: number;
}

/** One read, from the moment at which it is due. */
interface Read {
  readonly room: RoomRuntime;
  readonly asker: Person;
  /** On the machine's monotonic clock. */
  readonly plannedUs: number;
  /** Microseconds since the run's origin, as marks have them. */
  readonly sinceUs: number | undefined;
}

/**
 * What a worker reads of the server while its messages go on: on a schedule that waits for no answer, so that a server that is slow
 * is read as often as a fast one, and its time counts from the planned moment. Under way at once are as many as `limits.readConcurrency`
 * allows; what is due beyond waits, and that is in its time; what has not left when the flood ends is unsent.
 */
export class ReadsOfWorker {
  readonly #flood: FloodTimes;
  readonly #step: ReadStep;
  readonly #share: ReadShare;
  readonly #rooms: ReadonlyMap<number, RoomRuntime>;
  readonly #sinceMs: number | undefined;
  readonly #counts = { intended: 0, sent: 0, answered: 0, failed: 0, judged: 0, stale: 0 } satisfies Record<
    (typeof READ_COUNTS)[number],
    number
  >;
  readonly #latency = new BucketCounter();
  readonly #staleness = new BucketCounter();
  readonly #over = new AbortController();
  #waiting = 0;
  #isEnding = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(flood: FloodTimes, step: ReadStep, perSecond: number) {
    const { plan, rooms, admission } = flood.context;
    const open = rooms.filter((room) => admission.isOpen(room));
    this.#flood = flood;
    this.#step = step;
    this.#rooms = new Map(open.map((room) => [room.chat.index, room]));
    this.#share = new ReadShare(perSecond, plan.rooms, [...this.#rooms.keys()], flood.durationMs);
    this.#sinceMs = sinceMsOf(step);
    const isOfRoom = !knowsRooms(plan.dialect) || JSON.stringify(step).includes('{{room.');
    if (step.content !== undefined && isOfRoom) for (const room of open) room.delivered = new DeliveredMessages();
  }

  /** Reads when it is time, also where no turn of the flood comes. */
  start(): void {
    const wait = (): void => {
      const dueUs = Math.max(this.#flood.startUs, this.dueUs);
      if (this.#isEnding || dueUs === Number.POSITIVE_INFINITY) return;
      const delayMs = Math.max(1, Math.floor((dueUs - nowUs()) / 1000));
      this.#timer = setTimeout(() => {
        this.turn(nowUs());
        wait();
      }, delayMs);
    };
    wait();
  }

  /** Nothing more is asked; what is under way may be answered. */
  stop(): void {
    if (this.#isEnding) return;
    this.turn(nowUs());
    this.#counts.intended = this.#share.countUntil(nowUs() - this.#flood.startUs);
    this.#isEnding = true;
    clearTimeout(this.#timer);
  }

  /** When the next one is due, on the machine's monotonic clock; infinity when none is, or may be sent. */
  get dueUs(): number {
    if (this.#isEnding || this.#waiting >= this.#mostWaiting) return Number.POSITIVE_INFINITY;
    return this.#flood.startUs + this.#share.dueUs(this.#counts.sent);
  }

  /** Sends what is due by now. */
  turn(turnUs: number): void {
    while (this.dueUs <= turnUs && !this.#flood.accounts.isClosed) {
      const index = this.#counts.sent++;
      this.#waiting++;
      void this.#read(index).finally(() => {
        this.#waiting--;
        this.turn(nowUs());
      });
    }
  }

  /** Answers that are waited for. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What has no answer by now is waited for no longer. */
  giveUp(): void {
    this.#over.abort();
  }

  /** What came of them so far. */
  get summary(): ReadSummary {
    const { sent, ...counts } = this.#counts;
    const intended = this.#isEnding ? counts.intended : this.#share.countUntil(nowUs() - this.#flood.startUs);
    return {
      ...counts,
      sent,
      intended: Math.max(intended, sent),
      latency: encodeCounts(this.#latency),
      staleness: encodeCounts(this.#staleness),
    };
  }

  get #mostWaiting(): number {
    return this.#flood.context.concurrency.reads;
  }

  async #read(index: number): Promise<void> {
    const { context, accounts, startUs } = this.#flood;
    const { room: number, turn } = this.#share.placeOf(index);
    const room = this.#rooms.get(number);
    const plannedUs = Math.round(startUs + this.#share.dueUs(index));
    const asker = room?.members[turn % Math.max(1, room.members.length)]?.user;
    const at = asker === undefined ? undefined : context.entranceOf(asker.chat).counts;
    try {
      if (room === undefined || asker?.isReady !== true)
        throw new OperationError('server.no-members', 'nobody is there who could read');
      const sinceUs = this.#sinceMs === undefined ? undefined : nowUs() - context.originUs - this.#sinceMs * 1000;
      const read = { room, asker, plannedUs, sinceUs };
      const { answer, askedUs } = await this.#ask(read);
      if (accounts.isClosed) return;
      context.tally.counters.operations++;
      this.#take(read, answer, askedUs);
    } catch (thrown) {
      const { kind, said } = toOperationError(thrown);
      if (kind === INTERRUPTED || accounts.isClosed) return;
      this.#counts.failed++;
      context.tally.counters.operations++;
      context.tally.fail(kind, said, at);
    }
  }

  /** @returns the answer, and when it was asked for, microseconds since the run's origin */
  async #ask({ asker, room }: Read): Promise<{ readonly answer: HttpAnswer; readonly askedUs: number }> {
    const { context } = this.#flood;
    let askedUs = nowUs();
    const scopes = { ...scopesOf(context.run, asker.chat, room.chat), ...scopeOfSince(this.#step, wallClockMs()) };
    const answer = await sendStep(context.entranceOf(asker.chat).http, this.#step, scopes, {
      signal: this.#over.signal,
      cookies: asker.chat.cookies,
      onSend: () => {
        askedUs = nowUs();
      },
    });
    if (!this.#step.accept.includes(answer.status)) throw refusalOfStep(this.#step, answer);
    return { answer, askedUs: askedUs - context.originUs };
  }

  #take({ room, plannedUs, sinceUs }: Read, answer: HttpAnswer, askedUs: number): void {
    const { context } = this.#flood;
    const answeredUs = nowUs();
    const { content, size = Number.POSITIVE_INFINITY } = this.#step;
    const messages = content === undefined ? [] : messagesIn(answer, this.#step);
    this.#counts.answered++;
    const { stages } = context.tally;
    const isMeasured = context.plan.stages[stages.at(plannedUs - context.originUs).stage]?.measured !== false;
    if (isMeasured) this.#latency.record(answeredUs - plannedUs);
    if (content === undefined || room.delivered === undefined || messages.length >= size || !isMeasured) return;
    const numbers = new Set(numbersIn(context, room, messages, content));
    const fromUs = sinceUs === undefined ? undefined : sinceUs + SINCE_MARGIN_US;
    const behindUs = room.delivered.behindUs(numbers, askedUs, fromUs);
    this.#counts.judged++;
    if (behindUs > 0) this.#counts.stale++;
    this.#staleness.record(Math.round(behindUs));
  }
}
