import { printable } from '../core/text.js';

/** What is said of agents, on the way and in the report. */
export const CREW_WORDS = {
  silent: (who: string, seconds: string) => `${who} has been silent for ${seconds} s.`,
  back: (who: string, seconds: string) => `${who} is back after ${seconds} s.`,
  lost: (who: string, when: string, why: string, known: string) => `${who} was lost ${when}: ${why}. ${known}`,
  silentForTooLong: (seconds: string) => `nothing was heard of it for ${seconds} s`,
  saidGoodbye: (why: string) => `it left, for ${printable(why, 200)}`,
  queueAwayForTooLong: (seconds: string) => `the queue was away for ${seconds} s`,
  knownUntil: (second: number) => `What it had counted until second ${second} is in.`,
  knownAll: 'All that it had counted is in.',
  knownNothing: 'It had counted nothing of the flood.',
  cameBack: (who: string, seconds: string) => `${who} came back after ${seconds} s and was stopped.`,
  unreachable: (who: string, seconds: string) =>
    `${who} could not be reached for ${seconds} s; its numbers are complete.`,
  queueAway: 'The queue does not answer; the load goes on.',
  queueBack: (seconds: string) => `The queue is back after ${seconds} s.`,
  queueWasAway: (seconds: string) => `The queue could not be reached for ${seconds} s; the numbers are complete.`,
  clock: (who: string, milliseconds: string) =>
    `The clock of ${who} is known to within ${milliseconds} ms only: its seconds may be shifted by so much against the others'.`,
  unreadable: (who: string, problem: string) => `${who} said something that cannot be read: it ${printable(problem)}.`,
  brokerRefuses: (problem: string) => `The queue refuses: ${printable(problem)}.`,
} as const;

/** Microseconds as seconds with one digit. */
export function secondsOf(durationUs: number): string {
  return (durationUs / 1e6).toFixed(1);
}
