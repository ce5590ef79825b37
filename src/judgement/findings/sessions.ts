import { type Message, message } from '../../core/language/words.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** Users who left by plan and did not come back, and of whose last messages it is not known whether the server had them. */
export function sessionFindings({ sessions }: RunOutcome): Message[] {
  if (sessions === null) return [];
  const { left, neverBack, untaken } = sessions;
  return [
    ...(neverBack === 0 ? [] : [message('sessions.not-back', { left, never: neverBack })]),
    ...(untaken === 0 ? [] : [message('sessions.untaken', { count: untaken })]),
  ];
}
