import { sendStep } from '../../chat/http-steps.js';
import { MarkCodec } from '../../chat/mark.js';
import { scopesOf } from '../../chat/people.js';
import { sleep } from '../../core/clock.js';
import type { HistoryStep } from '../../core/dialect-spec.js';
import { valueAtPath } from '../../core/json.js';
import { MARK_FORMS } from '../../core/mark-form.js';
import { toOperationError } from '../../core/operation-error.js';
import { amount } from '../../core/text.js';
import type { WorkerContext } from '../worker/context.js';
import type { StepOutcome } from './check-step.js';

/** A server may write behind. */
const TRIES = 6;
const DELAY_MS = 500;

/** Looks for the first message in what the server has kept. */
export async function checkHistory(
  context: WorkerContext,
  step: HistoryStep,
  signal: AbortSignal,
): Promise<StepOutcome> {
  let problem: StepOutcome = { state: 'failed', text: 'nobody asked for it' };
  for (let attempt = 0; attempt < TRIES && !signal.aborted; attempt++) {
    if (attempt > 0) await sleep(DELAY_MS, signal);
    const outcome = await lookOnce(context, step, signal);
    if (outcome.state === 'ok') return outcome;
    problem = outcome;
  }
  return problem;
}

async function lookOnce(context: WorkerContext, step: HistoryStep, signal: AbortSignal): Promise<StepOutcome> {
  const [room] = context.rooms;
  const reader = room?.members.find(({ user }) => user.isReady)?.user.chat;
  if (room === undefined || reader === undefined) return { state: 'failed', text: 'nobody could ask for it' };
  try {
    const scopes = scopesOf(context.run, reader, room.chat);
    const answer = await sendStep(context.entrances[0].http, step, scopes, { signal, cookies: reader.cookies });
    if (!step.accept.includes(answer.status)) {
      const change = 'Change http.history: its path, headers, or accept.';
      return { state: 'failed', text: `it was answered with HTTP ${answer.status}`, change };
    }
    return whatIsIn(valueAtPath(answer.json.value, step.list), step, context.plan.runId);
  } catch (thrown) {
    return {
      state: 'failed',
      text: toOperationError(thrown).message,
      change: 'Change http.history to what the server has.',
    };
  }
}

function whatIsIn(list: unknown, { list: listPath, content }: HistoryStep, runId: string): StepOutcome {
  if (!Array.isArray(list)) {
    const change = `Change http.history.list, which says ${listPath === '' ? 'that the answer is the list' : listPath}.`;
    return { state: 'failed', text: `the answer has no list there`, change };
  }
  const texts = list
    .map((message: unknown) => valueAtPath(message, content))
    .filter((text) => typeof text === 'string');
  const codecs = MARK_FORMS.map((form) => new MarkCodec(runId, form));
  const isOurs = (text: string): boolean => {
    const bytes = Buffer.from(text);
    return codecs.some((codec) => codec.parse(bytes, 0, bytes.length));
  };
  if (texts.some(isOurs)) return { state: 'ok', text: `the message is in it, among ${amount(list.length, 'message')}` };
  return texts.length === 0 && list.length > 0
    ? {
        state: 'failed',
        text: `${amount(list.length, 'message')}, and none has a text at ${content}`,
        change: 'Change http.history.content.',
      }
    : {
        state: 'failed',
        text: `${amount(list.length, 'message')}, ours not among them`,
        change: 'Does the server keep messages, and does http.history ask for those of this room, the latest included?',
      };
}
