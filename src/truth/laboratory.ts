import type { Conducted, Tester } from '../capacity/conduct.js';
import { comingYear } from '../core/clock.js';
import { createRunId } from '../core/ids.js';
import type { RunPlan } from '../core/plan.js';
import { createRunSecrets, type RunSecrets } from '../core/run-secrets.js';
import { startRun } from '../engine/main/run.js';
import { verdictOf } from '../judgement/verdict.js';
import type { StartWorker } from '../engine/worker-port.js';
import { type EmbeddedServer, startEmbeddedServer } from '../practice/embedded.js';
import { parseFaults } from '../practice/faults/parse.js';
import type { PracticeOptions } from '../practice/options.js';
import type { FlagValues } from '../scenario/options.js';
import { resolvePlan } from '../scenario/resolve.js';
import type { Experiment, Observation, Setting } from './experiment.js';
import { type Intervention, interventionOf, NOT_POSSIBLE } from './intervention.js';
import { processorWaitMs } from './processor-wait.js';
import { searchWith } from './search.js';
import { askTruth, findRoomIds } from './server-truth.js';

/** One run of an experiment. */
export interface Trial {
  readonly experiment: Experiment;
  readonly setting: Setting;
  readonly workers: number;
}

/** Flags of every experiment: rooms of five, and enough messages for every fault to strike dozens of times. */
const BASE_FLAGS = { preset: 'quick', users: '60', rooms: '12', roomSize: '5', rate: '1000', seed: '1' };
/** For floods that say nothing else; only experiments that lose something wait for the end of the drain. */
const TIMES = { full: { duration: '1s', drain: '2s' }, fast: { duration: '600ms', drain: '1s' } } as const;
/** Passwords are none of the experiments' business. */
const CHEAPEST_HASH = 2;

/** Where trials are made. */
export interface Place {
  /** Starts the server of one. */
  readonly startServer: (options: Partial<PracticeOptions>) => Promise<EmbeddedServer>;
  /** Starts a worker of the generator; left out: in a thread of its own. */
  readonly startWorker?: StartWorker;
}

/** Server and generator share neither process nor thread, as with a server that is not ours. */
export const APART: Place = { startServer: startEmbeddedServer };

/** The runs of an experiment. */
export function trialsOf(experiment: Experiment, isFast: boolean): Trial[] {
  const { faults, flags, workers } = { ...experiment, ...(isFast ? experiment.fast : {}) };
  const setting = { faults, flags: { ...BASE_FLAGS, ...TIMES[isFast ? 'fast' : 'full'], ...flags } };
  return workers.map((count) => ({ experiment, setting, workers: count }));
}

/**
 * Makes one run against a server of its own, and looks at both.
 * @returns undefined when this machine has not what the experiment takes
 * @throws whatever keeps server or run from starting
 */
export async function performTrial(
  { experiment, setting, workers }: Trial,
  signal: AbortSignal,
  place: Place,
): Promise<Observation | undefined> {
  const faults = parseFaults(setting.faults);
  const server = await place.startServer({ faults, hashCost: CHEAPEST_HASH });
  try {
    const intervention = await interventionOf(experiment, server);
    if (intervention === NOT_POSSIBLE) return undefined;
    const plan = await planOf(experiment, { ...setting.flags, target: server.url, workers: String(workers) });
    const waitedBeforeMs = await processorWaitMs(server.pid);
    const secrets = createRunSecrets();
    const { outcome, found } = await measure(plan, experiment, { secrets, intervention, place }, signal);
    const waitedAfterMs = await processorWaitMs(server.pid);
    const truth = intervention?.truth ?? (await askTruth(server.url));
    const run = { id: plan.runId, secrets };
    const roomIds =
      intervention?.truth === undefined ? await findRoomIds(server.url, run, plan.users) : new Map<string, string>();
    const serverWaitedMs = (waitedAfterMs ?? 0) - (waitedBeforeMs ?? 0);
    return { plan, faults, outcome, found, verdict: verdictOf(outcome), truth, roomIds, serverWaitedMs };
  } finally {
    await server.stop();
  }
}

async function planOf({ hasObservers }: Experiment, flags: FlagValues): Promise<RunPlan> {
  const { plan } = await resolvePlan({
    kind: 'run',
    flags: { ...flags, canary: hasObservers },
    year: comingYear(),
    freshSeed: 1,
    runId: createRunId(),
    cpuCount: 1,
    environment: {},
    checkThreshold: () => undefined,
    checkAlert: () => undefined,
  });
  return plan;
}

/** What a run takes beside its plan. */
interface Means {
  readonly secrets: RunSecrets;
  readonly intervention: Intervention | undefined;
  readonly place: Place;
}

async function measure(
  plan: RunPlan,
  { search }: Experiment,
  { secrets, intervention, place: { startWorker } }: Means,
  signal: AbortSignal,
): Promise<Pick<Observation, 'outcome' | 'found'>> {
  let found: Conducted | undefined;
  const trials = async (stage: Tester): Promise<void> => {
    if (search !== undefined) found = await searchWith(stage, search);
  };
  const run = startRun(plan, {
    secrets,
    ...(startWorker === undefined ? {} : { startWorker }),
    ...(search === undefined ? {} : { trials }),
  });
  const abandon = (): void => run.abandon();
  signal.addEventListener('abort', abandon, { once: true });
  if (signal.aborted) abandon();
  try {
    const [outcome] = await Promise.all([run.outcome, intervention?.follow(run.events, signal)]);
    return { outcome, found };
  } finally {
    // Has no effect on a run that is over; a run whose intervention failed must not go on.
    abandon();
    signal.removeEventListener('abort', abandon);
    await intervention?.end();
  }
}
