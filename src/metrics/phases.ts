/** The phases of a run, in their order. A phase that a dialect or a plan does not need is left out. */
export const PHASES = [
  'register',
  'login',
  'rooms',
  'connect',
  'join',
  'flood',
  'drain',
  'audit',
  'disconnect',
] as const;

export type PhaseName = (typeof PHASES)[number];
