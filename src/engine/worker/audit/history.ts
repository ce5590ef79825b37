import { refusalOfStep, sendStep } from '../../../chat/http-steps.js';
import { scopesOf } from '../../../chat/people.js';
import { isoOf } from '../../../core/clock.js';
import type { HistoryStep } from '../../../core/dialect-spec.js';
import { valueAtPath } from '../../../core/json.js';
import { OperationError } from '../../../core/operation-error.js';
import { encodePart } from '../../../core/url-parts.js';
import { MOST_CAPTURE_CHARACTERS } from '../../../wire/bounds.js';
import { isPassing, withRetries } from '../../retry.js';
import type { WorkerContext } from '../context.js';
import { messagesIn, numbersIn } from '../room-history.js';
import type { RoomRuntime } from '../room-runtime.js';

const STEP_BACK_MS = 1;
/** There is no time before this one (ECMA-262, section 21.4.1.1). */
const EARLIEST_TIME_MS = -8.64e15;

/** Where a page of a history begins: the value of its query parameter; undefined for the first. */
export type Cursor = string | undefined;

/** A page that was read. */
export interface HistoryPage {
  /** Numbers of the room's messages of ours on it, as the server has them. */
  readonly numbers: readonly number[];
  /** Where the next one begins, behind the last message of this one; undefined when this was the last. */
  readonly next: Cursor;
}

/** Reads one page of a room's history. @throws OperationError when it cannot be read */
export async function readHistoryPage(
  context: WorkerContext,
  step: HistoryStep,
  room: RoomRuntime,
  from: Cursor,
  signal: AbortSignal,
): Promise<HistoryPage> {
  const page = await ask(context, step, room, from, signal);
  const numbers = numbersIn(context, room, page, step.content);
  const last = step.page === undefined ? undefined : valueAtPath(page.at(-1), step.page.from);
  if (step.page === undefined || typeof last !== 'string' || page.length < step.page.size)
    return { numbers, next: undefined };
  if (last.length > MOST_CAPTURE_CHARACTERS) {
    throw new OperationError('protocol.unexpected-answer', 'the place where the next page begins is too long');
  }
  return { numbers, next: last };
}

async function ask(
  context: WorkerContext,
  step: HistoryStep,
  room: RoomRuntime,
  from: Cursor,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const { keeper } = room;
  if (keeper === undefined) throw new OperationError('server.no-members', 'nobody is left who could read the history');
  const path = from === undefined || step.page === undefined ? step.path : withQuery(step.path, step.page.query, from);
  const scopes = scopesOf(context.run, keeper, room.chat);
  const answer = await withRetries(
    async () => {
      const given = await sendStep(context.entranceOf(keeper).http, { ...step, path }, scopes, {
        signal,
        cookies: keeper.cookies,
      });
      if (!step.accept.includes(given.status)) throw refusalOfStep(step, given);
      return given;
    },
    { mayRepeat: isPassing },
    signal,
  );
  return messagesIn(answer, step);
}

/** A path with one query parameter more. */
function withQuery(path: string, name: string, value: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${encodePart(name)}=${encodePart(value)}`;
}

/**
 * A moment before a cursor that is a timestamp, so that messages that share it are on the next page again; any other as it is.
 * @throws OperationError when there is none
 */
export function momentBefore(timestamp: string): string {
  const timeMs = Date.parse(timestamp) - STEP_BACK_MS;
  // What is no time at all may be a cursor of the server's own.
  if (Number.isNaN(timeMs)) return timestamp;
  if (timeMs < EARLIEST_TIME_MS) {
    throw new OperationError('protocol.unexpected-answer', 'the history has a timestamp before all others');
  }
  return isoOf(timeMs);
}
