import type { ChatUser } from '../../chat/people.js';
import type { RunPlan } from '../../core/plan.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { portOf } from '../../net/dial.js';
import type { DialGuard } from '../../net/dial-guard.js';
import { type Endpoint, guardOf } from '../../net/endpoint.js';
import { probeTcp } from '../../net/probe-tcp.js';
import type { HttpClient } from '../../wire/http-client.js';
import type { Membership } from './room-runtime.js';
import { SilenceJudge } from './silence-judge.js';
import type { Tally } from './tally.js';

/** For a connection that only looks whether the target is reached. */
const REACH_TIMEOUT_MS = 2000;

/** What is counted of the users of one entrance, where there are several. */
export class EntranceCounts {
  opened = 0;
  lost = 0;
  /** Failures of their requests, connections, joins and messages. */
  errors = 0;
  /** Copies that they received of messages whose sender came in by another one, since the latest flood began. */
  receivedAcross = 0;
  /** Of the copies that they received, since the latest flood began. */
  readonly latency = new BucketCounter();

  /** The accounts begin anew. */
  openAccount(): void {
    this.receivedAcross = 0;
    this.latency.reset();
  }
}

/** A way into the chat: one server of perhaps several that are one chat. */
export interface Entrance {
  /** Its number in the plan, from 0. */
  readonly index: number;
  /** Base URL with the name that the user gave. */
  readonly base: string;
  readonly http: HttpClient;
  /** Says where a user's connections may go, and where they come from. */
  readonly guardFor: (user: Pick<ChatUser, 'index'>) => DialGuard;
  readonly silence: SilenceJudge;
  /** undefined where it is the only one, of which everything is. */
  readonly counts: EntranceCounts | undefined;
}

/** The entrances of a chat, the first of which is the observers'. */
export type Entrances = readonly [Entrance, ...Entrance[]];

/**
 * Opens the way into a chat by each of its endpoints.
 * @param clientOf makes the HTTP client of an entrance
 */
export function openEntrances(
  [first, ...others]: readonly [Endpoint, ...Endpoint[]],
  plan: Pick<RunPlan, 'allowedHosts' | 'sources'>,
  tally: Tally,
  clientOf: (base: string, guard: DialGuard) => HttpClient,
): Entrances {
  const open = (endpoint: Endpoint, index: number): Entrance => {
    const guard = guardOf(endpoint, plan);
    const guards = (plan.sources ?? []).map((source) => guard.from(source));
    const target = new URL(endpoint.base);
    const counts = others.length === 0 ? undefined : new EntranceCounts();
    const reach = (): Promise<void> => probeTcp(target.hostname, portOf(target), REACH_TIMEOUT_MS, guard);
    return {
      index,
      base: endpoint.base,
      http: clientOf(endpoint.base, guard),
      // Evenly from the first on, since each has so many ports and no more.
      guardFor: (user) => guards[user.index % guards.length] ?? guard,
      silence: new SilenceJudge(tally, reach, counts),
      counts,
    };
  };
  return [open(first, 0), ...others.map((endpoint, index) => open(endpoint, index + 1))];
}

/** What tells of users by which entrance they come in. */
interface Dealt {
  readonly entranceOf: (user: Pick<ChatUser, 'index'>) => Entrance;
  readonly plan: Pick<RunPlan, 'stages'>;
}

/**
 * Counts a copy, which came for the first time, at its receiver's entrance.
 * @param sender number inside the room
 * @param stage that its message is of
 * @param responseUs since its message was to be sent; undefined where the receiver had been away, of which time says nothing
 */
export function countCopy(
  { entranceOf, plan }: Dealt,
  { user, room }: Membership,
  sender: number,
  stage: number,
  responseUs: number | undefined,
): void {
  const { counts } = entranceOf(user.chat);
  const author = room.members[sender];
  if (counts === undefined) return;
  if (author !== undefined && entranceOf(author.user.chat).counts !== counts) counts.receivedAcross++;
  if (responseUs !== undefined && plan.stages[stage]?.measured !== false) counts.latency.record(responseUs);
}
