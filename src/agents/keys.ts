/** Version of what agents and runs say to each other. */
export const PROTOCOL = 2;

/** The consumer group that hands slots out: each to one agent. */
export const GROUP = 'agents';

/** Keys of a queue. What is in braces keeps the keys of a run on one node of a cluster. */
export function queueKeys(name: string): { readonly slots: string; readonly nameOf: (runName: string) => string } {
  return { slots: `nyl:v1:{${name}}:slots`, nameOf: (runName) => `nyl:v1:{${name}}:name:${runName}` };
}

/** Keys of one run. */
export interface RunKeys {
  /** Is there as long as who leads the run is. */
  readonly lease: string;
  /** Signs of life to all agents of the run. */
  readonly down: string;
  /** What all agents say. */
  readonly up: string;
  /** To the agent of one slot. */
  readonly downOf: (slot: number) => string;
}

/** Keys of the run of that id. */
export function runKeys(runId: string): RunKeys {
  const prefix = `nyl:v1:{${runId}}`;
  return {
    lease: `${prefix}:lease`,
    down: `${prefix}:down`,
    up: `${prefix}:up`,
    downOf: (slot) => `${prefix}:down:${slot}`,
  };
}
