import { errorMessage } from '../../core/error-kinds.js';
import { type Message, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { totalErrors } from '../../metrics/snapshot.js';
import { partsBySecond, totalOf } from './parts.js';
import { whenText } from './words.js';

/** More kinds than this are in the table of errors only. */
const MOST_KINDS = 5;

/** The most frequent kinds of errors, each in a sentence. */
export function errorFindings(outcome: RunOutcome): Message[] {
  const kinds = Object.entries<number>(outcome.errors)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one);
  return kinds.slice(0, MOST_KINDS).map(([kind, count]) => {
    const when = kinds.length === 1 ? whenOf(outcome) : '';
    const told = { what: errorMessage(kind), when, kind: printable(kind, 60) };
    return count === 1 ? message('error.once', told) : message('error.times', { ...told, count });
  });
}

/** When the errors happened, if the seconds hold every one: they count all kinds together, and none before the flood. */
function whenOf(outcome: RunOutcome): Message | '' {
  const bySecond = partsBySecond(outcome, 'errors');
  const isAll = bySecond.length > 0 && totalOf(bySecond) === totalErrors(outcome.errors);
  return isAll ? message('error.when', { when: whenText(bySecond, outcome.timeline.length) }) : '';
}
