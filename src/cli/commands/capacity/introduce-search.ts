import { nameOfGoal } from '../../../capacity/goals.js';
import { targetsOf } from '../../../core/plan.js';
import { listed } from '../../../core/text.js';
import { say, widthOf } from '../../io.js';
import { warningLines } from '../../text.js';
import type { CommandCall } from '../command.js';
import type { SearchOrderTaken } from './take-search-order.js';

/** Says what is about to be searched, and what of the plan is not as it was asked for. */
export function introduceSearch({ wish, goals, varied, order }: SearchOrderTaken, { io, palette }: CommandCall): void {
  const { embedded, notices } = order.scenario;
  const where = embedded ? 'the practice server' : listed(targetsOf(varied.plan));
  const what = wish.vary === 'rate' ? 'rate' : 'number of users';
  say(io.stderr, palette.bold(`The largest ${what} that holds ${goals.map(nameOfGoal).join('; ')}, on ${where}`));
  for (const notice of notices) say(io.stderr, ...warningLines(notice, widthOf(io.stderr), palette));
}
