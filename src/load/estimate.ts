import { inEnglish, type Message, message } from '../core/language/words.js';
import { hasCanary, type RunPlan } from '../core/plan.js';
import { sumOf } from '../core/numbers.js';
import { turnsOfRooms } from './activity.js';
import { arrivalsOf } from './arrivals/index.js';
import { loadOf, peakRateOf } from './load.js';
import { dealRooms } from './room-deal.js';
import { shardDeal } from './shards.js';

/** The fan-out arithmetic of a plan: what it asks of the target and of this machine. */
export interface RunEstimate {
  /** Users with at least one room. */
  readonly usersInRooms: number;
  /** Places in rooms, all rooms together. */
  readonly memberships: number;
  readonly meanRoomMembers: number;
  /** Copies a message makes, on average, the sender's own included. */
  readonly fanOut: number;
  /** Share of the messages that the loudest room gets, 0–1. */
  readonly loudestShare: number;
  /** Copies a second that the target must deliver, on average; null when the rate is `max`. */
  readonly deliveriesPerSecond: number | null;
  /** The same at the highest rate of any stage. */
  readonly peakDeliveriesPerSecond: number | null;
  /** Messages of the whole run; null when the rate is `max`. */
  readonly messages: number | null;
  /** WebSockets open at once, the canary's two included. */
  readonly connections: number;
  /** Worker threads that will be started. */
  readonly workers: number;
  /** Rough memory of a Node target, bytes. */
  readonly targetMemoryBytes: number;
  /** Rough memory of this process, bytes. */
  readonly ownMemoryBytes: number;
  /** Upper bound of what the ledger holds a member while nothing is missing, bytes. */
  readonly ledgerBytesPerMember: number;
  /** What one Node server cannot be expected to follow. */
  readonly warnings: readonly string[];
}

/** One core of a plain Node `socket.io` server emits about this many copies a second. */
const NODE_SERVER_DELIVERIES_PER_SECOND = 60_000;
/** …and takes about this many messages a second. */
const NODE_SERVER_MESSAGES_PER_SECOND = 15_000;
/** A Node server with `socket.io` starts at this size and grows by this much a connection. */
const NODE_SERVER_BASE_BYTES = 60 * 2 ** 20;
const NODE_SERVER_BYTES_PER_CONNECTION = 30 * 2 ** 10;
const OWN_BASE_BYTES = 75 * 2 ** 20;
const OWN_BYTES_PER_WORKER = 20 * 2 ** 20;
const OWN_BYTES_PER_CONNECTION = 14 * 2 ** 10;
/** Six 32-bit numbers a member, and references to what is missing and to what is gone. */
const LEDGER_BYTES_PER_MEMBER = 6 * 4 + 2 * 8;

/** Estimates a plan by dealing its rooms. */
export function estimateRun(plan: RunPlan): RunEstimate {
  const deal = dealRooms(plan);
  const memberships = deal.rooms.reduce((sum, members) => sum + members.length, 0);
  const turns = turnsOfRooms(
    plan,
    deal.rooms.map(({ length }) => length),
  );
  const copies = sumOf(turns.map((count, room) => count * (deal.rooms[room]?.length ?? 0)));
  const fanOut = memberships === 0 ? 0 : copies / sumOf(turns);
  const rate = plan.messagesPerSecond === 'max' ? null : plan.messagesPerSecond;
  const peakRate = peakRateOf(plan);
  const load = loadOf(plan);
  const connections = plan.users + (hasCanary(plan) ? 2 : 0);
  const workers = shardDeal(deal, plan.workers).length;
  const estimate = {
    usersInRooms: plan.users - deal.idleUsers.length,
    memberships,
    meanRoomMembers: deal.rooms.length === 0 ? 0 : memberships / deal.rooms.length,
    fanOut,
    loudestShare: memberships === 0 ? 0 : turns.reduce((most, count) => Math.max(most, count), 0) / sumOf(turns),
    deliveriesPerSecond: rate === null ? null : rate * fanOut,
    peakDeliveriesPerSecond: peakRate === null ? null : peakRate * fanOut,
    messages: load.model === 'open' ? arrivalsOf(load.arrivals).total : null,
    connections,
    workers,
    targetMemoryBytes: NODE_SERVER_BASE_BYTES + connections * NODE_SERVER_BYTES_PER_CONNECTION,
    ownMemoryBytes: ownMemoryBytesOf(connections, workers),
    ledgerBytesPerMember: LEDGER_BYTES_PER_MEMBER,
  };
  return { ...estimate, warnings: warningsOf(plan, estimate) };
}

/** Rough memory of a process of ours that holds so many connections in so many threads, bytes. */
export function ownMemoryBytesOf(connections: number, workers: number): number {
  return OWN_BASE_BYTES + workers * OWN_BYTES_PER_WORKER + connections * OWN_BYTES_PER_CONNECTION;
}

function warningsOf(plan: RunPlan, estimate: Omit<RunEstimate, 'warnings'>): string[] {
  const warnings: Message[] = [];
  const { peakDeliveriesPerSecond, usersInRooms, targetMemoryBytes } = estimate;
  const peakRate = peakRateOf(plan);
  const peak = plan.stages.length === 0 ? '' : '.peak';
  if (peakDeliveriesPerSecond !== null && peakDeliveriesPerSecond > NODE_SERVER_DELIVERIES_PER_SECOND) {
    const rates = { rate: peakDeliveriesPerSecond, most: NODE_SERVER_DELIVERIES_PER_SECOND };
    warnings.push(message(`notice.many-deliveries${peak}`, rates));
  }
  if (peakRate !== null && peakRate > NODE_SERVER_MESSAGES_PER_SECOND) {
    warnings.push(message(`notice.many-messages${peak}`, { rate: peakRate, most: NODE_SERVER_MESSAGES_PER_SECOND }));
  }
  const idle = plan.users - usersInRooms;
  if (plan.kind === 'run' && idle > plan.users / 2) {
    warnings.push(message('notice.idle', { idle, users: plan.users }));
  }
  if (plan.users >= 1000 && plan.dialect.http.register !== undefined) {
    const minutes = Math.ceil((plan.users * 0.08) / 60);
    warnings.push(message('notice.bcrypt', { users: plan.users, minutes }));
  }
  if (usersInRooms > 0 && peakRate !== null && peakRate / usersInRooms > 50) {
    const shared = { users: usersInRooms, rate: peakRate, each: peakRate / usersInRooms };
    warnings.push(message(`notice.busy-users${peak}`, shared));
  }
  if (targetMemoryBytes > 2 ** 30) warnings.push(message('notice.memory', { memory: targetMemoryBytes }));
  return warnings.map(inEnglish);
}
