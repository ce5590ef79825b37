import { hostname } from 'node:os';
import { nowUs, sleep } from '../core/clock.js';
import { messageOf } from '../core/errors.js';
import { createRunId, createToken } from '../core/ids.js';
import { Once } from '../core/once.js';
import type { StartWorker } from '../engine/worker-port.js';
import { AgentPart } from './agent-part.js';
import type { OwnReach } from './agent-task.js';
import { WORDS } from './agent-words.js';
import { BrokerClock } from './broker-clock.js';
import { PROTOCOL } from './keys.js';
import { ownMachine } from './own-machine.js';
import type { AgentFacts } from './protocol.js';
import type { Broker, Connection } from './redis.js';
import { type SlotOffer, SlotTaker } from './slot-queue.js';

/** Between two tries to get a slot from a queue that is not there yet. */
const PAUSE_MS = 1000;

/** What an agent is started with. */
export interface AgentOptions {
  readonly broker: Broker;
  readonly name: string;
  /** Of newyear-load. */
  readonly version: string;
  readonly cpus: number;
  /** Worker threads that it offers. */
  readonly workers: number;
  readonly reach: OwnReach;
  /** Ends it: at once where it waits, and with what it has counted said where it takes part in a run. */
  readonly signal: AbortSignal;
  /** Why it ends, a part of a sentence. */
  readonly whyEnded: () => string;
  readonly say: (line: string) => void;
  /** Where workers live; in threads unless a test says otherwise. */
  readonly startWorker?: StartWorker | undefined;
  /** Told once a second how it is. */
  readonly onTick?: (state: { readonly isConnected: boolean; readonly runId: string | null }) => void;
}

const TICK_MS = 1000;
/** For an agent that ends to say that it is done with its slot. */
const LAST_DROP_MS = 500;

/**
 * Waits for runs and takes part in them, one after the other, until `signal` aborts.
 * @throws StartError when the broker refuses it
 */
export async function serveAgent(options: AgentOptions): Promise<void> {
  const { broker, signal } = options;
  let connection: Connection | undefined;
  const stand: Stand = { runId: null };
  // An agent that waits for its broker is alive, too.
  const ticker = setInterval(
    () => options.onTick?.({ isConnected: connection?.isUp ?? false, runId: stand.runId }),
    TICK_MS,
  );
  try {
    connection = await broker.open({ patience: signal, onProblem: onceInAWhile(options.say) });
    await serveWith(connection, stand, options);
  } catch (thrown) {
    // Told to end before it was there, it has nothing to complain of.
    if (!signal.aborted || connection !== undefined) throw thrown;
  } finally {
    clearInterval(ticker);
    connection?.close();
  }
}

/** How an agent stands. */
interface Stand {
  /** The run that it takes part in. */
  runId: string | null;
}

/** Takes slots, one after the other, until it is told to end. */
async function serveWith(connection: Connection, stand: Stand, options: AgentOptions): Promise<void> {
  const { broker, signal, say } = options;
  const waiting = await broker.open({ patience: signal });
  const facts = factsOf(options);
  const taker = new SlotTaker(waiting, broker.address.name, facts.id);
  const ender = new SlotTaker(connection, broker.address.name, facts.id);
  say(WORDS.waiting);
  const ended = new Once();
  signal.addEventListener('abort', () => ended.fire(), { once: true });
  try {
    while (!signal.aborted) {
      const offer = await takeOffer(taker, ended, options);
      if (offer === undefined) continue;
      // A broker that is away is waited for, but not by an agent that is to end.
      if ((await Promise.race([ender.isLed(offer.runId), ended.happened])) === true) {
        stand.runId = offer.runId;
        await takePart(offer, { options, facts, connection, ender });
        stand.runId = null;
      }
      await Promise.race([ender.drop(offer.entry), ended.happened.then(() => sleep(LAST_DROP_MS))]);
    }
  } finally {
    waiting.close();
  }
}

/** The next slot; a queue that is not there yet is waited for. */
async function takeOffer(taker: SlotTaker, ended: Once, { signal, say }: AgentOptions): Promise<SlotOffer | undefined> {
  try {
    return await Promise.race([taker.take(), ended.happened]);
  } catch (thrown) {
    const isNotThereYet = /^(?:NOGROUP|NOPERM|LOADING)/.test(messageOf(thrown));
    if (!isNotThereYet) say(WORDS.brokerRefuses(messageOf(thrown)));
    await sleep(PAUSE_MS, signal);
    return undefined;
  }
}

interface Taking {
  readonly options: AgentOptions;
  readonly facts: AgentFacts;
  readonly connection: Connection;
  readonly ender: SlotTaker;
}

async function takePart(offer: SlotOffer, { options, facts, connection, ender }: Taking): Promise<void> {
  const { broker, signal, reach, say } = options;
  const part = new AgentPart(offer, {
    connection,
    reader: await broker.open({ patience: signal }),
    clock: new BrokerClock(connection),
    facts,
    reach,
    key: createToken(),
    isLed: () => ender.isLed(offer.runId),
    say,
    startWorker: options.startWorker,
  });
  const leave = (): void => void part.leave(options.whyEnded());
  signal.addEventListener('abort', leave, { once: true });
  try {
    await part.perform();
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function factsOf({ name, version, cpus, workers, reach }: AgentOptions): AgentFacts {
  return {
    id: `${name}-${createRunId()}`,
    name,
    host: hostname(),
    version,
    protocol: PROTOCOL,
    cpus,
    workers,
    allowedHosts: reach.allowedHosts,
    sources: reach.sources,
    ...ownMachine(),
  };
}

/** The same problem is said again only after a while. */
function onceInAWhile(say: (line: string) => void): (problem: string) => void {
  let [last, saidAtUs] = ['', 0];
  return (problem) => {
    if (problem === last && nowUs() - saidAtUs < 60_000_000) return;
    [last, saidAtUs] = [problem, nowUs()];
    say(`The queue does not answer: ${problem}. Trying again.`);
  };
}
