import { inEnglish, message } from '../../core/language/words.js';
import { collectGarbage } from '../../core/garbage.js';
import type { Recognition, ToWorker } from '../messages.js';
import type { WorkerContext } from './context.js';
import { prepareFrames } from './prepared-frames.js';
import { rehearse } from './rehearsal/rehearsal.js';

/** Makes ready what the flood will send and hear, as far as `signal` leaves the time. */
export async function prepare(
  context: WorkerContext,
  { recognition, echo }: Extract<ToWorker, { type: 'prepare' }>,
  signal: AbortSignal,
): Promise<void> {
  recognise(context, recognition);
  await prepareFrames(context, signal);
  if ((await rehearse(context, recognition, echo, signal)) !== undefined) collectGarbage();
}

/** From now on messages carry their marks, and are heard, as the first ones showed. */
function recognise({ codec, dialect }: WorkerContext, { form, usual, ignored }: Recognition): void {
  codec.use(form);
  dialect.hear(usual, ignored);
}

/** What is said of a room in which nothing is sent. */
export function lonelyNote(room: string): string {
  return inEnglish(message('notice.lonely-room', { room }));
}
