import { StartError } from '../core/errors.js';
import { portOf } from '../net/dial.js';
import { DialGuard } from '../net/dial-guard.js';
import { LabAccounts } from './accounts.js';
import { openCompanions, type Undoing } from './companions.js';
import { type Evidence, emptyEvidence, type Gathering } from './evidence.js';
import type { Exercise } from './exercise.js';
import type { LoadSettings } from './lab-home.js';
import { requireParts } from './parts/companion-servers.js';
import { freePort } from './server/free-port.js';
import { InstanceGroup } from './server/instance-group.js';
import type { LearnerServer } from './server/learner-server.js';
import { pidListeningOn } from './server/listening-pid.js';
import { ManagedServer } from './server/managed-server.js';
import { OwnServer } from './server/own-server.js';
import type { LabSession } from './session.js';
import type { BoundStep } from './steps/step.js';
import { watchMemory } from './watch/memory-watch.js';
import { watchMetrics } from './watch/metrics-watch.js';

/** A server that the lab starts by a command, or one that runs already. */
export type ServerOrder =
  | { readonly command: string }
  | { readonly urls: readonly [string, ...string[]]; readonly pid: number | undefined };

/** What is checked, and how. */
export interface LabOrder {
  readonly exercise: Exercise;
  readonly isShort: boolean;
  readonly server: ServerOrder;
  /** The learner's folder for the server's data; one of ours, which is gone afterwards, unless given. */
  readonly dataFolder: string | undefined;
  /** Path of the server's metrics. */
  readonly metricsPath: string;
  readonly allowedHosts: readonly string[];
  readonly settings: LoadSettings;
  /** Aborts when nothing more is to be done. */
  readonly signal: AbortSignal;
  /** Told of every step as it begins. */
  readonly onStep: (step: BoundStep) => void;
}

const METRICS_EVERY_MS = { full: 1000, short: 400 } as const;

/**
 * Goes through the steps of an exercise with a server, and returns what was seen. Everything that was started is stopped on every path, and
 * nobody but their own server touches the learner's files.
 * @throws StartError when the server does not start, or nothing could be measured
 */
export async function checkExercise(order: LabOrder): Promise<Evidence> {
  const undoing: Undoing = [];
  try {
    return await goThrough(order, undoing);
  } finally {
    for (const undo of undoing.toReversed()) await undo();
  }
}

async function goThrough(order: LabOrder, undoing: Undoing): Promise<Evidence> {
  const { exercise, isShort, dataFolder, settings, signal, onStep } = order;
  // All at once, before anything is started.
  await requireParts(
    {
      cache: exercise.needs.includes('cache'),
      balancer: exercise.needs.includes('instances') && 'command' in order.server,
    },
    settings.environment['PATH'],
  );
  const evidence = emptyEvidence();
  const { variables, ...companions } = await openCompanions(
    { needs: exercise.needs, dataFolder, environment: settings.environment },
    evidence,
    undoing,
  );
  const server = await serverOf(order, evidence, variables);
  undoing.push(() => server.stop());
  if (signal.aborted) return evidence;
  // Whoever interrupts does not wait for a server that is slow to start.
  signal.addEventListener('abort', () => void server.stop(), { once: true });
  await server.start();
  undoing.push(watchServer(order, server, evidence));
  const session: LabSession = { server, settings, ...companions, accounts: new LabAccounts(), evidence, signal };
  const { steps } = isShort ? exercise.short : exercise.full;
  for (const step of steps) {
    if (signal.aborted) break;
    onStep(step);
    try {
      await step.perform(session);
    } catch (thrown) {
      // A server that died, or did not come again, is no reason to say nothing of it: it has failed, and its last words say why.
      if (!(thrown instanceof StartError) || !hasFallen(evidence)) throw thrown;
      break;
    }
  }
  return evidence;
}

/** Has it died, or, as it has run before, not come when it was started again? */
function hasFallen({ lives }: Evidence): boolean {
  return lives.some(
    ({ readyUs, exitedUs, signalledUs }) => readyUs === null || (exitedUs !== null && signalledUs === null),
  );
}

/** How many instances there are of a server that has several. */
const INSTANCES = 3;

async function serverOf(
  { exercise, server, settings, allowedHosts }: LabOrder,
  { lives }: Gathering,
  variables: Readonly<Record<string, string>>,
): Promise<LearnerServer> {
  const environment = { ...settings.environment, ...variables };
  if ('command' in server) {
    const { command } = server;
    return exercise.needs.includes('instances')
      ? await InstanceGroup.create({ command, instances: INSTANCES, environment, lives })
      : new ManagedServer({ command, port: await freePort(), environment, lives });
  }
  const pid = server.pid ?? (await pidListeningOn(portOf(new URL(server.urls[0]))));
  return new OwnServer(server.urls, pid, new DialGuard(allowedHosts));
}

/** Looks at the server from now on. @returns what ends that */
function watchServer(
  { exercise, isShort, metricsPath, allowedHosts }: LabOrder,
  server: LearnerServer,
  evidence: Gathering,
): () => Promise<void> {
  const over = new AbortController();
  const watches = [watchMemory(() => server.pid, evidence, over.signal)];
  if (exercise.needs.includes('metrics')) {
    const everyMs = isShort ? METRICS_EVERY_MS.short : METRICS_EVERY_MS.full;
    const options = {
      url: `${server.urls[0]}${metricsPath}`,
      everyMs,
      guard: new DialGuard(allowedHosts),
      rssBytes: () => evidence.memory.at(-1)?.rssBytes ?? null,
    };
    watches.push(watchMetrics(options, evidence, over.signal));
  }
  return async () => {
    over.abort();
    await Promise.all(watches);
  };
}
