import { nowUs, sleepUntil } from '../core/clock.js';
import { bareHost } from '../core/hosts.js';
import { Once } from '../core/once.js';
import type { RunHandle } from '../engine/main/run.js';
import { verdictOf } from '../judgement/verdict.js';
import { portOf } from '../net/dial.js';
import { FaultProxy } from '../proxy/proxy.js';
import type { ProxyFaults } from '../proxy/proxy-faults.js';
import type { FlagValues } from '../scenario/options.js';
import type { TimedAct } from './acts/act.js';
import type { LoadEvidence, OpenConnections } from './evidence.js';
import type { LabSession } from './session.js';
import { startLabRun } from './start-lab-run.js';

/** A load of an exercise. */
export interface LabLoad {
  readonly name: string;
  /** As `run` takes them. */
  readonly flags: FlagValues;
  /** Through a proxy on which these things go wrong; straight unless given. */
  readonly through?: ProxyFaults | undefined;
  /** What happens meanwhile. */
  readonly acts: readonly TimedAct[];
}

const LISTEN = { host: '127.0.0.1', port: 0 };

/**
 * Puts a load on the server while its acts are done, and remembers what came of it.
 * @throws NotStartedError when nothing could be measured, StartError when an act could not be done
 */
export async function putLoad({ through, ...load }: LabLoad, session: LabSession): Promise<void> {
  const { urls } = session.server;
  if (session.signal.aborted) return;
  if (through === undefined) await put(load, urls, session);
  else await withProxy(urls[0], through, session, (url) => put(load, [url], session));
}

/** Puts a proxy before a server as long as `use` takes. */
async function withProxy(
  url: string,
  faults: ProxyFaults,
  { settings }: LabSession,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const place = new URL(url);
  const { hostname, protocol } = place;
  const to = { host: bareHost(hostname), port: portOf(place) };
  const allowedHosts = [settings.flags.allowHost ?? []].flat().map(String);
  const proxy = new FaultProxy({ listen: LISTEN, to, faults, seed: 1, allowedHosts, tell: () => undefined });
  try {
    await use(`${protocol}//${LISTEN.host}:${await proxy.start()}`);
  } finally {
    proxy.close();
  }
}

async function put(
  { name, flags, acts }: Omit<LabLoad, 'through'>,
  urls: readonly string[],
  session: LabSession,
): Promise<void> {
  const { evidence, signal } = session;
  const beganUs = nowUs();
  const { plan, run, release } = await startLabRun(flags, urls, session);
  const over = new AbortController();
  const watched = watch(run);
  try {
    const [outcome] = await Promise.all([
      run.outcome.finally(() => over.abort()),
      watched.done,
      perform(acts, watched.floodUs, session, AbortSignal.any([signal, over.signal])),
    ]);
    const { openings } = watched;
    const load: LoadEvidence = {
      name,
      plan,
      outcome,
      verdict: verdictOf(outcome),
      beganUs,
      floodUs: (await watched.floodUs) ?? beganUs,
      leftUs: nowUs(),
      openings,
    };
    evidence.loads.push(load);
  } finally {
    // Has no effect on a run that is over; one whose acts could not be done must not go on.
    release();
    over.abort();
  }
}

interface Watched {
  /** When the first message was due; undefined when none was. */
  readonly floodUs: Promise<number | undefined>;
  readonly openings: OpenConnections[];
  readonly done: Promise<void>;
}

function watch(run: RunHandle): Watched {
  const openings: OpenConnections[] = [];
  const due = new Once();
  let dueUs: number | undefined;
  const follow = async (): Promise<void> => {
    for await (const event of run.events) {
      if (event.type === 'phase-start' && event.phase === 'flood') {
        dueUs = nowUs();
        due.fire();
      }
      if (event.type === 'second') openings.push({ atUs: nowUs(), open: event.second.connectionsOpen });
    }
    due.fire();
  };
  return { floodUs: due.happened.then(() => dueUs), openings, done: follow() };
}

async function perform(
  acts: readonly TimedAct[],
  floodUs: Promise<number | undefined>,
  session: LabSession,
  over: AbortSignal,
): Promise<void> {
  const zeroUs = await floodUs;
  if (zeroUs === undefined) return;
  for (const { atMs, act } of acts) {
    await sleepUntil(zeroUs + atMs * 1000, over);
    if (over.aborted) return;
    await act(session);
  }
}
