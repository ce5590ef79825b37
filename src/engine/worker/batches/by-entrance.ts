import type { BatchSpec } from '../../../core/dialect-spec.js';
import type { WorkerContext } from '../context.js';
import type { Entrance } from '../entrance.js';
import type { VirtualUser } from '../virtual-user.js';
import { BatchPace } from './batch-pace.js';
import { type BatchWork, inBatches } from './in-batches.js';

/**
 * Performs requests for all users, each by their own entrance, whose pace is its own; the requests at once are divided among the
 * entrances. When `signal` aborts, users whose request has not begun are left out, and those under way are not waited for.
 * @param workOf what is done at an entrance
 */
export async function inBatchesByEntrance(
  context: WorkerContext,
  batch: BatchSpec,
  users: readonly VirtualUser[],
  signal: AbortSignal,
  workOf: (entrance: Entrance) => BatchWork<VirtualUser>,
): Promise<void> {
  const usersOf = (entrance: Entrance): VirtualUser[] =>
    users.filter(({ chat }) => context.entranceOf(chat) === entrance);
  const mostRequests = Math.max(1, Math.floor(context.concurrency.http / context.entrances.length));
  const limits = { mostUsers: batch.size, mostRequests, timeoutMs: context.plan.limits.httpTimeoutMs };
  await Promise.all(
    context.entrances.map((entrance) => inBatches(usersOf(entrance), new BatchPace(limits), signal, workOf(entrance))),
  );
}
