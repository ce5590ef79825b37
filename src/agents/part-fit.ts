import { StartError } from '../core/errors.js';
import type { RunPlan } from '../core/plan.js';
import { formatCount } from '../core/units.js';
import { checkFits, type Machine, type Neighbour, thisMachine } from '../engine/main/machine-fit.js';
import { ownMemoryBytesOf } from '../load/estimate.js';
import { dealRooms } from '../load/room-deal.js';

/** Where an agent alone would do. */
const TOGETHER_TOO_MANY = 'Or start some of the agents that are on this machine on another.';

/** What of a plan is one agent's. */
interface Part {
  /** Of the whole run, with what is this machine's. */
  readonly plan: RunPlan;
  readonly users: number;
  readonly workers: number;
  /** Other agents of the run on its machine. */
  readonly beside: readonly Neighbour[];
}

/**
 * Makes sure that an agent's part of a plan fits into its machine.
 * @throws StartError with all that does not, what would help, and how many agents or how large rooms would do
 */
export function checkPartFits(part: Part, machine: Machine = thisMachine()): void {
  const { plan, workers, beside } = part;
  const check = (users: number, mates: readonly Neighbour[]): void =>
    checkFits(
      {
        plan: { ...plan, users, workers },
        estimate: { connections: users, ownMemoryBytes: ownMemoryBytesOf(users, workers) },
        listening: 0,
        beside: mates,
      },
      machine,
    );
  try {
    check(part.users, beside);
  } catch (thrown) {
    if (!(thrown instanceof StartError)) throw thrown;
    const most = mostOf(part.users, (users) => check(users, []));
    // What is wrong with any number of users is another matter than their number.
    if (most === 0) throw thrown;
    const advice = most === part.users ? TOGETHER_TOO_MANY : whatWouldFit(plan, most);
    throw new StartError(thrown.message, { hint: [thrown.hint ?? '', advice].join('\n').trim() });
  }
}

/** The most users, as many as these at most, of whom a check says nothing; 0 when there is no such number. */
function mostOf(users: number, check: (users: number) => void): number {
  let [most, tooMany] = [0, users + 1];
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
