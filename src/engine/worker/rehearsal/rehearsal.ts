import { aborted } from '../../../core/aborted.js';
import { nextRead, nowUs } from '../../../core/clock.js';
import { StartError } from '../../../core/errors.js';
import { OperationError } from '../../../core/operation-error.js';
import type { RunPlan } from '../../../core/plan.js';
import { type LoadSpec, peakRateOf, steadyLoad } from '../../../load/load.js';
import type { Recognition, SenderOrder } from '../../messages.js';
import type { WorkerContext } from '../context.js';
import { sendLoad } from '../flood.js';
import { prepareFrames } from '../prepared-frames.js';
import { Receiver } from '../receiver.js';
import { SlowReadersOfWorker } from '../slow-readers.js';
import { Snapshotter } from '../snapshotter.js';
import { ChatPeer } from './chat-peer.js';
import { castOf, enter, stageOf } from './stage.js';

/** Below this rate of the run, messages per second, uncompiled code is quick enough. */
const LEAST_RATE = 1000;
/**
 * As fast as code takes that is not compiled yet, and no faster than the same code afterwards. There are two floods, since what is compiled
 * of a function that has been made once is for that one alone.
 */
const MESSAGES_PER_SECOND = 45_000;
const FLOODS_MS = [5, 50];
/** All of it takes no longer, but for the turn that is under way then. */
const AT_MOST_MS = 150;
/** What is under way when a flood ends has come within so many turns of the event loop, as a rule. */
const TURNS_TO_DRAIN = 10;

/** What a rehearsal came to. */
export interface RehearsalOutcome {
  readonly sent: number;
  /** Copies. */
  readonly received: number;
}

/** Are there so many messages that the first of them would wait for code to be compiled? */
function isNeeded(plan: RunPlan): boolean {
  return plan.kind === 'run' && (peakRateOf(plan) ?? Number.POSITIVE_INFINITY) >= LEAST_RATE;
}

/**
 * Sends and receives messages by the very code that the flood will send and receive by, so that this is compiled when the first one is due: a
 * few people in rooms of their own, over connections to a peer within this thread, with accounts, counters and snapshots that nobody sees.
 * Where that cannot be had (no free port, no descriptor) there is none, and the first messages are later, which their slip says.
 * @param echo whether senders get their own copies
 * @returns undefined when there was none
 */
export async function rehearse(
  context: WorkerContext,
  { usual }: Recognition,
  echo: boolean,
  signal: AbortSignal,
): Promise<RehearsalOutcome | undefined> {
  const { plan, dialect, role } = context;
  const cast = castOf(context);
  if (role === 'canary' || cast.length === 0 || !isNeeded(plan)) return undefined;
  const event = dialect.spec.events.receive?.event ?? usual;
  if (event === null) return undefined;
  const rooms = cast.flatMap((members) => members.map(({ roomIndex }) => roomIndex));
  const enough = AbortSignal.any([signal, AbortSignal.timeout(AT_MOST_MS)]);
  const peer = new ChatPeer(context, { event, echo, rooms });
  let stage: WorkerContext | undefined;
  settleShapes(context);
  try {
    stage = stageOf(context, await peer.listen());
    stage.dialect.hear(event, []);
    const receiver = new Receiver(stage);
    enter(stage, receiver, cast);
    await Promise.race([connect(stage), aborted(enough)]);
    peer.stopListening();
    if (!enough.aborted) await play(stage, receiver, echo, enough);
    const { sent, received } = stage.tally.counted;
    return { sent, received };
  } catch (thrown) {
    if (thrown instanceof OperationError || thrown instanceof StartError) return undefined;
    throw thrown;
  } finally {
    for (const player of stage?.users ?? []) player.terminate();
    stage?.observer.close();
    peer.close();
  }
}

/** One after the other: the peer knows them by their order. */
async function connect({ users, rooms }: WorkerContext): Promise<void> {
  for (const user of users) await user.connect();
  for (const { members } of rooms) for (const membership of members) membership.isJoined = true;
}

async function play(stage: WorkerContext, receiver: Receiver, echo: boolean, signal: AbortSignal): Promise<void> {
  const { plan, rooms, originUs, tally } = stage;
  const snapshotter = new Snapshotter(stage, () => undefined);
  const order = everyMemberOf(stage);
  tally.phase = 'flood';
  await prepareFrames(stage, signal);
  settleShapes(stage);
  for (const durationMs of FLOODS_MS) {
    const startUs = nowUs();
    receiver.accounts.open(startUs - originUs);
    tally.stages.begin(startUs - originUs);
    for (const room of rooms) room.openLedger(echo, startUs, originUs, tally.stages.count, plan.audit);
    // As a flood begins: none of them reads slowly, and nothing is read beside.
    void new SlowReadersOfWorker(stage, receiver.accounts, startUs);
    for (const room of rooms) room.delivered = undefined;
    snapshotter.start(startUs);
    const start = { load: loadLike(plan, durationMs), order, startUs };
    await sendLoad({ context: stage, receiver, seconds: snapshotter, reads: undefined }, start, signal);
    for (let turn = 0; turn < TURNS_TO_DRAIN; turn++) await nextRead();
  }
  snapshotter.stop();
}

/** The first tick gives a connection another shape, for which what was compiled before is not: so it comes first. */
function settleShapes({ users }: WorkerContext): void {
  for (const user of users) user.tick(nowUs());
}

function everyMemberOf({ rooms }: WorkerContext): SenderOrder {
  const members = rooms.flatMap((room) => room.members);
  return {
    senders: members.length,
    positions: Int32Array.from(members.keys()),
    rooms: Int32Array.from(members, ({ roomIndex }) => roomIndex),
    members: Int32Array.from(members, ({ member }) => member),
  };
}

/** A load of the plan's kind. */
function loadLike({ messagesPerSecond, stages, window }: RunPlan, durationMs: number): LoadSpec {
  if (messagesPerSecond === 'max') return { model: 'closed', durationMs, window };
  const load = steadyLoad(MESSAGES_PER_SECOND, durationMs);
  if (stages.length === 0 || load.model === 'closed') return load;
  const piece = { durationMs, from: MESSAGES_PER_SECOND, to: MESSAGES_PER_SECOND };
  return { ...load, arrivals: { shape: 'piecewise-rate', pieces: [piece] } };
}
