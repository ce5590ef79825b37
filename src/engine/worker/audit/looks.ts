import { performBatch, performStep } from '../../../chat/http-steps.js';
import { scopesOf } from '../../../chat/people.js';
import { nowUs } from '../../../core/clock.js';
import type { BatchSpec, HistoryStep, HttpStep } from '../../../core/dialect-spec.js';
import { OperationError, toOperationError } from '../../../core/operation-error.js';
import { isPassing, withRetries } from '../../retry.js';
import { inBatchesByEntrance } from '../batches/by-entrance.js';
import type { WorkerContext } from '../context.js';
import { forEachBounded, type PhaseMeter } from '../phases/phase.js';
import type { FailureCount } from '../tally.js';
import type { VirtualUser } from '../virtual-user.js';
import type { AuditAccount, AuditedRoomRuntime } from './account.js';
import { type Cursor, type HistoryPage, momentBefore, readHistoryPage } from './history.js';
import { saysUnknownUser } from './user-audit.js';

/** One look of an audit at what the server has. */
export interface Look {
  readonly context: WorkerContext;
  readonly account: AuditAccount;
  readonly meter: PhaseMeter;
  readonly signal: AbortSignal;
  /** Are histories read from their beginning, rather than from where something was missing? */
  readonly isWhole: boolean;
  /** Told of everything that is found. */
  readonly onFound: () => void;
}

/** Asks for users: whoever can log in is there. */
export async function lookForUsers(look: Look, users: readonly VirtualUser[]): Promise<void> {
  const { context, signal } = look;
  const step = context.plan.dialect.http.login;
  if (step === undefined || users.length === 0) return;
  const single = step.batch === undefined ? users : await lookInBatches(look, step, step.batch, users);
  await forEachBounded(single, context.concurrency.http, signal, (user) => lookForOne(look, step, user));
}

/** @returns those for whom single requests are the way after all */
async function lookInBatches(
  { context, account, meter, signal, onFound }: Look,
  step: HttpStep,
  batch: BatchSpec,
  users: readonly VirtualUser[],
): Promise<readonly VirtualUser[]> {
  const { run } = context;
  const single: VirtualUser[] = [];
  await inBatchesByEntrance(context, batch, users, signal, ({ http, counts }) => ({
    async perform(chunk, begin) {
      const startedAtUs = nowUs();
      begin();
      const people = chunk.map(({ chat }) => chat);
      const answers = await performBatch(http, step, batch, run, people, { signal });
      if (answers === undefined) {
        single.push(...chunk);
        return;
      }
      for (const user of chunk) {
        const answer = answers.get(user.chat);
        if (answer instanceof OperationError && !saysUnknownUser(answer.kind)) fail(user, answer, counts);
        else if (answer instanceof OperationError) account.users.noteRefused(user);
        else if (account.users.noteFound(user)) onFound();
        if (!(answer instanceof OperationError) || saysUnknownUser(answer.kind)) meter.succeed(startedAtUs);
      }
    },
    mayRepeat: isPassing,
    onRepeat: (problem) => meter.countRepeat(problem, counts),
    fail: (chunk, problem) => {
      for (const user of chunk) fail(user, problem, counts);
    },
  }));
  return single;

  function fail(user: VirtualUser, problem: OperationError, at: FailureCount | undefined): void {
    account.users.noteUnknown(user);
    meter.fail(problem, at);
  }
}

async function lookForOne(
  { context, account, meter, signal, onFound }: Look,
  step: HttpStep,
  user: VirtualUser,
): Promise<void> {
  const { run } = context;
  const { http, counts } = context.entranceOf(user.chat);
  const isAnswered = await meter.measure(async () => {
    try {
      await withRetries(
        () => performStep(http, step, scopesOf(run, user.chat), { signal }),
        { mayRepeat: isPassing },
        signal,
      );
      if (account.users.noteFound(user)) onFound();
    } catch (thrown) {
      if (!saysUnknownUser(toOperationError(thrown).kind)) throw thrown;
      account.users.noteRefused(user);
    }
  }, counts);
  if (!isAnswered && !signal.aborted) account.users.noteUnknown(user);
}

/** Reads the histories of rooms. @returns the rooms whose histories were read to their end */
export async function lookAtRooms(
  look: Look,
  rooms: readonly AuditedRoomRuntime[],
): Promise<ReadonlySet<AuditedRoomRuntime>> {
  const { context, signal } = look;
  const read = new Set<AuditedRoomRuntime>();
  const step = context.plan.dialect.http.history;
  if (step === undefined) return read;
  await forEachBounded(rooms, context.concurrency.http, signal, async (room) => {
    if (await lookAtRoom(look, step, room)) read.add(room);
  });
  return read;
}

/** @returns whether its history was read to its end */
async function lookAtRoom(look: Look, step: HistoryStep, audited: AuditedRoomRuntime): Promise<boolean> {
  const { context, meter, signal, isWhole, onFound } = look;
  const { room, audit, pages } = audited;
  const isFirst = pages.length === 0;
  const at = room.keeper && context.entranceOf(room.keeper).counts;
  let from = isWhole ? undefined : placeBefore(audited);
  let highest = -1;
  let before: ReadonlySet<number> = new Set();
  while (!signal.aborted) {
    let page: HistoryPage | undefined;
    let next: Cursor;
    const isRead = await meter.measure(async () => {
      page = await readHistoryPage(context, step, room, from, signal);
      for (const number of page.numbers) if (audit.note(number)) onFound();
      next = nextOf(page, from, before);
    }, at);
    if (!isRead || page === undefined) return false;
    if (isFirst) pages.push({ from, highestBefore: highest });
    if (next === undefined) {
      audit.endLook();
      return true;
    }
    highest = page.numbers.reduce((most, number) => Math.max(most, number), highest);
    [from, before] = [next, new Set(page.numbers)];
  }
  return false;
}

/**
 * Where the page behind this one begins; undefined when there is none. Of a page of nothing new, more messages share its last
 * timestamp than fit: that is gone beyond.
 * @throws OperationError when there is more, and no way to it
 */
function nextOf({ numbers, next }: HistoryPage, from: Cursor, before: ReadonlySet<number>): Cursor {
  if (next === undefined) return undefined;
  const following = numbers.some((number) => !before.has(number)) ? momentBefore(next) : next;
  if (following !== from) return following;
  throw new OperationError('protocol.unexpected-answer', 'the history does not go on behind its last message');
}

/** A page before the one on which the first message that is not there would be. */
function placeBefore({ audit: { firstAwaited }, pages }: AuditedRoomRuntime): Cursor {
  if (firstAwaited === undefined) return undefined;
  const at = pages.findLastIndex(({ highestBefore }) => highestBefore < firstAwaited);
  return pages[Math.max(0, at - 1)]?.from;
}
