import { setMaxListeners } from 'node:events';
import { Dialect } from '../../chat/dialect.js';
import { CANARY_ROOM, MarkCodec } from '../../chat/mark.js';
import { createRoom, createUser, namedRoom } from '../../chat/people.js';
import { messageOf } from '../../core/errors.js';
import { createRandom } from '../../core/random.js';
import { dealRooms } from '../../load/room-deal.js';
import { shardDeal } from '../../load/shards.js';
import type { PhaseName } from '../../metrics/phases.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import { HttpClient } from '../../wire/http-client.js';
import type { WorkerContext } from './context.js';
import { flood } from './flood.js';
import type { FromWorker, ToWorker, WorkerStart, WorkerSummary } from '../messages.js';
import { Outbox } from './outbox.js';
import { PhaseMeter } from './phases/phase.js';
import { phaseNamed } from './phases/index.js';
import { prepareFrames } from './prepare.js';
import { probeEcho } from './probe.js';
import { Profiler } from './profiler.js';
import { Receiver } from './receiver.js';
import { Reconnector } from './reconnector.js';
import { Membership, RoomRuntime } from './room-runtime.js';
import { SelfObserver } from './self-observer.js';
import { summariseRooms } from './room-summary.js';
import { Snapshotter } from './snapshotter.js';
import { Tally } from './tally.js';
import { VirtualUser } from './virtual-user.js';

const PROGRESS_INTERVAL_MS = 200;
const CANARY_MESSAGES_PER_SECOND = 10;

/** One worker's run: does what the main thread says, phase by phase, and reports. */
export class WorkerRun {
  readonly #context: WorkerContext;
  readonly #receiver: Receiver;
  readonly #snapshotter: Snapshotter;
  readonly #post: (message: FromWorker) => void;
  readonly #ticker: NodeJS.Timeout;
  #profiler: Profiler | undefined;
  #stop = new AbortController();
  /** Distance from the marks' zero to the flood's. */
  #floodOffsetMs = 0;

  constructor(start: WorkerStart, post: (message: FromWorker) => void) {
    this.#post = post;
    this.#context = createContext(start);
    this.#receiver = new Receiver(this.#context);
    populate(this.#context, this.#receiver);
    this.#snapshotter = new Snapshotter(this.#context, (snapshot) => post({ type: 'snapshot', snapshot }));
    this.#ticker = setInterval(() => {
      for (const user of this.#context.users) user.tick();
    }, 1000);
    post({ type: 'ready' });
  }

  /** Takes a message of the main thread. */
  async handle(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'phase':
        await this.#runPhase(message.phase);
        break;
      case 'flood':
        await this.#runFlood(message);
        break;
      case 'probe': {
        const echo = await probeEcho(this.#context, this.#receiver, this.#freshSignal());
        this.#post({ type: 'probe-done', echo });
        break;
      }
      case 'prepare':
        await prepareFrames(this.#context, this.#freshSignal());
        if (Object.keys(message.profiles).length > 0) this.#profiler = await Profiler.start(message.profiles);
        this.#post({ type: 'prepared' });
        break;
      case 'stop':
        this.#stop.abort();
        break;
      case 'summarise':
        this.#receiver.close();
        this.#snapshotter.flush();
        this.#snapshotter.stop();
        this.#post({ type: 'summary', summary: this.#summary() });
        break;
      case 'close':
        await this.#close();
        break;
    }
  }

  /** Frees everything; the thread can end. */
  async #close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#ticker);
    this.#snapshotter.stop();
    this.#context.observer.close();
    this.#context.reconnector.stop();
    for (const user of this.#context.users) user.terminate();
    await this.#context.http.close();
  }

  async #runPhase(name: PhaseName): Promise<void> {
    const phase = phaseNamed(name);
    const meter = new PhaseMeter(this.#context.tally);
    this.#snapshotter.phase = name;
    const progress = setInterval(
      () => this.#post({ type: 'progress', phase: name, tally: meter.tally }),
      PROGRESS_INTERVAL_MS,
    );
    try {
      await phase?.run(this.#context, meter, this.#freshSignal());
    } finally {
      clearInterval(progress);
    }
    this.#snapshotter.flush();
    this.#postDone(name, meter);
  }

  async #runFlood(start: Extract<ToWorker, { type: 'flood' }>): Promise<void> {
    const { rooms, users, reconnector } = this.#context;
    const signal = this.#freshSignal();
    this.#snapshotter.phase = 'flood';
    this.#floodOffsetMs = (start.startUs - this.#context.originUs) / 1000;
    for (const room of rooms) room.openLedger(start.echo, start.startUs);
    reconnector.start();
    for (const user of users) if (user.everConnected && !user.isConnected) reconnector.add(user);
    this.#snapshotter.start(start.startUs);
    await flood(this.#context, this.#receiver, start, signal);
    reconnector.stop();
    // What the workers saw of themselves counts only as long as the flood goes on.
    this.#snapshotter.flush();
    await this.#endProfile();
    this.#postDone('flood', new PhaseMeter(this.#context.tally));
  }

  async #endProfile(): Promise<void> {
    try {
      await this.#profiler?.stop();
    } catch (thrown) {
      this.#post({ type: 'notice', message: `A profile could not be written: ${messageOf(thrown)}.` });
    }
    this.#profiler = undefined;
  }

  #postDone(phase: PhaseName, meter: PhaseMeter): void {
    const senders = phase === 'join' ? this.#ableToSend() : new Int32Array();
    const { tally, failures } = meter;
    this.#post({ type: 'phase-done', phase, tally, latency: encodeCounts(meter.latency), failures, senders });
  }

  /** Who may send: members of rooms that at least two have joined. */
  #ableToSend(): Int32Array {
    const pairs: number[] = [];
    for (const room of this.#context.rooms) {
      if (room.joinedCount < 2) {
        this.#post({
          type: 'notice',
          message: `Room "${room.chat.name}" has fewer than two connected members; nothing is sent to it.`,
        });
        continue;
      }
      for (const { joined, member } of room.members) if (joined) pairs.push(room.chat.index, member);
    }
    return Int32Array.from(pairs);
  }

  #freshSignal(): AbortSignal {
    this.#stop = new AbortController();
    setMaxListeners(0, this.#stop.signal);
    return this.#stop.signal;
  }

  #summary(): WorkerSummary {
    const { rooms, audit } = this.#context;
    return { ...summariseRooms(rooms, this.#floodOffsetMs), audit: audit ?? null };
  }
}

function createContext({ plan, address, role, originUs }: WorkerStart): WorkerContext {
  const workers = role === 'canary' ? 1 : shardDeal(dealRooms(plan), plan.workers).length;
  const own = role === 'canary' ? { ...plan, messagesPerSecond: CANARY_MESSAGES_PER_SECOND } : plan;
  const http = Math.max(1, Math.floor(plan.limits.httpConcurrency / workers));
  const tally = new Tally();
  return {
    plan: own,
    address,
    role,
    originUs,
    dialect: new Dialect(plan.dialect, plan.runId),
    codec: new MarkCodec(plan.runId),
    http: new HttpClient(address, http, plan.limits.httpTimeoutMs),
    tally,
    outbox: new Outbox(),
    observer: new SelfObserver(),
    reconnector: new Reconnector(tally, createRandom(plan.seed, `reconnect ${role}`)),
    users: [],
    rooms: [],
    backlogged: new Set(),
    audit: undefined,
    concurrency: { http, connect: Math.max(1, Math.floor(plan.limits.connectConcurrency / workers)) },
  };
}

/** Creates the users and rooms of this worker's shard, or the two observers and theirs. */
function populate(context: WorkerContext, receiver: Receiver): void {
  const { plan, role, users, rooms } = context;
  const byIndex = new Map<number, VirtualUser>();
  const addUser = (index: number, kind: string): void => {
    const user = new VirtualUser(createUser(plan.runId, index, kind), context, receiver);
    byIndex.set(index, user);
    users.push(user);
  };
  const addRoom = (room: RoomRuntime, members: readonly number[]): void => {
    members.forEach((index, member) => {
      const user = byIndex.get(index);
      if (user === undefined) return;
      const membership = new Membership(user, room, member);
      user.memberships.push(membership);
      room.members.push(membership);
    });
    rooms.push(room);
  };
  if (role === 'canary') {
    for (const index of [0, 1]) addUser(index, 'canary');
    const names = users.map(({ chat }) => chat.name);
    addRoom(new RoomRuntime(namedRoom(`canary (${plan.runId})`, CANARY_ROOM, names)), [0, 1]);
    return;
  }
  const deal = dealRooms(plan);
  const shard = shardDeal(deal, plan.workers)[role];
  for (const index of shard?.users ?? []) addUser(index, 'u');
  for (const room of shard?.rooms ?? []) {
    const members = deal.rooms[room] ?? [];
    const names = members.map((index) => byIndex.get(index)?.chat.name ?? '');
    addRoom(new RoomRuntime(createRoom(plan.runId, room, plan.theme, names)), members);
  }
}
