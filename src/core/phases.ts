import type { RunPlan } from './plan.js';

/** What is known of a phase beside what a worker does in it. */
interface PhaseEntry {
  /** Does a run of this plan have the phase? */
  readonly applies: (plan: RunPlan) => boolean;
  /** Is it one of those before the flood? Without anybody who managed it, there is nothing to measure. */
  readonly isSetUp?: true;
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
    isSetUp: true,
  },
  login: {
    applies: ({ dialect }) => dialect.http.login !== undefined,
    isSetUp: true,
  },
  rooms: {
    applies: (plan) => ofRun(plan) && plan.dialect.http.createRoom !== undefined,
    isSetUp: true,
  },
  connect: {
    applies: always,
    isSetUp: true,
  },
  join: {
    applies: ofRun,
    isSetUp: true,
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
export const SET_UP_PHASES: readonly OwnPhaseName[] = PHASES.filter(isSetUp);

/** Phases before the flood. */
type SetUpPhase = { [N in PhaseName]: (typeof TABLE)[N] extends { readonly isSetUp: true } ? N : never }[PhaseName];

/** Is a phase one of those before the flood? */
export function isSetUp(name: PhaseName): name is SetUpPhase {
  return PHASE_TABLE[name].isSetUp === true;
}
