import { StartError } from '../../core/errors.js';
import { printable } from '../../core/text.js';
import type { PhaseName } from '../../metrics/phases.js';
import type { Failure } from '../messages.js';

/** What a phase was meant to do, in the user's words, and what to look at when nobody managed. */
const PHASE_WORDS: Partial<Record<PhaseName, { readonly nobody: string; readonly hint: string }>> = {
  register: {
    nobody: 'Nobody could register',
    hint: 'Is this the right server, and does the dialect’s http.register describe its signup? See --dialect.',
  },
  login: {
    nobody: 'Nobody could log in',
    hint: 'Does the dialect’s http.login describe the server’s login, and does its answer hold what is captured?',
  },
  rooms: {
    nobody: 'No room could be created',
    hint: 'Does the dialect’s http.createRoom describe the server’s API, its authorisation included?',
  },
  connect: {
    nobody: 'Nobody could connect',
    hint: 'Does the server accept these users’ credentials on its WebSocket? Check socket.query and socket.auth of the dialect.',
  },
  join: {
    nobody: 'No room was joined by two users',
    hint: 'Do the dialect’s events.join and events.joined name the server’s events?',
  },
};

/** The error for a phase in which everything failed: what, with the most frequent reason, and what to try. */
export function nobodyManaged(phase: PhaseName, failures: readonly Failure[]): StartError {
  const words = PHASE_WORDS[phase];
  const most = mergeFailures(failures)[0];
  const reason = most === undefined ? '' : `: ${printable(most.example)} (${most.kind}, ${most.count} times)`;
  return new StartError(
    `${words?.nobody ?? `Phase ${phase} failed`}${reason}.`,
    words === undefined ? {} : { hint: words.hint },
  );
}

/** Sentences about what failed in a phase, the most frequent first. */
export function describeFailures(phase: PhaseName, failures: readonly Failure[]): string[] {
  return mergeFailures(failures).map(
    ({ kind, count, example }) => `${phase}: ${count} failed with ${kind}, for example: ${printable(example)}`,
  );
}

function mergeFailures(failures: readonly Failure[]): Failure[] {
  const byKind = new Map<string, Failure>();
  for (const failure of failures) {
    const known = byKind.get(failure.kind);
    byKind.set(failure.kind, known === undefined ? failure : { ...known, count: known.count + failure.count });
  }
  return [...byKind.values()].toSorted((a, b) => b.count - a.count);
}
