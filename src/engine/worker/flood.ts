import { nowUs, sleep, sleepUntil } from '../../core/clock.js';
import { arrivalsOf } from '../../load/arrivals/index.js';
import type { LoadSpec } from '../../load/load.js';
import { type Share, shareOf } from '../../load/share.js';
import type { SenderOrder } from '../messages.js';
import { hasCoresToSpin, Spin } from '../pacing/spin.js';
import type { WorkerContext } from './context.js';
import { Departures } from './departures.js';
import { readsOfWorker, type ReadsOfWorker } from './reads.js';
import type { Receiver } from './receiver.js';
import type { Membership } from './room-runtime.js';
import { SessionsOfWorker } from './sessions.js';
import { SideTraffic } from './side-traffic.js';
import { SlowReadersOfWorker } from './slow-readers.js';
import type { StageTallies } from './stage-tally.js';
import { Storms } from './storms.js';
import { flushBacklog, maySend, offer } from './transmitter.js';

/** At most this many messages leave in one turn, and as many of those that waited for their sockets: a generator that is late still reads. */
const MESSAGES_PER_TURN = 500;
/** Messages that wait for their sockets are offered again this often. */
const BACKLOG_US = 1000;
/** A flood that waits for its next message looks this often whether it is to end. */
const MOST_IDLE_US = 20_000;
/** How long a generator that is late may go on after the planned end; what is then left is unsent. */
const OVERTIME_US = 1_000_000;
/** With a window: a message that has not arrived everywhere by then no longer holds its sender back. */
const GIVE_UP_AFTER_US = 2_000_000;

/** What a flood is told when it begins. */
export interface FloodStart {
  readonly load: LoadSpec;
  readonly order: SenderOrder;
  /** On the machine's monotonic clock. */
  readonly startUs: number;
}

/** The seconds in which a flood is told. */
export interface Seconds {
  /** When the one that goes on is over, on the machine's monotonic clock. */
  readonly endUs: number;
  /** Called before a second is told that is over at `endUs`. */
  onEnd: ((endUs: number) => void) | undefined;
  /** Tells the second, if it is over. */
  turn(): void;
}

/**
 * Sends the load, on its schedule or as fast as the target takes it; ends early when `signal` aborts.
 * @param seconds a message on a schedule is asked for in the second in which it is due, however late it is sent
 */
export async function flood(
  context: WorkerContext,
  receiver: Receiver,
  start: FloodStart,
  signal: AbortSignal,
  seconds?: Seconds,
): Promise<void> {
  const others = new SideTraffic(context, start.startUs, start.load.durationMs);
  const departures = new Departures(context);
  const storms = new Storms(context, departures, start.startUs);
  const sessions = new SessionsOfWorker(context, departures, start.startUs);
  const slowReaders = new SlowReadersOfWorker(context, receiver.accounts, start.startUs);
  const reads = readsOfWorker(context, receiver.accounts, start.startUs, start.load.durationMs);
  context.storms = storms;
  context.sessions = sessions;
  context.slowReaders = slowReaders;
  context.reads = reads;
  others.start();
  storms.start();
  sessions.start();
  slowReaders.start();
  reads?.start();
  try {
    await sendLoad({ context, receiver, seconds, reads }, start, signal);
  } finally {
    others.stop();
    departures.stop();
    storms.stop();
    sessions.stop();
    slowReaders.stop();
    reads?.stop();
  }
}

/** What a load is sent with, whatever its model. */
export interface FloodMeans {
  readonly context: WorkerContext;
  readonly receiver: Receiver;
  readonly seconds: Seconds | undefined;
  /** Told of every turn, for timers are late. */
  readonly reads: ReadsOfWorker | undefined;
}

/** Sends a load, and nothing beside it. */
export async function sendLoad(
  means: FloodMeans,
  { load, order, startUs }: FloodStart,
  signal: AbortSignal,
): Promise<void> {
  const { context, receiver, seconds } = means;
  const senders = sendersOf(context, order);
  // The accounts begin then: what left a moment earlier would be taken for a message of an earlier flood.
  await sleepUntil(startUs, signal);
  if (senders.length === 0) await sleep(load.durationMs, signal);
  else if (load.model === 'closed') await closedModel(context, receiver, { ...load, startUs }, senders, signal);
  else {
    const share = shareOf(arrivalsOf(load.arrivals), { ...order, burst: load.burst });
    const asked = new AskedMessages(context, share, startUs);
    if (seconds !== undefined) seconds.onEnd = (endUs) => asked.askBefore(endUs);
    try {
      await openModel({ ...means, share, senders, asked }, { ...load, startUs }, signal);
    } finally {
      if (seconds !== undefined) seconds.onEnd = undefined;
    }
  }
}

/** Which of the theme's texts a message carries: drawn from the seed and its number in the run. */
export function textIndexOf(seed: number, globalIndex: number): number {
  return Math.imul(globalIndex ^ seed, 0x9e3779b1) >>> 8;
}

/** Which messages of a schedule have been counted as asked for. */
class AskedMessages {
  readonly #stages: StageTallies;
  readonly #share: Share;
  readonly #startUs: number;
  readonly #offsetUs: number;
  /** Messages below this number have been counted. */
  #next = 0;

  /** @param startUs when the first message is due, on the machine's monotonic clock */
  constructor({ tally, originUs }: WorkerContext, share: Share, startUs: number) {
    this.#stages = tally.stages;
    this.#share = share;
    this.#startUs = startUs;
    this.#offsetUs = startUs - originUs;
  }

  /** A message is offered. @param intendedUs microseconds since the run's origin */
  ask(index: number, intendedUs: number): void {
    if (index < this.#next) return;
    this.#next = index + 1;
    this.#stages.at(intendedUs).counters.intended++;
  }

  /** Everything is asked for that is due before `timeUs` on the machine's monotonic clock, offered or not. */
  askBefore(timeUs: number): void {
    const until = this.#share.countUntil(timeUs - this.#startUs - 1);
    while (this.#next < until) this.ask(this.#next, this.#offsetUs + this.#share.dueUs(this.#next));
  }
}

/** What a flood on a schedule works with. */
interface OpenFlood extends FloodMeans {
  readonly share: Share;
  readonly senders: readonly Membership[];
  readonly asked: AskedMessages;
}

/** Sends what is due by the schedule, which neither waits for the server nor for its own lateness. */
function openModel(
  { context, receiver, share, senders, asked, seconds, reads }: OpenFlood,
  { startUs, durationMs }: { readonly startUs: number; readonly durationMs: number },
  signal: AbortSignal,
): Promise<void> {
  const durationUs = durationMs * 1000;
  const offsetUs = startUs - context.originUs;
  let next = 0;
  const sendDue = (elapsedUs: number): void => {
    const due = Math.min(share.countUntil(elapsedUs), next + MESSAGES_PER_TURN);
    for (; next < due; next++) {
      const membership = senders[share.senderOf(next)];
      if (membership === undefined) continue;
      const textIndex = textIndexOf(context.plan.seed, share.globalIndexOf(next));
      const intendedUs = offsetUs + share.dueUs(next);
      asked.ask(next, intendedUs);
      offer(context, membership, intendedUs, textIndex);
    }
    context.outbox.flush();
  };
  const dueAfter = (atUs: number): number => {
    const index = share.countUntil(atUs - startUs);
    const dueUs = startUs + (index < share.count ? share.dueUs(index) : durationUs);
    const earliestUs = Math.min(dueUs, reads?.dueUs ?? dueUs);
    return Math.min(earliestUs, atUs + (context.backlogged.size > 0 ? BACKLOG_US : MOST_IDLE_US));
  };
  /** One turn. @returns whether there is more to do at once, or later; undefined when all is done */
  const turn = (turnUs: number): 'now' | 'later' | undefined => {
    const elapsedUs = turnUs - startUs;
    const secondUs = (seconds?.endUs ?? Number.POSITIVE_INFINITY) - startUs;
    // Nothing of the next second is sent before this one is told.
    sendDue(Math.min(elapsedUs, durationUs, secondUs - 1));
    if (elapsedUs >= secondUs) seconds?.turn();
    if (context.backlogged.size > 0) flushBacklog(context, MESSAGES_PER_TURN);
    reads?.turn(turnUs);
    const finished = elapsedUs >= durationUs && (next >= share.count || elapsedUs > durationUs + OVERTIME_US);
    if (finished || signal.aborted) {
      // What an early end takes back was never asked for; what was asked for and not offered is unsent.
      asked.askBefore(startUs + Math.min(elapsedUs, durationUs) + 1);
      return undefined;
    }
    return next < share.countUntil(elapsedUs) ? 'now' : 'later';
  };
  return new Promise((resolve, reject) => {
    const run = (): void => {
      try {
        const turnUs = nowUs();
        const isOver = receiver.accounts.isClosed || context.lifeline?.isCut(turnUs) === true;
        const more = isOver ? undefined : turn(turnUs);
        if (more === undefined) resolve();
        else if (more === 'now') setImmediate(run);
        else context.wakeUp.next(turnUs, dueAfter, run);
      } catch (thrown) {
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    };
    run();
  });
}

/** Keeps `window` messages of every sender under way: the next leaves when all members have an earlier one. */
async function closedModel(
  context: WorkerContext,
  receiver: Receiver,
  { startUs, durationMs, window }: { readonly startUs: number; readonly durationMs: number; readonly window: number },
  senders: readonly Membership[],
  signal: AbortSignal,
): Promise<void> {
  const { plan, originUs } = context;
  const ready = new Set<Membership>(senders);
  const broken = new AbortController();
  let sequence = 0;
  let scheduled = false;
  const endUs = startUs + durationMs * 1000;
  const sendReady = (): void => {
    scheduled = false;
    if (receiver.accounts.isClosed || context.lifeline?.isCut(nowUs()) === true) return;
    for (const membership of ready) {
      while (membership.undelivered < window && maySend(membership) && !signal.aborted) {
        const now = nowUs();
        if (now >= endUs) break;
        membership.undelivered++;
        context.tally.stages.at(now - originUs).counters.intended++;
        offer(context, membership, now - originUs, textIndexOf(plan.seed, sequence++));
      }
    }
    ready.clear();
    context.outbox.flush();
  };
  const wake = (membership: Membership): void => {
    ready.add(membership);
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      try {
        sendReady();
      } catch (thrown) {
        broken.abort(thrown);
      }
    });
  };
  const spin = hasCoresToSpin(plan) ? new Spin() : undefined;
  receiver.accounts.onDelivered = (membership) => {
    spin?.note();
    membership.undelivered = Math.max(0, membership.undelivered - 1);
    wake(membership);
  };
  sendReady();
  while (nowUs() < endUs && !signal.aborted) {
    await sleep(Math.min(200, (endUs - nowUs()) / 1000), signal);
    broken.signal.throwIfAborted();
    if (receiver.accounts.isClosed || context.lifeline?.isCut(nowUs()) === true) break;
    const overdueUs = nowUs() - originUs - GIVE_UP_AFTER_US;
    for (const membership of senders) {
      if (membership.undelivered >= window && membership.lastSentUs < overdueUs) membership.undelivered = 0;
      if (membership.undelivered < window) wake(membership);
    }
    flushBacklog(context, MESSAGES_PER_TURN);
  }
  receiver.accounts.onDelivered = undefined;
}

function sendersOf(context: WorkerContext, order: SenderOrder): Membership[] {
  const byIndex = new Map(context.rooms.map((room) => [room.chat.index, room]));
  return Array.from(order.rooms, (room, place) => byIndex.get(room)?.members[order.members[place] ?? -1]).filter(
    (membership) => membership !== undefined,
  );
}
