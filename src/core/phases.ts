import type { RunPlan } from './plan.js';

/** What is known of a phase beside what a worker does in it. */
interface PhaseEntry {
  /** Does a run of this plan have the phase? */
  readonly applies: (plan: RunPlan) => boolean;
  /** Of the phases before the flood: without anybody who managed it, there is nothing to measure. */
  readonly setUp?: {
    /** What to say when nobody managed. */
    readonly nobody: string;
    /** What to look at then. */
    readonly hint: string;
  };
}

const always = (): boolean => true;
const ofRun = ({ kind }: RunPlan): boolean => kind === 'run';

/**
 * The phases of a run, in their order, and the only place where it stands. What a worker does in a phase is a file in
 * `engine/worker/phases/`.
 */
const TABLE = {
  register: {
    applies: ({ dialect, accounts }) => dialect.http.register !== undefined && accounts === undefined,
    setUp: {
      nobody: 'Nobody could register',
      hint: 'Is this the right server, and does the dialect’s http.register describe its signup? See --dialect.',
    },
  },
  login: {
    applies: ({ dialect }) => dialect.http.login !== undefined,
    setUp: {
      nobody: 'Nobody could log in',
      hint: 'Does the dialect’s http.login describe the server’s login, and does its answer hold what is captured?',
    },
  },
  rooms: {
    applies: (plan) => ofRun(plan) && plan.dialect.http.createRoom !== undefined,
    setUp: {
      nobody: 'No room could be created',
      hint: 'Does the dialect’s http.createRoom describe the server’s API, its authorisation included?',
    },
  },
  connect: {
    applies: always,
    setUp: {
      nobody: 'Nobody could connect',
      hint: 'Does the server accept these users’ credentials on its WebSocket? Check socket.query and socket.auth of the dialect.',
    },
  },
  join: {
    applies: ofRun,
    setUp: {
      nobody: 'No room was joined by two users',
      hint: 'Do the dialect’s events.join and events.joined name the server’s events?',
    },
  },
  flood: { applies: always },
  drain: { applies: ofRun },
  audit: { applies: (plan) => plan.audit || plan.kind === 'connect' },
  disconnect: { applies: always },
} as const satisfies Readonly<Record<string, PhaseEntry>>;

export type PhaseName = keyof typeof TABLE;

/** A phase that each worker performs by itself: the flood begins at the same instant in all of them and is told what to send. */
export type OwnPhaseName = Exclude<PhaseName, 'flood'>;

/** What is known of every phase. */
export const PHASE_TABLE: Readonly<Record<PhaseName, PhaseEntry>> = TABLE;

/** The names of all phases, in their order. A phase that a dialect or a plan does not need is left out of its run. */
export const PHASES = Object.keys(TABLE) as readonly PhaseName[];

/** The phases before the flood. */
export const SET_UP_PHASES = PHASES.filter((name): name is OwnPhaseName => PHASE_TABLE[name].setUp !== undefined);
