import { sendStep } from '../../chat/http-steps.js';
import { MarkCodec } from '../../chat/mark.js';
import { scopesOf } from '../../chat/people.js';
import type { TemplateScopes } from '../../chat/template.js';
import { sleep } from '../../core/clock.js';
import type { HistoryStep, ReadStep } from '../../core/dialect-spec.js';
import { valueAtPath } from '../../core/json.js';
import { MARK_FORMS } from '../../core/mark-form.js';
import { toOperationError } from '../../core/operation-error.js';
import { amount } from '../../core/text.js';
import type { WorkerContext } from '../worker/context.js';
import { scopeOfSince } from '../worker/read-since.js';
import type { StepOutcome } from './check-step.js';

/** A server may write behind. */
const TRIES = 6;
const DELAY_MS = 500;

/** A step that asks for messages that were sent. */
interface Question {
  /** As a dialect names it: `http.history`. */
  readonly name: string;
  readonly step: Pick<HistoryStep, 'path' | 'method' | 'headers' | 'body' | 'form' | 'accept' | 'list'>;
  /** Dotted path of the text inside one message; undefined where answers are not looked through. */
  readonly content: string | undefined;
  /** Values for placeholders that the step alone has. */
  readonly scopes: TemplateScopes;
}

/** What one answer came to. */
interface AnswerOutcome extends StepOutcome {
  /** May what is missing be in a later answer? */
  readonly mayCome?: boolean;
}

/** Looks for the first message in what the server has kept. */
export function checkHistory(context: WorkerContext, step: HistoryStep, signal: AbortSignal): Promise<StepOutcome> {
  return ask(context, { name: 'http.history', step, content: step.content, scopes: {} }, signal);
}

/**
 * Asks what a run asks beside its messages, and where the dialect says how an answer has messages, looks for the first one in it.
 * @param sentMs when the first message was sent, wall clock: a read of what came since is asked for as if it followed at once
 */
export function checkRead(
  context: WorkerContext,
  step: ReadStep,
  sentMs: number,
  signal: AbortSignal,
): Promise<StepOutcome> {
  return ask(context, { name: 'http.read', step, content: step.content, scopes: scopeOfSince(step, sentMs) }, signal);
}

async function ask(context: WorkerContext, question: Question, signal: AbortSignal): Promise<StepOutcome> {
  for (let attempt = 1; ; attempt++) {
    const { mayCome = false, ...outcome } = await askOnce(context, question, signal);
    if (!mayCome || attempt === TRIES || signal.aborted) return outcome;
    await sleep(DELAY_MS, signal);
  }
}

async function askOnce(
  context: WorkerContext,
  { name, step, content, scopes: own }: Question,
  signal: AbortSignal,
): Promise<AnswerOutcome> {
  const [room] = context.rooms;
  const reader = room?.members.find(({ user }) => user.isReady)?.user.chat;
  if (room === undefined || reader === undefined) return { state: 'failed', text: 'nobody could ask for it' };
  try {
    const scopes = { ...scopesOf(context.run, reader, room.chat), ...own };
    const answer = await sendStep(context.entrances[0].http, step, scopes, { signal, cookies: reader.cookies });
    if (!step.accept.includes(answer.status)) {
      const change = `Change ${name}: its path, headers, or accept.`;
      return { state: 'failed', text: `it was answered with HTTP ${answer.status}`, change };
    }
    if (content === undefined) return { state: 'ok', text: `answered, and not looked through: it has no content` };
    return whatIsIn(valueAtPath(answer.json.value, step.list), { name, list: step.list, content }, context.plan.runId);
  } catch (thrown) {
    return {
      state: 'failed',
      text: toOperationError(thrown).message,
      change: `Change ${name} to what the server has.`,
    };
  }
}

function whatIsIn(
  list: unknown,
  { name, list: listPath, content }: { readonly name: string; readonly list: string; readonly content: string },
  runId: string,
): AnswerOutcome {
  if (!Array.isArray(list)) {
    const change = `Change ${name}.list, which says ${listPath === '' ? 'that the answer is the list' : listPath}.`;
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
        change: `Change ${name}.content.`,
      }
    : {
        state: 'failed',
        mayCome: true,
        text: `${amount(list.length, 'message')}, ours not among them`,
        change: `Does the server keep messages, and does ${name} ask for those of this room, the latest included?`,
      };
}
