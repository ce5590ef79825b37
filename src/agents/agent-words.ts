import { inEnglish, message } from '../core/language/words.js';
import { printable } from '../core/text.js';
import { workerTitle } from '../engine/main/failures.js';
import type { WorkerStart } from '../engine/messages.js';

/** What an agent says to who looks at it, and of why it left a run. */
export const WORDS = {
  unreadable: (problem: string) => `Something came that this agent cannot read: it ${printable(problem)}.`,
  brokerRefuses: (problem: string) => `The queue refuses: ${printable(problem)}.`,
  refused: (runId: string, why: string) => `Run ${printable(runId)} does not take this agent: ${printable(why, 300)}`,
  welcome: (runId: string, slot: number, of: number) => `Run ${printable(runId)}: agent ${slot} of ${of}.`,
  notWelcome: (runId: string) => `Run ${printable(runId)} did not answer; its slot is dropped.`,
  notFound: (why: string) => `Cannot take part: ${printable(why, 1000)}`,
  endsEarly: (runId: string, why: string) => `Run ${printable(runId)}: the load ends here, for ${why}.`,
  released: (runId: string) => `Run ${printable(runId)} is over.`,
  waiting: 'Waiting for a run.',
  noSign: 'nothing was heard of who leads the run for too long',
  givenUp: 'who leads the run has given this agent up',
  threadIsSilent: (role: WorkerStart['role'], seconds: string) =>
    inEnglish(message('agents.thread-silent', { worker: workerTitle(role), seconds })),
  threadIsBack: (role: WorkerStart['role'], seconds: string) =>
    inEnglish(message('agents.thread-back', { worker: workerTitle(role), seconds })),
} as const;
