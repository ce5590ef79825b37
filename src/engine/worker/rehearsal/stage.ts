import { createRandom } from '../../../core/random.js';
import { LOOPBACK_ONLY } from '../../../net/dial-guard.js';
import { ReceiveBudget } from '../../../wire/receive-budget.js';
import { emptyContext, type WorkerContext } from '../context.js';
import type { Entrance } from '../entrance.js';
import { Outbox } from '../outbox.js';
import type { Receiver } from '../receiver.js';
import { Reconnector } from '../reconnector.js';
import { Membership, RoomRuntime } from '../room-runtime.js';
import { SelfObserver } from '../self-observer.js';
import { SilenceJudge } from '../silence-judge.js';
import { Tally } from '../tally.js';
import { VirtualUser } from '../virtual-user.js';

const MOST_ROOMS = 2;
const MOST_MEMBERS = 3;
const MOST_TEXTS = 8;
/** Far more than the few connections begin and do not end. */
const BUDGET_BYTES = 2 ** 20;

/** The rooms of a worker whose people take part in a rehearsal, a few of each. */
export function castOf({ rooms }: WorkerContext): readonly (readonly Membership[])[] {
  return rooms
    .filter(({ joinedCount }) => joinedCount >= 2)
    .slice(0, MOST_ROOMS)
    .map(({ members }) => members.filter(({ isJoined }) => isJoined).slice(0, MOST_MEMBERS));
}

/**
 * A worker's context whose connections lead to `base` alone, and that counts for itself. All that a message meets is made by the same code as in
 * the one that it is of: objects that are put together otherwise are others to the compiler, and the code would have to serve both.
 */
export function stageOf(context: WorkerContext, base: string): WorkerContext {
  const { plan, run, role, originUs, dialect, codec, texts, lifeline, wakeUp, concurrency } = context;
  const tally = new Tally(plan.stages, originUs);
  const entrance: Entrance = {
    index: 0,
    base,
    http: context.entrances[0].http,
    guardFor: () => LOOPBACK_ONLY,
    silence: new SilenceJudge(tally, () => Promise.resolve(), undefined),
    counts: undefined,
  };
  return emptyContext({
    plan,
    run,
    entrances: [entrance],
    entranceOf: () => entrance,
    close: () => Promise.resolve(),
    role,
    originUs,
    dialect: dialect.withoutEntry(),
    codec,
    texts: texts.slice(0, MOST_TEXTS),
    budget: new ReceiveBudget(BUDGET_BYTES),
    tally,
    outbox: new Outbox(),
    lifeline,
    wakeUp,
    observer: new SelfObserver(),
    reconnector: new Reconnector(tally, createRandom(plan.seed, 'rehearsal'), 1),
    tap: undefined,
    notice: () => undefined,
    concurrency,
  });
}

/** Lets who is in `cast` come to a stage: each in a room of the same number, none of it connected. */
export function enter(stage: WorkerContext, receiver: Receiver, cast: readonly (readonly Membership[])[]): void {
  for (const members of cast) {
    const [first] = members;
    if (first === undefined) continue;
    const room = new RoomRuntime(first.room.chat);
    for (const { user } of members) {
      const player = new VirtualUser(user.chat, stage, receiver);
      const membership = new Membership(player, room, room.members.length);
      player.memberships.push(membership);
      room.members.push(membership);
      stage.users.push(player);
    }
    stage.rooms.push(room);
  }
}
