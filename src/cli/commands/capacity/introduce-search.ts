import { nameOfGoal } from '../../../capacity/goals.js';
import { targetsOf } from '../../../core/plan.js';
import { tellerOf } from '../../../core/language/retell.js';
import { message } from '../../../core/language/words.js';
import { printable } from '../../../core/text.js';
import { say, widthOf } from '../../io.js';
import { warningLines, wrap } from '../../text.js';
import type { CommandCall } from '../command.js';
import type { SearchOrderTaken } from './take-search-order.js';

/** Says what is about to be searched, and what of the plan is not as it was asked for. */
export function introduceSearch({ wish, goals, varied, order }: SearchOrderTaken, { io, palette }: CommandCall): void {
  const { embedded, notices } = order.scenario;
  const where = embedded ? message('introduce.practice') : message('list.and', { parts: targetsOf(varied.plan) });
  const text = io.words.text(`capacity.introduce.${wish.vary}`, { goals: goals.map(nameOfGoal), where });
  const width = widthOf(io.stderr);
  say(io.stderr, ...wrap(printable(text, 1000), width).map(palette.bold));
  const tell = tellerOf(io.words);
  for (const notice of notices) say(io.stderr, ...warningLines(tell(notice), width, palette));
}
