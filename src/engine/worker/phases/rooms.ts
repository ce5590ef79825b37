import { performStep } from '../../../chat/http-steps.js';
import { scopesOf } from '../../../chat/people.js';
import { OperationError } from '../../../core/operation-error.js';
import { atFirst, withRetries } from '../../retry.js';
import type { WorkerContext } from '../context.js';
import type { RoomRuntime } from '../room-runtime.js';
import type { FailureCount } from '../tally.js';
import { forEachBounded, type Phase, type PhaseMeter } from './phase.js';

/** Creates every room with its participants, by one of its own members; nobody is in a room who is not meant to be. */
export const rooms: Phase = {
  async run(context, meter, signal) {
    const { newRooms } = context.admission;
    meter.total = newRooms.length;
    await forEachBounded(newRooms, context.concurrency.http, signal, (room) => makeRoom(context, room, meter, signal));
  },
};

/** Creates one room. */
export async function makeRoom(
  context: WorkerContext,
  room: RoomRuntime,
  meter: PhaseMeter,
  signal: AbortSignal,
): Promise<void> {
  const { keeper } = room;
  const at = keeper && context.entranceOf(keeper).counts;
  room.isCreated = await meter.measure((begin) => create(context, room, meter, { signal, begin }, at), at);
}

async function create(
  context: WorkerContext,
  room: RoomRuntime,
  meter: PhaseMeter,
  { signal, begin }: { readonly signal: AbortSignal; readonly begin: () => void },
  at: FailureCount | undefined,
): Promise<void> {
  const step = context.plan.dialect.http.createRoom;
  const present = room.members.filter(({ user }) => user.isReady).map(({ user }) => user.chat);
  const { keeper } = room;
  if (step === undefined || keeper === undefined || present.length < 2) {
    throw new OperationError('server.no-members', `"${room.chat.name}" has fewer than two users who are logged in`);
  }
  const scopes = scopesOf(context.run, keeper, { ...room.chat, members: present });
  // A request whose answer was lost may have made a room already: only those that certainly did not are sent again.
  const captures = await withRetries(
    (attempt) =>
      performStep(context.entranceOf(keeper).http, step, scopes, {
        signal,
        cookies: keeper.cookies,
        onSend: atFirst(attempt, begin),
      }),
    {
      mayRepeat: (problem) => problem.isHarmless,
      onRepeat: (problem) => meter.countRepeat(problem, at),
      mostWaitMs: context.plan.limits.phaseTimeoutMs,
    },
    signal,
  );
  Object.assign(room.chat.captures, captures);
}
