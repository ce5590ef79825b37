import type { DialectSpec } from '../core/dialect-spec.js';
import type { OfferedRate, PlanLimits, RunPlan, Theme } from '../core/plan.js';
import { highestRateOf } from '../core/stages.js';
import type { ResolveInput } from './api.js';
import type { Crowd } from './checks.js';
import { type Layer, mustHave, pick, required } from './layers.js';
import type { LimitName } from './limits.js';
import { NO_ALERTS } from './options.js';

/** Most worker threads that `auto` starts. */
const MOST_WORKERS = 64;
/** Users, and messages per second, that one worker thread serves with ease. */
const USERS_PER_WORKER = 2500;
const MESSAGES_PER_WORKER = 2500;

/** What was worked out beyond picking the topmost value. */
export interface Worked
  extends Pick<
    RunPlan,
    | 'target'
    | 'otherTargets'
    | 'allowedHosts'
    | 'sources'
    | 'insecure'
    | 'durationMs'
    | 'messagesPerSecond'
    | 'stages'
    | 'storms'
    | 'sessions'
    | 'slowReaders'
  > {
  readonly crowd: Crowd;
  readonly theme: Theme;
  readonly dialect: DialectSpec;
  readonly accounts: string | undefined;
}

/** The plan, from layers without problems. */
export function assemble(input: ResolveInput, layers: readonly Layer[], worked: Worked): RunPlan {
  const { crowd, accounts, ...rest } = worked;
  const workers = required(layers, 'workers');
  const [arrive, textBytes] = [pick(layers, 'arrive')?.value, pick(layers, 'text')?.value];
  const readRate = input.kind === 'run' ? pick(layers, 'readRate')?.value : undefined;
  return {
    kind: input.kind,
    runId: input.runId,
    preset: presetOf(layers),
    seed: pick(layers, 'seed')?.value ?? input.freshSeed,
    users: required(layers, 'users'),
    rooms: crowd.rooms,
    roomSize: crowd.roomSize,
    window: required(layers, 'window'),
    drainMs: required(layers, 'drain'),
    workers: workers === 'auto' ? autoWorkers(input.cpuCount, required(layers, 'users'), peakOf(worked)) : workers,
    thresholds: required(layers, 'thresholds'),
    alerts: required(layers, 'alerts').filter((expression) => expression !== NO_ALERTS),
    audit: required(layers, 'audit') > 0,
    // A connection test looks for its users whether that was asked for or not.
    auditShare: required(layers, 'audit') || 1,
    auditWaitMs: required(layers, 'auditWait'),
    canary: required(layers, 'canary'),
    canaryRate: required(layers, 'canaryRate'),
    limits: limitsOf(layers),
    ...rest,
    ...(accounts === undefined ? {} : { accounts }),
    ...(arrive === undefined ? {} : { arrive }),
    ...(input.kind === 'run' && pick(layers, 'activity')?.value === 'zipf' ? { activity: 'zipf' } : {}),
    ...(textBytes === undefined ? {} : { textBytes }),
    ...(readRate === undefined ? {} : { readRate }),
  };
}

/**
 * As many threads as help: what one cannot do with ease is divided, and one processor is left for a target on this machine.
 * A thread more than that costs memory and wakes up for nothing.
 */
function autoWorkers(cpuCount: number, users: number, rate: OfferedRate): number {
  const wanted =
    rate === 'max' ? MOST_WORKERS : Math.ceil(Math.max(users / USERS_PER_WORKER, rate / MESSAGES_PER_WORKER));
  return Math.max(1, Math.min(MOST_WORKERS, cpuCount - 1, wanted));
}

function peakOf({ messagesPerSecond, stages }: Worked): OfferedRate {
  return messagesPerSecond === 'max' || stages.length === 0 ? messagesPerSecond : highestRateOf(stages);
}

/** A preset is what it says only while no file of the user's own is laid over it. */
function presetOf(layers: readonly Layer[]): string | null {
  const file = layers.find((layer) => layer.kind === 'scenario' || layer.kind === 'plan');
  if (file !== undefined) return file.preset ?? null;
  return layers.find((layer) => layer.kind === 'preset')?.preset ?? null;
}

function limitsOf(layers: readonly Layer[]): PlanLimits {
  const limit = (name: LimitName): number =>
    mustHave(
      layers.map((layer) => layer.values.limits?.[name]).findLast((value) => value !== undefined),
      name,
    );
  return {
    httpConcurrency: limit('httpConcurrency'),
    connectConcurrency: limit('connectConcurrency'),
    readConcurrency: limit('readConcurrency'),
    httpTimeoutMs: limit('httpTimeout'),
    connectTimeoutMs: limit('connectTimeout'),
    phaseTimeoutMs: limit('phaseTimeout'),
    auditTimeoutMs: limit('auditTimeout'),
  };
}
