import { sendStep } from '../../chat/http-steps.js';
import { MarkCodec } from '../../chat/mark.js';
import { scopesOf } from '../../chat/people.js';
import type { TemplateScopes } from '../../chat/template.js';
import { sleep } from '../../core/clock.js';
import type { HistoryStep, ReadStep } from '../../core/dialect-spec.js';
import { valueAtPath } from '../../core/json.js';
import { recognised } from '../../core/language/recognise.js';
import { message } from '../../core/language/words.js';
import { MARK_FORMS } from '../../core/mark-form.js';
import { toOperationError } from '../../core/operation-error.js';
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
  if (room === undefined || reader === undefined) return { state: 'failed', text: message('check.kept.nobody') };
  try {
    const scopes = { ...scopesOf(context.run, reader, room.chat), ...own };
    const answer = await sendStep(context.entrances[0].http, step, scopes, { signal, cookies: reader.cookies });
    if (!step.accept.includes(answer.status)) {
      const text = message('check.kept.status', { status: answer.status });
      return { state: 'failed', text, change: message('check.kept.change', { name }) };
    }
    if (content === undefined) return { state: 'ok', text: message('check.kept.not-looked') };
    return whatIsIn(valueAtPath(answer.json.value, step.list), { name, list: step.list, content }, context.plan.runId);
  } catch (thrown) {
    return {
      state: 'failed',
      text: recognised(toOperationError(thrown).message),
      change: message('check.kept.change-all', { name }),
    };
  }
}

function whatIsIn(
  list: unknown,
  { name, list: listPath, content }: { readonly name: string; readonly list: string; readonly content: string },
  runId: string,
): AnswerOutcome {
  if (!Array.isArray(list)) {
    const path = listPath === '' ? message('check.kept.answer-is-list') : listPath;
    const change = message('check.kept.change-list', { name, path });
    return { state: 'failed', text: message('check.kept.no-list'), change };
  }
  const texts = list.map((entry: unknown) => valueAtPath(entry, content)).filter((text) => typeof text === 'string');
  const codecs = MARK_FORMS.map((form) => new MarkCodec(runId, form));
  const isOurs = (text: string): boolean => {
    const bytes = Buffer.from(text);
    return codecs.some((codec) => codec.parse(bytes, 0, bytes.length));
  };
  if (texts.some(isOurs)) return { state: 'ok', text: message('check.kept.found', { count: list.length }) };
  return texts.length === 0 && list.length > 0
    ? {
        state: 'failed',
        text: message('check.kept.no-text', { count: list.length, path: content }),
        change: message('check.kept.change-content', { name }),
      }
    : {
        state: 'failed',
        mayCome: true,
        text: message('check.kept.not-ours', { count: list.length }),
        change: message('check.kept.keeps', { name }),
      };
}
