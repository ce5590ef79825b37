import { isoOf } from '../../../core/clock.js';
import { errorClassOf } from '../../../core/error-kinds.js';
import { performBatch, performStep, refusalOfStep, sendStep } from '../../../chat/http-steps.js';
import { scopesOf } from '../../../chat/people.js';
import type { HistoryStep, HttpStep } from '../../../core/dialect-spec.js';
import { valueAtPath } from '../../../core/json.js';
import { MOST_CAPTURE_CHARACTERS } from '../../../wire/bounds.js';
import { OperationError, toOperationError } from '../../../core/operation-error.js';
import { encodePart } from '../../../core/url-parts.js';
import { emptyAudit } from '../../../metrics/audit.js';
import type { WorkerContext } from '../context.js';
import type { RoomRuntime } from '../room-runtime.js';
import type { VirtualUser } from '../virtual-user.js';
import { forEachBounded, type Phase, type PhaseMeter } from './phase.js';
import { isPassing, withRetries } from '../../retry.js';

/** A timestamp one millisecond earlier: messages that share the last one's must be on the next page again. */
const STEP_BACK_MS = 1;
/** There is no time before this one (ECMA-262, section 21.4.1.1). */
const EARLIEST_TIME_MS = -8.64e15;

/**
 * Looks for what the server acknowledged: logs the registered users in again, and reads the rooms' histories back.
 * What cannot be looked at, because the dialect has no way or the server does not answer, is a number of its own.
 */
export const audit: Phase = {
  async run(context, meter, signal) {
    const registered = context.users.filter((user) => user.isRegistered);
    const rooms = context.rooms.filter((room) => (room.ledger?.completed ?? 0) > 0);
    meter.total = registered.length + rooms.length;
    context.audit = emptyAudit();
    await findUsers(context, meter, signal, registered);
    await forEachBounded(rooms, context.concurrency.http, signal, (room) => findMessages(context, meter, signal, room));
  },
};

async function findUsers(
  context: WorkerContext,
  meter: PhaseMeter,
  signal: AbortSignal,
  users: readonly VirtualUser[],
): Promise<void> {
  const { audit: result, plan } = context;
  const step = plan.dialect.http.login;
  if (result === undefined) return;
  result.usersExpected += users.length;
  result.usersNotCheckable += users.length;
  if (step === undefined) return;
  const size = step.batch?.size ?? 1;
  const chunks = Array.from({ length: Math.ceil(users.length / size) }, (_, at) =>
    users.slice(at * size, (at + 1) * size),
  );
  await forEachBounded(chunks, context.concurrency.http, signal, async (chunk) => {
    await meter.measure(async () => {
      const found = await logInAgain(context, step, chunk, signal);
      result.usersNotCheckable -= chunk.length;
      result.usersFound += found;
    });
  });
}

/** @returns how many of the users could log in. @throws OperationError when the server gave no answer about them */
async function logInAgain(
  context: WorkerContext,
  step: HttpStep,
  users: readonly VirtualUser[],
  signal: AbortSignal,
): Promise<number> {
  const { http, run } = context;
  const { batch } = step;
  if (batch !== undefined) {
    const people = users.map(({ chat }) => chat);
    const outcome = await withRetries(
      () => performBatch(http, step, batch, run, people, { signal }),
      { mayRepeat: isPassing },
      signal,
    );
    if (outcome !== undefined) return foundIn([...outcome.values()]);
  }
  let found = 0;
  for (const { chat } of users) {
    try {
      await withRetries(
        () => performStep(http, step, scopesOf(run, chat), { signal }),
        { mayRepeat: isPassing },
        signal,
      );
      found++;
    } catch (thrown) {
      if (!toOperationError(thrown).kind.startsWith('server.http-4')) throw thrown;
    }
  }
  return found;
}

/** @throws OperationError when the answer cannot be read: who is not found in it is not missing */
function foundIn(outcomes: readonly (object | OperationError)[]): number {
  const problems = outcomes.filter((outcome) => outcome instanceof OperationError);
  const unread = problems.find(({ kind }) => errorClassOf(kind) === 'protocol');
  if (unread !== undefined) throw unread;
  return outcomes.length - problems.length;
}

async function findMessages(
  context: WorkerContext,
  meter: PhaseMeter,
  signal: AbortSignal,
  room: RoomRuntime,
): Promise<void> {
  const { audit: result, plan } = context;
  const { ledger } = room;
  const step = plan.dialect.http.history;
  if (result === undefined || ledger === undefined) return;
  const isRead =
    step !== undefined &&
    (await meter.measure(async () => {
      const stored = await readHistory(context, step, room, signal);
      let found = 0;
      stored.forEach((isStored, number) => {
        if (isStored === 1 && ledger.wasReceived(number)) found++;
      });
      result.messagesFound += found;
      result.byRoom.push({ room: room.chat.name, expected: ledger.completed, found });
    }));
  // Looked at once the answer is there: copies that come meanwhile complete messages.
  result.messagesExpected += ledger.completed;
  if (!isRead) result.messagesNotCheckable += ledger.completed;
}

/** Reads a room's history page by page. @returns for every number of the room's messages, 1 when it was there */
async function readHistory(
  context: WorkerContext,
  step: HistoryStep,
  room: RoomRuntime,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const stored = new Uint8Array(room.ledger?.sent ?? 0);
  let since: string | undefined;
  for (let left = stored.length + 2; left > 0 && !signal.aborted; left--) {
    const page = await readPage(context, step, room, since, signal);
    const fresh = page.filter((message) =>
      noteStored(context, room, valueAtPath(message, step.content), stored),
    ).length;
    const last = step.page === undefined ? undefined : valueAtPath(page.at(-1), step.page.from);
    if (step.page === undefined || typeof last !== 'string' || page.length < step.page.size) return stored;
    if (last.length > MOST_CAPTURE_CHARACTERS) {
      throw new OperationError('protocol.unexpected-answer', 'the place where the next page begins is too long');
    }
    // A page of nothing new: more messages share this timestamp than fit; go beyond it.
    since = fresh > 0 ? stepBack(last) : last;
  }
  return stored;
}

async function readPage(
  context: WorkerContext,
  step: HistoryStep,
  room: RoomRuntime,
  since: string | undefined,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const reader = room.members.find(({ user }) => user.isReady);
  if (reader === undefined) throw new OperationError('server.no-members', 'nobody is left who could read the history');
  const path =
    since === undefined || step.page === undefined ? step.path : withQuery(step.path, step.page.query, since);
  const scopes = scopesOf(context.run, reader.user.chat, room.chat);
  const answer = await withRetries(
    async () => {
      const given = await sendStep(context.http, { ...step, path }, scopes, {
        signal,
        cookies: reader.user.chat.cookies,
      });
      if (!step.accept.includes(given.status)) throw refusalOfStep(step, given);
      return given;
    },
    { mayRepeat: isPassing },
    signal,
  );
  const { value, problem } = answer.json;
  const list = valueAtPath(value, step.list);
  if (!Array.isArray(list)) {
    const words = problem === undefined ? `the history has no list at "${step.list}"` : `the history is ${problem}`;
    throw new OperationError('protocol.unexpected-answer', words);
  }
  return list as readonly unknown[];
}

/** A path with one query parameter more. */
function withQuery(path: string, name: string, value: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${encodePart(name)}=${encodePart(value)}`;
}

/** Notes a stored text's message; true when it is one of ours that was not seen before. */
function noteStored({ codec }: WorkerContext, room: RoomRuntime, content: unknown, stored: Uint8Array): boolean {
  const bytes = Buffer.from(typeof content === 'string' ? content : '');
  if (!codec.parse(bytes, 0, bytes.length)) return false;
  const { room: index, number } = codec.fields;
  if (index !== room.chat.index || number >= stored.length || stored[number] === 1) return false;
  stored[number] = 1;
  return true;
}

/** @throws OperationError when the server's timestamp is none that a page could begin at */
function stepBack(timestamp: string): string {
  const timeMs = Date.parse(timestamp) - STEP_BACK_MS;
  // What is no time at all may be a cursor of the server's own.
  if (Number.isNaN(timeMs)) return timestamp;
  if (timeMs < EARLIEST_TIME_MS) {
    throw new OperationError('protocol.unexpected-answer', 'the history has a timestamp before all others');
  }
  return isoOf(timeMs);
}
