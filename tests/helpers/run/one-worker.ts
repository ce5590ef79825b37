import type { TestContext } from 'node:test';
import { createRoom, createUser } from '#dist/chat/people.js';
import { nowUs } from '#dist/core/clock.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import type { RunPlan } from '#dist/core/plan.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { emptyContext, type WorkerContext } from '#dist/engine/worker/context.js';
import { Receiver } from '#dist/engine/worker/receiver.js';
import { Membership, RoomRuntime } from '#dist/engine/worker/room-runtime.js';
import { createServices } from '#dist/engine/worker/services.js';
import { VirtualUser } from '#dist/engine/worker/virtual-user.js';
import { emptyGauges, type Snapshot } from '#dist/metrics/snapshot.js';
import { ampleBudget } from '../wire/ample-budget.js';
import { endpointOf } from './endpoint.js';
import { planFor } from './engine-run.js';
import { OPEN, type Peer } from '../wire/scripted-socket-server.js';

/** A chat without HTTP. */
export const BARE: DialectSpec = {
  name: 'bare',
  description: 'A chat without accounts',
  http: {},
  socket: { path: '/socket.io/', query: { name: '{{user.name}}' }, namespace: '/' },
  events: {
    join: { event: 'join', args: [{ roomId: '{{room.index}}' }] },
    joined: { event: 'joined' },
    send: { event: 'send', args: ['{{message.text}}'] },
    receive: { event: 'message' },
  },
};

/** What one worker is made of, without its thread. */
export interface OneWorker {
  readonly context: WorkerContext;
  readonly receiver: Receiver;
  readonly users: readonly VirtualUser[];
  /** All users are members of it. */
  readonly room: RoomRuntime;
  readonly memberships: readonly Membership[];
  /** What it said for the report. */
  readonly notices: readonly string[];
}

/** Users of one room, none of them connected yet, who end with the test. @param url of a WebSocket server, `ws:` */
export async function workerFor(
  test: TestContext,
  url: string,
  userCount: number,
  over: Partial<RunPlan> = {},
): Promise<OneWorker> {
  const address = new URL(url.replace(/^ws/, 'http')).origin;
  const plan: RunPlan = { ...(await planFor(address)), dialect: BARE, ...over };
  const notices: string[] = [];
  const secrets = createRunSecrets();
  const start = {
    plan,
    secrets,
    endpoint: endpointOf({ ...plan, target: address }),
    role: 0,
    originUs: nowUs(),
    shards: 1,
  };
  const services = createServices(start, (message) => notices.push(message), ampleBudget());
  const context = emptyContext({ ...services, concurrency: { http: 1, connect: 100, reads: 0 } });
  const receiver = new Receiver(context);
  receiver.accounts.open(0);
  const room = new RoomRuntime(createRoom(plan.runId, 0, plan.theme, []));
  context.rooms.push(room);
  for (let index = 0; index < userCount; index++) {
    const user = new VirtualUser(createUser(context.run, index), context, receiver);
    const membership = new Membership(user, room, index);
    user.memberships.push(membership);
    room.members.push(membership);
    context.users.push(user);
  }
  test.after(async () => {
    context.reconnector.stop();
    context.observer.close();
    for (const user of context.users) user.terminate();
    await context.close();
  });
  return { context, receiver, users: context.users, room, memberships: room.members, notices };
}

/** Takes a client into the namespace; what it sends from then on is for `onPacket`. */
export function welcome({ socket }: Peer, onPacket: (packet: string) => void): void {
  socket.on('message', (data: Buffer) => {
    const packet = data.toString();
    if (packet === '40') socket.send('40{"sid":"b"}');
    else onPacket(packet);
  });
  socket.send(OPEN);
}

/** What the worker has counted since this was asked last. */
export function countedBy({ tally }: Pick<WorkerContext, 'tally'>): Snapshot {
  const nothing = new Uint8Array();
  const self = {
    observedMs: 1000,
    cpuShare: 0,
    cpuWaitShare: 0,
    gcShare: 0,
    eventLoopDelay: nothing,
    scheduleSlip: nothing,
  };
  const observed = { workerIndex: 0, phase: 'flood', second: 0, stage: -1, stageGauges: [], self } as const;
  return tally.take({ ...observed, gauges: emptyGauges() });
}
