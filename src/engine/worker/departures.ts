import { nowUs, sleep, sleepUntil } from '../../core/clock.js';
import type { StormEnd } from '../../core/storms.js';
import type { Absence } from '../../ledger/absence.js';
import type { WorkerContext } from './context.js';
import type { WayBack } from './reconnector.js';
import type { Membership, PlannedAbsence } from './room-runtime.js';
import type { VirtualUser } from './virtual-user.js';

/** Who leaves in good order waits at most so long for an answer to what it sent last. */
const PATIENCE_US = 2_000_000;
const LOOK_INTERVAL_MS = 5;

/** Somebody who leaves by plan, and what is to be told of it. */
export interface Departure {
  readonly how: StormEnd;
  /** What it misses in a room from now on. */
  absenceIn(membership: Membership, begun: Absence): PlannedAbsence;
  /** It has left. @returns how it comes back */
  onLeft(): WayBack;
  /** It is not known whether the server took all that it had sent. */
  onUntaken(): void;
}

/**
 * Users of a worker who leave by plan. A connection that is cut ends at once. Who leaves in good order sends nothing any more, and goes as
 * soon as what it sent last was answered: a server of Socket.IO ignores a message when it reads the leave in the same turn.
 */
export class Departures {
  readonly #context: WorkerContext;
  readonly #over = new AbortController();
  /** Who waits for an answer, and since when. */
  readonly #leaving = new Map<VirtualUser, { readonly departure: Departure; readonly sinceUs: number }>();

  constructor(context: WorkerContext) {
    this.#context = context;
  }

  /** Whom the server has cut, who is about to be back, or who is leaving already cannot leave. */
  mayLeave(user: VirtualUser): boolean {
    return user.isConnected && !this.#context.reconnector.isBringingBack(user) && !this.#leaving.has(user);
  }

  /** The user, who may leave, does. */
  leave(user: VirtualUser, departure: Departure): void {
    this.#context.outbox.flush();
    user.isAway = true;
    const sinceUs = nowUs();
    if (departure.how === 'cut' || this.#isAnswered(user) || !this.#isWorthWaiting(user, sinceUs, sinceUs)) {
      this.#go(user, departure, true);
      return;
    }
    this.#leaving.set(user, { departure, sinceUs });
    if (this.#leaving.size === 1) void this.#look();
  }

  /** The flood is over: nobody leaves any more. */
  stop(): void {
    this.#over.abort();
    for (const user of this.#leaving.keys()) user.isAway = false;
    this.#leaving.clear();
  }

  async #look(): Promise<void> {
    const { signal } = this.#over;
    while (this.#leaving.size > 0) {
      await sleep(LOOK_INTERVAL_MS, signal);
      const now = nowUs();
      for (const [user, { departure, sinceUs }] of this.#leaving) {
        const isAnswered = this.#isAnswered(user);
        if (user.isConnected && !isAnswered && this.#isWorthWaiting(user, sinceUs, now)) continue;
        this.#leaving.delete(user);
        // Whom the server has cut meanwhile did not leave.
        if (user.isConnected) this.#go(user, departure, isAnswered);
      }
    }
  }

  /** Is every message acknowledged or, where no acknowledgements are asked for, the last one of each room with somebody? */
  #isAnswered({ acks, memberships }: VirtualUser): boolean {
    if (memberships.some(({ backlog }) => backlog.length > 0)) return false;
    if (acks !== undefined) return acks.waiting === 0;
    return memberships.every(({ room, member }) => room.ledger?.absences.isAnswered(member) !== false);
  }

  /** May an answer still come? What was sent long before is lost, and what no socket takes is not sent. */
  #isWorthWaiting({ memberships }: VirtualUser, sinceUs: number, now: number): boolean {
    const { originUs } = this.#context;
    return memberships.some(({ backlog, lastSentUs }) => {
      const fromUs = backlog.length > 0 ? sinceUs : originUs + lastSentUs;
      return now - fromUs < PATIENCE_US;
    });
  }

  #go(user: VirtualUser, departure: Departure, isAnswered: boolean): void {
    const absences = user.memberships.flatMap((membership) => {
      const { room, member } = membership;
      // What comes after this is nothing that an absence before it has cost.
      membership.absence = undefined;
      if (room.ledger?.isPresent(member) !== true) return [];
      const begun = room.ledger.absences.begin(member);
      membership.absence = departure.absenceIn(membership, begun);
      const unanswered = isAnswered ? undefined : room.ledger.absences.unanswered(begun);
      return [{ room, begun, unanswered }];
    });
    const end = user.end(departure.how);
    this.#context.reconnector.bringBack(user, departure.onLeft());
    void end.then((isTaken) => {
      const doubtful = absences.filter(({ unanswered }) => !isTaken || unanswered !== undefined);
      if (!isTaken || doubtful.length > 0) departure.onUntaken();
      for (const { room, begun, unanswered } of doubtful)
        room.ledger?.absences.doubt(isTaken ? (unanswered ?? begun) : begun);
    });
  }
}

/** When somebody comes back who has left by plan. */
interface Return {
  /** The first try, on the machine's monotonic clock. */
  readonly firstUs: number;
  /** Until the next one. @param tries that have failed, at least one */
  nextDelayMs(tries: number): number;
  /** It is back in all rooms. @param now as `firstUs` */
  onBack(now: number): void;
}

/** The way back from an absence by plan: nobody bounds how many are on it at once. */
export function wayBack(user: VirtualUser, back: Return): WayBack {
  return {
    wait: async (tries, signal) => {
      if (tries === 0) await sleepUntil(back.firstUs, signal);
      else await sleep(back.nextDelayMs(tries), signal);
      user.isAway = false;
    },
    isBounded: false,
    onBack: () => {
      for (const { room, absence } of user.memberships) if (absence !== undefined) room.ledger?.absences.end(absence);
      back.onBack(nowUs());
    },
  };
}
