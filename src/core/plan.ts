import type { Arrive } from './arrive.js';
import type { DialectSpec } from './dialect-spec.js';
import type { SessionTimes } from './sessions.js';
import type { SlowReaders } from './slow-readers.js';
import type { Stage } from './stages.js';
import type { Storm } from './storms.js';

/** Message and room texts, `scenarios/themes/*.yaml` with `{{year}}` already filled in. */
export interface Theme {
  readonly name: string;
  readonly greetings: readonly string[];
  readonly rooms: readonly string[];
  /** Are the rooms the target's own, there already by exactly these names? */
  readonly existing?: boolean;
}

/** Members a room: a range drawn from at random, or `all` = every user in a room, spread evenly. */
export type RoomSize = 'all' | { readonly min: number; readonly max: number };

/** Messages per second offered by the whole run, or `max`: as fast as the target takes them (closed model). */
export type OfferedRate = number | 'max';

/** Bounds of what is under way and of how long it may take, for the whole run. */
export interface PlanLimits {
  /** HTTP requests under way at once. */
  readonly httpConcurrency: number;
  /** WebSocket handshakes under way at once. */
  readonly connectConcurrency: number;
  /** Reads beside the messages under way at once. */
  readonly readConcurrency: number;
  /** For one HTTP answer. */
  readonly httpTimeoutMs: number;
  /** For one handshake, and for one join to be confirmed. */
  readonly connectTimeoutMs: number;
  /** For a whole set-up phase; operations that are not done by then have failed. */
  readonly phaseTimeoutMs: number;
  /** For the whole audit; what it has not looked at by then is not checkable. */
  readonly auditTimeoutMs: number;
}

/** What a run does: `run` floods; `connect` registers, connects and stays for `durationMs` without a message. */
export type RunKind = 'run' | 'connect';

/**
 * One run, completely resolved: plain JSON, structured-cloneable, so that a thread or another machine runs the same.
 * Rates are always those of the whole run.
 */
export interface RunPlan {
  readonly kind: RunKind;
  readonly runId: string;
  readonly preset: string | null;
  readonly seed: number;
  /** Base URL of the target: `http://127.0.0.1:4000`. */
  readonly target: string;
  /** Further entrances of the same chat, to which users are dealt as evenly; base URLs. */
  readonly otherTargets: readonly string[];
  readonly users: number;
  readonly rooms: number;
  readonly roomSize: RoomSize;
  readonly durationMs: number;
  /** With stages their mean. */
  readonly messagesPerSecond: OfferedRate;
  /** One after the other, as long as `durationMs` together; empty where the rate is the same all the time. */
  readonly stages: readonly Stage[];
  /** How messages are dealt to rooms; absent where every sender writes as often as any other. */
  readonly activity?: 'zipf';
  /** Lengths of message texts, bytes of UTF-8 without marks, both included; absent where texts are the theme's as they are. */
  readonly textBytes?: { readonly min: number; readonly max: number };
  /** Each user comes on its own, beside the others; absent where the phases before the load are barriers. */
  readonly arrive?: Arrive;
  /** In the order of their times; absent without any. */
  readonly storms?: readonly Storm[];
  /** How long users stay and are away, again and again while messages flow; absent where everybody stays. */
  readonly sessions?: SessionTimes;
  /** Absent without any. */
  readonly slowReaders?: SlowReaders;
  /** Reads per second of the whole run, beside the messages; absent without any. */
  readonly readRate?: number;
  /** With `max`: messages a sender may have undelivered at once. */
  readonly window: number;
  readonly drainMs: number;
  /** Worker threads wanted; fewer are started where rooms cannot be divided further. */
  readonly workers: number;
  readonly dialect: DialectSpec;
  /** File of the users' accounts, as it was named; absent = the run makes them. */
  readonly accounts?: string;
  readonly theme: Theme;
  /** Threshold expressions, checked. */
  readonly thresholds: readonly string[];
  /** Expressions of alert rules, checked; empty for none. */
  readonly alerts: readonly string[];
  readonly allowedHosts: readonly string[];
  /** Addresses of this machine to which users are dealt for their connections; absent = the system's choice. */
  readonly sources?: readonly string[];
  /** Are certificates of the target taken without being checked? */
  readonly insecure: boolean;
  readonly audit: boolean;
  /** Of the rooms and of the users that an audit looks at, more than 0 and at most 1. */
  readonly auditShare: number;
  /** An audit looks again for what is not there until nothing more has appeared for so long. */
  readonly auditWaitMs: number;
  readonly canary: boolean;
  /** Messages per second of the observers. */
  readonly canaryRate: number;
  readonly limits: PlanLimits;
}

/** How many observers there are: one sends, both hear. */
export const OBSERVERS = 2;

/** Every entrance of the chat, the first of which is the observers'. */
export function targetsOf({
  target,
  otherTargets,
}: Pick<RunPlan, 'target' | 'otherTargets'>): readonly [string, ...string[]] {
  return [target, ...otherTargets];
}

/** Is there a canary? Without a flood there is nothing that it could be compared with. */
export function hasCanary({ canary, kind }: Pick<RunPlan, 'canary' | 'kind'>): boolean {
  return canary && kind === 'run';
}

/** What a phase is called for people: holding connections is no flood. */
export function phaseLabel<Name extends string>(phase: Name, kind: RunKind): Name | 'hold' {
  return kind === 'connect' && phase === 'flood' ? 'hold' : phase;
}
