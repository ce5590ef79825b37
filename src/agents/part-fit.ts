import { StartError } from '../core/errors.js';
import type { RunPlan } from '../core/plan.js';
import { formatCount } from '../core/units.js';
import { checkFits, type Machine, thisMachine } from '../engine/main/machine-fit.js';
import { estimateRun } from '../load/estimate.js';
import { dealRooms } from '../load/room-deal.js';

/** What of a plan is one agent's. */
interface Part {
  /** Of the whole run, with what is this machine's. */
  readonly plan: RunPlan;
  readonly users: number;
  readonly workers: number;
}

/**
 * Makes sure that an agent's part of a plan fits into its machine.
 * @throws StartError with all that does not, what would help, and how many agents or how large rooms would do
 */
export function checkPartFits(part: Part, machine: Machine = thisMachine()): void {
  const { plan, workers } = part;
  const { ownMemoryBytes } = estimateRun(plan);
  const check = (users: number): void =>
    checkFits(
      {
        plan: { ...plan, users, workers },
        estimate: { connections: users, ownMemoryBytes: (ownMemoryBytes * users) / plan.users },
        listening: 0,
      },
      machine,
    );
  try {
    check(part.users);
  } catch (thrown) {
    if (!(thrown instanceof StartError)) throw thrown;
    const most = mostOf(part.users, check);
    // What is wrong with any number of users is another matter than their number.
    if (most === 0) throw thrown;
    throw new StartError(thrown.message, { hint: [thrown.hint ?? '', whatWouldFit(plan, most)].join('\n').trim() });
  }
}

/** The most users, fewer than so many, of whom a check says nothing; 0 when there is no such number. */
function mostOf(users: number, check: (users: number) => void): number {
  let [most, tooMany] = [0, users];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    try {
      check(middle);
      most = middle;
    } catch {
      tooMany = middle;
    }
  }
  return most;
}

function whatWouldFit(plan: RunPlan, most: number): string {
  const largest = dealRooms(plan).rooms.reduce((members, room) => Math.max(members, room.length), 0);
  const here = `An agent like this one can hold ${formatCount(most)} users`;
  return largest > most
    ? `${here}, and the largest room has ${formatCount(largest)}, which are all on one agent: take more and smaller rooms, of ${formatCount(most)} members at the most.`
    : `${here}: with --agents ${Math.ceil(plan.users / most)} each has no more, if their rooms can be divided so far.`;
}
