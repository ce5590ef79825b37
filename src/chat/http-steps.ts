import { inEnglish, message as messageFor } from '../core/language/words.js';
import type { BatchSpec, HttpStep, RequestSpec } from '../core/dialect-spec.js';
import { briefJson, idText, valueAtPath } from '../core/json.js';
import { OperationError, RATE_LIMITED, toOperationError } from '../core/operation-error.js';
import { formatTime } from '../core/units.js';
import { encodePart, hasDotPart } from '../core/url-parts.js';
import { MOST_REASON_CHARACTERS } from '../wire/bounds.js';
import type { CookieJar } from '../wire/cookies.js';
import { type HttpAnswer, type HttpClient, headerOf, jsonBody, type RequestBody } from '../wire/http-client.js';
import { refusalText } from '../wire/refusal-text.js';
import { type Captures, capturesOf, unexpected } from './captures.js';
import { type ChatRun, type ChatUser, scopesOf, scopesOfRun } from './people.js';
import { fillHeaders, fillJson, fillText, type TemplateScopes } from './template.js';

/** Statuses that say that a server has no such endpoint. */
const NO_SUCH_ENDPOINT = new Set([404, 405, 501]);

/** What an HTML form is sent as (the URL standard's urlencoded serializer, which `URLSearchParams` is). */
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** For whom and how long a step is sent. */
interface StepOptions {
  readonly signal?: AbortSignal | undefined;
  /** Those of the user for whom it is. */
  readonly cookies?: CookieJar | undefined;
  /** Told when a request is sent: it may have waited for its turn. */
  readonly onSend?: (() => void) | undefined;
}

/** What a step came to for each user of a batch: what was captured, or why it failed. */
export type BatchOutcome = ReadonlyMap<ChatUser, Captures | OperationError>;

/**
 * Performs one HTTP step.
 * @param again is this a second try? Then `acceptOnRetry` statuses mean that the first had worked.
 * @returns the captures
 * @throws OperationError when no answer came, its status is not accepted, or a capture is not in it
 */
export async function performStep(
  client: HttpClient,
  step: HttpStep,
  scopes: TemplateScopes,
  options: StepOptions & { readonly again?: boolean } = {},
): Promise<Captures> {
  const answer = await sendStep(client, step, scopes, options);
  if (options.again === true && step.acceptOnRetry.includes(answer.status)) return {};
  if (!step.accept.includes(answer.status)) throw refusalOfStep(step, answer);
  return capturesOf(step, answer, `${step.method} ${step.path}`);
}

/** Sends a step and returns the answer as it is. @throws OperationError when no answer came, or what a server gave cannot be sent */
export async function sendStep(
  client: HttpClient,
  step: RequestSpec,
  scopes: TemplateScopes,
  { signal, cookies, onSend }: StepOptions = {},
): Promise<HttpAnswer> {
  const headers = fillHeaders(`${step.method} ${step.path}`, step.headers, scopes);
  const body = bodyOf(step, headers, scopes);
  return await client.send({ method: step.method, path: pathOf(step, scopes), headers, body, cookies, onSend }, signal);
}

/** The body of a step, in the type that its headers name, or else its own. */
function bodyOf(
  { body, form }: RequestSpec,
  headers: Readonly<Record<string, string>>,
  scopes: TemplateScopes,
): RequestBody | undefined {
  if (form !== undefined) {
    const fields = new URLSearchParams();
    for (const [name, template] of Object.entries(form)) fields.append(name, fillText(template, scopes));
    return { text: fields.toString(), type: FORM_TYPE };
  }
  if (body === undefined) return undefined;
  const type = headerOf(headers, 'content-type')?.toLowerCase() ?? '';
  if (typeof body !== 'string' || type === '' || type.includes('json')) return jsonBody(fillJson(body, scopes));
  return { text: fillText(body, scopes, type.startsWith(FORM_TYPE) ? encodePart : undefined), type };
}

/** The path of a step, which leads where the dialect says: what a server gave for a part is one part of it. */
function pathOf(step: RequestSpec, scopes: TemplateScopes): string {
  const path = fillText(step.path, scopes, encodePart);
  if (!hasDotPart(path)) return path;
  throw new OperationError(
    'protocol.unsendable',
    `a request was not sent: ${step.method} ${step.path} would lead elsewhere`,
  );
}

/**
 * Performs a step for many users in one request.
 * @returns one entry a user; undefined when the server has no such endpoint, so that single requests are the way
 * @throws OperationError when no answer came or its status is not accepted
 */
export async function performBatch(
  client: HttpClient,
  step: HttpStep,
  batch: BatchSpec,
  run: ChatRun,
  users: readonly ChatUser[],
  options: Omit<StepOptions, 'cookies'> = {},
): Promise<BatchOutcome | undefined> {
  const items = users.map((user) => fillJson(batch.item, scopesOf(run, user)));
  const { batch: _, form: __, ...single } = step;
  const request: HttpStep = { ...single, path: batch.path, body: batch.body };
  const answer = await sendStep(client, request, { ...scopesOfRun(run), '': { items } }, options);
  if (NO_SUCH_ENDPOINT.has(answer.status)) return undefined;
  if (!batch.accept.includes(answer.status)) throw refusalOfStep(request, answer);
  const { value, problem } = answer.json;
  const where = `${step.method} ${batch.path}`;
  const successes = byKey(valueAtPath(value, batch.results), batch.key);
  const failures = batch.errors === undefined ? undefined : byKey(valueAtPath(value, batch.errors), batch.key);
  const outcomeOf = (user: ChatUser): Captures | OperationError => {
    if (problem !== undefined) return unexpected(where, `the answer is ${problem}`);
    const success = successes.get(user.name);
    if (success !== undefined) return captureOrError(step, success, where);
    const failure = failures?.get(user.name);
    const reason = failure === undefined ? 'it is not in the answer' : briefJson(failure, MOST_REASON_CHARACTERS);
    const said = failure === undefined ? undefined : reason;
    return new OperationError('server.batch-refused', `${batch.path} refused ${user.name}: ${reason}`, { said });
  };
  return new Map(users.map((user) => [user, outcomeOf(user)]));
}

function byKey(list: unknown, key: string): Map<string | undefined, unknown> {
  return new Map(Array.isArray(list) ? list.map((entry) => [idText(valueAtPath(entry, key)), entry]) : []);
}

function captureOrError(step: HttpStep, value: unknown, where: string): Captures | OperationError {
  try {
    return capturesOf(step, { json: { value } }, where);
  } catch (thrown) {
    return toOperationError(thrown);
  }
}

/** Characters of an answer in which its reason is looked for. */
const MOST_READ_OF_REFUSAL = 16_384;

/** The failure of a step whose answer is none that it accepts. */
export function refusalOfStep({ method, path }: Pick<HttpStep, 'method' | 'path'>, answer: HttpAnswer): OperationError {
  const { status, retryAfterMs, text } = answer;
  const said = refusalText(text.slice(0, MOST_READ_OF_REFUSAL));
  const asked = { request: `${method} ${path}`, status };
  const words = inEnglish(
    said === undefined ? messageFor('failure.status', asked) : messageFor('failure.status.said', { ...asked, said }),
  );
  const isLimited = status === 429 || (status === 503 && retryAfterMs !== undefined);
  if (!isLimited) return new OperationError(`server.http-${status}`, words, { said });
  const wait = retryAfterMs === undefined ? '' : ` (it asks to wait ${formatTime(Math.round(retryAfterMs))})`;
  return new OperationError(RATE_LIMITED, `${words}${wait}`, { isHarmless: true, said, retryAfterMs });
}
