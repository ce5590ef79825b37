import type { RunPlan } from '../core/plan.js';
import type { SaidVerdict } from '../judgement/verdict.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import type { SearchEnd } from '../search/search.js';

/** A load that was put on the server, and what came of it. All times are microseconds of the monotonic clock. */
export interface LoadEvidence {
  readonly name: string;
  readonly plan: RunPlan;
  readonly outcome: RunOutcome;
  /** Whether the generator was the limit. */
  readonly verdict: SaidVerdict;
  readonly beganUs: number;
  /** When the first message was due; when the load began if none was. */
  readonly floodUs: number;
  /** When the last of its people had left. */
  readonly leftUs: number;
  /** The connections that were open at moments of the load. */
  readonly openings: readonly OpenConnections[];
}

/** How many of our connections were open. */
export interface OpenConnections {
  readonly atUs: number;
  readonly open: number;
}

/** What a server tells of itself; null what it does not tell. */
export interface OwnMetrics {
  readonly users: number | null;
  readonly messages: number | null;
  /** Messages a second. */
  readonly tps: number | null;
  readonly memoryBytes: number | null;
  readonly p95Ms: number | null;
}

/** One answer of the server's metrics, with its memory as the kernel has it beside. */
export interface MetricsPoint extends OwnMetrics {
  readonly atUs: number;
  readonly rssBytes: number | null;
}

/** Resident memory of the server's process at a moment. */
export interface MemoryPoint {
  readonly atUs: number;
  readonly rssBytes: number;
}

/** An alert that the server sent to our webhook. */
export interface AlertCall {
  readonly atUs: number;
  /** What it is about, as far as its text says. */
  readonly kind: AlertKind | null;
  /** The text, made safe to print. */
  readonly text: string;
}

/** What alerts are about. */
export type AlertKind = 'p95' | 'errors' | 'queue' | 'memory';

/** A question that the server asked the text filter that we run. */
export interface FilterCall {
  readonly atUs: number;
  /** What the filter did just then. */
  readonly mood: string;
}

/** One life of the server's process. */
export interface ServerLife {
  readonly startedUs: number;
  /** When it took connections; null when it never did. */
  readonly readyUs: number | null;
  /** When we sent it a signal; null when we did not. */
  readonly signalledUs: number | null;
  readonly exitedUs: number | null;
  /** How it ended, as the end of a sentence: `exit code 1`; null while it lives. */
  readonly end: string | null;
  /** The last that it wrote to its standard error, made safe to print. */
  readonly lastWords: string;
}

/** Accounts that were asked for in one step. */
export interface SignUpEvidence {
  readonly name: string;
  readonly asked: number;
  /** Sign-ups that the server has taken. */
  readonly given: number;
  /** The others, by kind of error. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Log-ins meanwhile of those who had an account by then. */
  readonly logInsTried: number;
  readonly logInsOk: number;
}

/** How many of those with an account could log in. */
export interface LookUp {
  readonly name: string;
  readonly given: number;
  readonly found: number;
}

/** A file that the server keeps in its data folder. */
export interface DataFile {
  /** Below the folder. */
  readonly name: string;
  readonly bytes: number;
}

/** A log-in of somebody who logs in again and again. */
export interface AskedLogIn {
  /** When it was to be asked. */
  readonly atUs: number;
  readonly tookMs: number;
  readonly isOk: boolean;
  /** Why not, as errors are counted. */
  readonly kind: string | null;
}

/** The name of the moment at which one of several instances was killed. */
export const KILLED = 'killed';

/** How connections are spread over the instances of a server. */
export interface Balance {
  readonly atUs: number;
  /** One an instance. */
  readonly connections: readonly number[];
}

/** What a search for the largest rate that holds came to, messages a second. */
export interface SearchEvidence {
  readonly name: string;
  /** The largest rate that is known to hold, and the smallest that is known not to; null where none is. */
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  /** Why they are not closer. */
  readonly end: SearchEnd;
}

/** A moment that a step names, for criteria that look at what is between two of them. */
export interface Moment {
  readonly atUs: number;
  readonly name: string;
}

/** Everything that was seen of a learner's server while an exercise was checked. */
export interface Evidence {
  readonly loads: readonly LoadEvidence[];
  readonly metrics: readonly MetricsPoint[];
  /** Why its metrics could not be read, each once. */
  readonly metricsProblems: readonly string[];
  readonly memory: readonly MemoryPoint[];
  readonly alerts: readonly AlertCall[];
  readonly filterCalls: readonly FilterCall[];
  /** Empty when the server is not ours to start. */
  readonly lives: readonly ServerLife[];
  readonly moments: readonly Moment[];
  readonly balances: readonly Balance[];
  readonly searches: readonly SearchEvidence[];
  readonly signUps: readonly SignUpEvidence[];
  readonly lookUps: readonly LookUp[];
  readonly files: readonly DataFile[];
  readonly asks: readonly AskedLogIn[];
  /** What the exercise needs and is not on this machine, for people: `PostgreSQL`. */
  readonly missingParts: readonly string[];
}

/** Evidence that is still being gathered. */
export type Gathering = { readonly [Kind in keyof Evidence]: Evidence[Kind][number][] };

/** Nothing seen yet. */
export function emptyEvidence(): Gathering {
  return {
    loads: [],
    metrics: [],
    metricsProblems: [],
    memory: [],
    alerts: [],
    filterCalls: [],
    lives: [],
    moments: [],
    balances: [],
    searches: [],
    signUps: [],
    lookUps: [],
    files: [],
    asks: [],
    missingParts: [],
  };
}
