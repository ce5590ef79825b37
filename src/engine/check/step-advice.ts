import type { DialectSpec, HttpStep } from '../../core/dialect-spec.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { isJsonObject, parseJson } from '../../core/json.js';
import type { AnyMessage } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';
import { nearest } from '../../core/nearest.js';
import { adviceForEntering, type EnteringPhase } from '../main/entering-advice.js';
import { adviceForStatus } from '../main/status-advice.js';
import { whatCame } from '../main/what-came.js';
import type { Failure, HeardEvent } from '../messages.js';
import type { StepOutcome } from './check-step.js';

/** What is known of a failed step. */
export interface StepFailure {
  /** Undefined when it did not come to its end. */
  readonly kind: ErrorKind | undefined;
  /** Of the latest answer, as it came. */
  readonly status: number;
  readonly body: string;
}

/** The one thing to change of a failed HTTP step, as far as its failure tells. @param key where the step stands in the dialect: `http.login` */
export function adviceForStep(
  key: string,
  step: HttpStep,
  { kind, status, body }: StepFailure,
): AnyMessage | undefined {
  const isOfStatus = kind === undefined || kind === 'server.rate-limited' || kind.startsWith('server.http-');
  if (isOfStatus && status !== 0) {
    return adviceForStatus(key, status);
  }
  if (kind !== 'protocol.unexpected-answer') return undefined;
  const paths = leafPaths(parseJson(body), '');
  for (const [name, path] of Object.entries(step.capture)) {
    if (/^(?:header|cookie)\./.test(path) || paths.includes(path)) continue;
    const found = pathLike(path, paths) ?? pathLike(name, paths);
    if (found !== undefined)
      return message('check.capture.found', { path: found, key, example: `{ ${name}: ${found} }` });
  }
  return paths.length === 0
    ? message('check.capture.no-json', { key, example: '{ token: header.x-auth-token }' })
    : message('check.capture.paths', { key, paths: paths.slice(0, 12) });
}

/** What went wrong before there were messages, with the events that came meanwhile: they may tell more than the failure. */
export function withWhatCame(
  phase: EnteringPhase,
  dialect: DialectSpec,
  heard: readonly HeardEvent[],
  outcome: StepOutcome,
  failure: Failure | undefined,
): StepOutcome {
  if (outcome.state !== 'failed') return outcome;
  const came = whatCame({ events: heard, endings: [] });
  return {
    ...outcome,
    text: came === undefined ? outcome.text : message('check.meanwhile', { text: outcome.text, came }),
    change: adviceForEntering(phase, dialect, heard, failure) ?? outcome.change,
  };
}

/** The path that ends like this one, or nearly so. */
function pathLike(path: string, paths: readonly string[]): string | undefined {
  const last = lastKey(path);
  const exact = paths.find((candidate) => lastKey(candidate) === last);
  if (exact !== undefined) return exact;
  const holds = paths.find((candidate) => lastKey(candidate).toLowerCase().includes(last.toLowerCase()));
  if (holds !== undefined) return holds;
  const near = nearest(last, paths.map(lastKey));
  return paths.find((candidate) => lastKey(candidate) === near);
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

const MOST_PATHS = 200;
const DEEPEST = 5;

/** Dotted paths of everything in a value that is neither an object nor a list. */
function leafPaths(value: unknown, path: string, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  const entries = Array.isArray(value)
    ? value.slice(0, 1).entries()
    : isJsonObject(value)
      ? Object.entries(value)
      : undefined;
  if (entries === undefined) return path === '' ? [] : [path];
  const paths: string[] = [];
  for (const [key, inner] of entries) {
    paths.push(...leafPaths(inner, path === '' ? String(key) : `${path}.${key}`, depth + 1));
    if (paths.length > MOST_PATHS) break;
  }
  return paths;
}
