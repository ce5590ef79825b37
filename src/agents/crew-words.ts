import type { Text } from '../core/language/template.js';
import { inEnglish, message } from '../core/language/words.js';
import { printable } from '../core/text.js';

/** What is said of agents, on the way and in the report. */
export const CREW_WORDS = {
  silent: (who: string, seconds: string) => inEnglish(message('agents.silent', { who, seconds })),
  back: (who: string, seconds: string) => inEnglish(message('agents.back', { who, seconds })),
  lost: (who: string, when: Text, why: string, known: string) =>
    inEnglish(message('agents.lost', { who, when, why, known })),
  silentForTooLong: (seconds: string) => inEnglish(message('agents.silent-too-long', { seconds })),
  saidGoodbye: (why: string) => inEnglish(message('agents.goodbye', { why: printable(why, 200) })),
  queueAwayForTooLong: (seconds: string) => inEnglish(message('agents.queue-too-long', { seconds })),
  knownUntil: (second: number) => inEnglish(message('agents.known-until', { second })),
  knownAll: inEnglish(message('agents.known-all')),
  knownNothing: inEnglish(message('agents.known-nothing')),
  cameBack: (who: string, seconds: string) => inEnglish(message('agents.came-back', { who, seconds })),
  unreachable: (who: string, seconds: string) => inEnglish(message('agents.unreachable', { who, seconds })),
  queueAway: inEnglish(message('agents.queue-away')),
  queueBack: (seconds: string) => inEnglish(message('agents.queue-back', { seconds })),
  queueWasAway: (seconds: string) => inEnglish(message('agents.queue-was-away', { seconds })),
  clock: (who: string, milliseconds: string) => inEnglish(message('agents.clock', { who, ms: milliseconds })),
  unreadable: (who: string, problem: string) =>
    inEnglish(message('agents.unreadable', { who, problem: printable(problem) })),
  brokerRefuses: (problem: string) => inEnglish(message('agents.broker-refuses', { problem: printable(problem) })),
} as const;

/** Microseconds as seconds with one digit. */
export function secondsOf(durationUs: number): string {
  return (durationUs / 1e6).toFixed(1);
}
