import { StartError } from '../core/errors.js';
import type { RunPlan } from '../core/plan.js';
import { amount } from '../core/text.js';
import { formatCount } from '../core/units.js';
import type { Neighbour } from '../engine/main/machine-fit.js';
import { dealRooms } from '../load/room-deal.js';
import { type Shard, shardDeal } from '../load/shards.js';
import type { AgentFacts } from './protocol.js';

/** What falls to one agent: neighbouring shards of the run. */
export interface Allotment {
  readonly shards: readonly Shard[];
  readonly users: number;
}

/**
 * Deals a run's shards to agents: as many workers as the plan wants, one an agent at least and no more than each offers.
 * @param offers of each agent, how many workers it would start
 * @throws StartError when there are fewer parts than agents
 */
export function allotShards(plan: RunPlan, offers: readonly number[]): Allotment[] {
  const counts = workersOf(plan.workers, offers);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shards = shardDeal(dealRooms(plan), total);
  if (shards.length < offers.length) throw tooFewParts(plan, shards.length, offers.length);
  const fitting = shards.length < total ? workersOf(shards.length, offers) : counts;
  let first = 0;
  return fitting.map((count) => {
    const own = shards.slice(first, first + count);
    first += count;
    return { shards: own, users: own.reduce((sum, { users }) => sum + users.length, 0) };
  });
}

/** What an agent of a run is, as others on its machine have to know. */
export interface Mate {
  readonly facts: AgentFacts;
  readonly users: number;
  readonly workers: number;
}

/** Of the agents of a run, those that share the machine of one of them. @param own its place among them */
export function neighboursOf(own: number, mates: readonly Mate[]): Neighbour[] {
  const one = mates[own];
  return mates
    .filter((mate) => mate !== one && mate.facts.network === one?.facts.network)
    .map(({ facts: { sources, hasOwnMemory }, users, workers }) => ({
      sources,
      users,
      workers,
      sharesMemory: !hasOwnMemory && one?.facts.hasOwnMemory === false,
    }));
}

/** How many workers each agent starts, evenly as far as their offers go. @param wanted in all */
function workersOf(wanted: number, offers: readonly number[]): number[] {
  const counts = offers.map(() => 1);
  const total = Math.min(
    wanted,
    offers.reduce((sum, offer) => sum + offer, 0),
  );
  // In turns, so that nobody has two more than another who offers as many.
  for (let left = total - counts.length, agent = 0; left > 0; agent = (agent + 1) % counts.length) {
    const count = counts[agent] ?? 0;
    if (count >= (offers[agent] ?? 0)) continue;
    counts[agent] = count + 1;
    left--;
  }
  return counts;
}

function tooFewParts({ rooms, users }: RunPlan, parts: number, agents: number): StartError {
  const among = `can be divided among ${amount(parts, 'agent')}, and ${formatCount(agents)} were asked for`;
  // A plan without rooms is one of connections, of each of which an agent can have its own.
  return rooms === 0
    ? new StartError(`The plan's ${amount(users, 'user')} ${among}.`, {
        hint: `Take --agents ${parts}, or more --users.`,
      })
    : new StartError(`The plan's ${amount(rooms, 'room')} ${among}: rooms that share a user stay together.`, {
        hint: `Take --agents ${parts}, or more --rooms with fewer users in common (--room-size all has each user in one).`,
      });
}
