import { CRITERIA } from '#dist/lab/criteria/index.js';
import type { CriterionFinding } from '#dist/lab/criteria/criterion.js';
import { emptyEvidence, type Evidence, type LoadEvidence, type MetricsPoint } from '#dist/lab/evidence.js';
import { verdictOf } from '#dist/judgement/verdict.js';
import { emptyOutcome } from '#dist/metrics/outcome-builder.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { RunPlan } from '#dist/core/plan.js';

const SECOND_US = 1_000_000;

/** Seconds as evidence has them. */
export function at(seconds: number): number {
  return seconds * SECOND_US;
}

/** Evidence with nothing in it but this. */
export function evidence(parts: Partial<Evidence>): Evidence {
  return { ...emptyEvidence(), ...parts };
}

/** A load of ten people from second 10 to second 40, who had left by second 41, with what a test wants otherwise. */
export function load(outcome: Partial<RunOutcome> = {}, parts: Partial<LoadEvidence> = {}): LoadEvidence {
  const seen: RunOutcome = {
    ...emptyOutcome({ target: 'http://127.0.0.1:1', users: 10 }, '2026-12-31T00:00:00Z'),
    ...outcome,
  };
  return {
    name: 'load',
    plan: { users: 10 } as RunPlan,
    outcome: seen,
    verdict: verdictOf(seen),
    beganUs: at(9),
    floodUs: at(10),
    leftUs: at(41),
    openings: Array.from({ length: 30 }, (_, second) => ({ atUs: at(11 + second), open: 10 })),
    ...parts,
  };
}

/** What the server told at a moment. */
export function point(seconds: number, told: Partial<MetricsPoint>): MetricsPoint {
  return { atUs: at(seconds), users: 10, messages: 0, tps: 0, memoryBytes: 1, p95Ms: 1, rssBytes: 1, ...told };
}

/** Asks a criterion as an exercise file names it. */
export function judged(name: string, bounds: object, seen: Partial<Evidence>): CriterionFinding {
  const criterion = CRITERIA[name];
  if (criterion === undefined) throw new Error(`there is no criterion ${name}`);
  return criterion.bind(name, bounds).judge(evidence(seen));
}
