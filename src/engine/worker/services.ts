import { Dialect } from '../../chat/dialect.js';
import { MarkCodec } from '../../chat/mark.js';
import type { ChatRun, ChatUser } from '../../chat/people.js';
import type { RunPlan } from '../../core/plan.js';
import { createRandom } from '../../core/random.js';
import { dealEntrances } from '../../load/entrances.js';
import { messageTexts } from '../../load/texts.js';
import { heldBytesShare } from '../../wire/bounds.js';
import { HttpClient } from '../../wire/http-client.js';
import { createPaceCell, HttpPace } from '../../wire/http-pace.js';
import { ReceiveBudget } from '../../wire/receive-budget.js';
import type { HttpTap, SocketTap } from '../../wire/tap.js';
import { Lifeline } from '../lifeline.js';
import type { WorkerStart } from '../messages.js';
import { type Entrance, type Entrances, openEntrances } from './entrance.js';
import { Outbox } from './outbox.js';
import { Reconnector } from './reconnector.js';
import { SelfObserver } from './self-observer.js';
import { Tally } from './tally.js';
import { WakeUp } from './wake-up.js';

/** Looks on at everything that goes over a worker's connections. */
export interface ServicesTap {
  readonly http: HttpTap;
  /** What looks on at a user's WebSocket. */
  socketOf(user: ChatUser): SocketTap;
}

/** What everything inside one worker uses, and what knows neither users nor rooms. */
export interface WorkerServices {
  readonly plan: RunPlan;
  readonly run: ChatRun;
  /** The ways into the chat. */
  readonly entrances: Entrances;
  /** The one by which a user comes in. */
  readonly entranceOf: (user: Pick<ChatUser, 'index'>) => Entrance;
  readonly role: WorkerStart['role'];
  readonly originUs: number;
  readonly dialect: Dialect;
  readonly codec: MarkCodec;
  /** What messages say, without their marks. */
  readonly texts: readonly string[];
  /** What its connections and requests may keep of what servers have begun and not ended. */
  readonly budget: ReceiveBudget;
  readonly tally: Tally;
  /** Closes the connections of its HTTP clients. */
  close(): Promise<void>;
  readonly outbox: Outbox;
  /** Is to be asked before load is made; undefined where nobody else leads it. */
  readonly lifeline: Lifeline | undefined;
  /** Has it awake when something is due. */
  readonly wakeUp: WakeUp;
  readonly observer: SelfObserver;
  readonly reconnector: Reconnector;
  /** Looks on at what goes over connections. */
  readonly tap: ServicesTap | undefined;
  /** Says a sentence that belongs into the report. */
  readonly notice: (message: string) => void;
  /** This worker's part of what may be under way at once. */
  readonly concurrency: { readonly http: number; readonly connect: number; readonly reads: number };
}

/**
 * The services of one worker; what the plan bounds for the whole run is divided among its workers.
 * @param notice takes sentences that belong into the report
 * @param budget of what its connections and requests may keep
 * @param tap looks on
 */
export function createServices(
  start: WorkerStart,
  notice: (message: string) => void,
  // One thread more than there are shards: that of the observers.
  budget = new ReceiveBudget(heldBytesShare(start.threads ?? start.shards + 1)),
  tap?: ServicesTap,
): WorkerServices {
  const { plan, secrets, endpoint, otherEndpoints = [], role, originUs, shards, paceCell = createPaceCell() } = start;
  const workers = role === 'canary' ? 1 : shards;
  const share = (limit: number): number => Math.max(1, Math.floor(limit / workers));
  const http = share(plan.limits.httpConcurrency);
  const reads = plan.readRate === undefined ? 0 : share(plan.limits.readConcurrency);
  const run = { id: plan.runId, secrets, isCookieless: plan.dialect.socket.cookies === false };
  const tally = new Tally(plan.stages, originUs);
  const socket = { ...plan.dialect.socket, path: endpoint.socketPath };
  const { rate } = plan.dialect.http;
  const pace = rate === undefined ? undefined : new HttpPace(paceCell, rate);
  const entrances = openEntrances(
    [endpoint, ...otherEndpoints],
    plan,
    tally,
    (base, guard) =>
      new HttpClient(base, Math.max(http, reads), plan.limits.httpTimeoutMs, budget, guard, pace, tap?.http),
  );
  const dealt = dealEntrances(plan.users, entrances.length, plan.seed);
  const entranceOf: WorkerServices['entranceOf'] = ({ index }) => entrances[dealt[index] ?? 0] ?? entrances[0];
  return {
    plan,
    run,
    entrances,
    entranceOf,
    close: async () => {
      await Promise.all(entrances.map((entrance) => entrance.http.close()));
    },
    role,
    originUs,
    dialect: new Dialect({ ...plan.dialect, socket }, run),
    codec: new MarkCodec(plan.runId),
    texts: messageTexts(plan),
    budget,
    tally,
    outbox: new Outbox(),
    lifeline: start.lifeline === undefined ? undefined : new Lifeline(start.lifeline),
    wakeUp: new WakeUp(start.alarms, plan.workers + 1, role === 'canary' ? plan.workers : role),
    observer: new SelfObserver(),
    reconnector: new Reconnector(
      tally,
      createRandom(plan.seed, `reconnect ${role}`),
      workers,
      ({ chat }) => entranceOf(chat).counts,
    ),
    tap,
    notice,
    concurrency: { http, connect: share(plan.limits.connectConcurrency), reads },
  };
}
