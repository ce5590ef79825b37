import type { BatchSpec, HttpStep } from '../core/dialect-spec.js';
import { assertSendable } from '../core/http-header.js';
import { briefJson, isJsonObject, type JsonReading, type JsonValue, valueAtPath } from '../core/json.js';
import { OperationError, toOperationError } from '../core/operation-error.js';
import { encodePart, hasDotPart } from '../core/url-parts.js';
import { MOST_CAPTURE_CHARACTERS, MOST_REASON_CHARACTERS } from '../wire/bounds.js';
import type { HttpAnswer, HttpClient } from '../wire/http-client.js';
import { type ChatRun, type ChatUser, scopesOf, scopesOfRun } from './people.js';
import { fillJson, fillText, type TemplateScopes } from './template.js';

/** Statuses that say that a server has no such endpoint. */
const NO_SUCH_ENDPOINT = new Set([404, 405, 501]);

/** What a step came to for each user of a batch: what was captured, or why it failed. */
export type BatchOutcome = ReadonlyMap<ChatUser, Readonly<Record<string, JsonValue>> | OperationError>;

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
  options: { readonly again?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Record<string, JsonValue>> {
  const answer = await sendStep(client, step, scopes, options.signal);
  if (options.again === true && step.acceptOnRetry.includes(answer.status)) return {};
  if (!step.accept.includes(answer.status)) throw refused(step, answer);
  return capture(step, answer.json, `${step.method} ${step.path}`);
}

/** Sends a step and returns the answer as it is. @throws OperationError when no answer came, or what a server gave cannot be sent */
export async function sendStep(
  client: HttpClient,
  step: HttpStep,
  scopes: TemplateScopes,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const request = {
    method: step.method,
    path: pathOf(step, scopes),
    headers: headersOf(step, scopes),
    ...(step.body === undefined ? {} : { body: fillJson(step.body, scopes) }),
  };
  return await client.send(request, signal);
}

/** The path of a step, which leads where the dialect says: what a server gave for a part is one part of it. */
function pathOf(step: HttpStep, scopes: TemplateScopes): string {
  const path = fillText(step.path, scopes, encodePart);
  if (!hasDotPart(path)) return path;
  throw new OperationError(
    'protocol.unsendable',
    `a request was not sent: ${step.method} ${step.path} would lead elsewhere`,
  );
}

/** The headers of a step, none of which can end its line: what a server gave for a value may hold anything. */
function headersOf(step: HttpStep, scopes: TemplateScopes): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, template] of Object.entries(step.headers)) {
    const value = fillText(template, scopes);
    assertSendable(`the header ${name} of ${step.method} ${step.path}`, value);
    headers[name] = value;
  }
  return headers;
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
  signal?: AbortSignal,
): Promise<BatchOutcome | undefined> {
  const items = users.map((user) => fillJson(batch.item, scopesOf(run, user)));
  const { batch: _, ...single } = step;
  const request: HttpStep = { ...single, path: batch.path, body: batch.body };
  const answer = await sendStep(client, request, { ...scopesOfRun(run), '': { items } }, signal);
  if (NO_SUCH_ENDPOINT.has(answer.status)) return undefined;
  if (!batch.accept.includes(answer.status)) throw refused(request, answer);
  const { value, problem } = answer.json;
  const where = `${step.method} ${batch.path}`;
  const successes = byKey(valueAtPath(value, batch.results), batch.key);
  const failures = batch.errors === undefined ? undefined : byKey(valueAtPath(value, batch.errors), batch.key);
  const outcomeOf = (user: ChatUser): Readonly<Record<string, JsonValue>> | OperationError => {
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

function byKey(list: unknown, key: string): Map<unknown, unknown> {
  return new Map(Array.isArray(list) ? list.map((entry) => [valueAtPath(entry, key), entry]) : []);
}

function capture(step: HttpStep, { value, problem }: JsonReading, where: string): Record<string, JsonValue> {
  const captures: Record<string, JsonValue> = {};
  for (const [name, path] of Object.entries(step.capture)) {
    const captured = problem === undefined ? valueAtPath(value, path) : undefined;
    if (captured === undefined) {
      throw unexpected(where, problem === undefined ? `the answer has no "${path}"` : `the answer is ${problem}`);
    }
    if (briefJson(captured, MOST_CAPTURE_CHARACTERS).length > MOST_CAPTURE_CHARACTERS) {
      throw unexpected(where, `"${path}" in the answer exceeds ${MOST_CAPTURE_CHARACTERS} characters`);
    }
    captures[name] = captured as JsonValue;
  }
  return captures;
}

function captureOrError(step: HttpStep, value: unknown, where: string): Record<string, JsonValue> | OperationError {
  try {
    return capture(step, { value }, where);
  } catch (thrown) {
    return toOperationError(thrown);
  }
}

function unexpected(where: string, found: string): OperationError {
  return new OperationError('protocol.unexpected-answer', `${where}: ${found}`);
}

function refused(step: HttpStep, answer: HttpAnswer): OperationError {
  const { value } = answer.json;
  const said = isJsonObject(value) ? (value['error'] ?? value['message']) : undefined;
  const reason = typeof said === 'string' ? said : undefined;
  return new OperationError(
    `server.http-${answer.status}`,
    `${step.method} ${step.path} was answered with HTTP ${answer.status}${reason === undefined ? '' : `: ${reason}`}`,
    { said: reason },
  );
}
