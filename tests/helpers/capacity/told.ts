import type { Conducted } from '#dist/capacity/conduct.js';
import { DEFAULT_SLOS, readGoals } from '#dist/capacity/goals.js';
import { judgeTrial } from '#dist/capacity/judge-trial.js';
import { buildCapacityReport, type SearchTold } from '#dist/capacity/report/build-capacity-report.js';
import type { CapacityReport } from '#dist/capacity/report/capacity-report.js';
import { nextTrial, resultsOf, type Search } from '#dist/search/search.js';
import type { SearchTrial } from '#dist/search/trial.js';
import { reportContext } from '../report/outcome.js';
import { heldTrial, trialOutcome, type TrialMade } from './trials.js';

const SHAPE = { finalTrialMs: 10_000, durationSumMs: 40_000, exceedRatio: 0.5, width: 0.05, initialTrialMs: 2500 };

/** What a search of a made-up server is like. */
export interface Made {
  /** What happens at a load. */
  readonly at: (load: number) => TrialMade;
  readonly max?: number;
  readonly groups?: readonly (readonly string[])[];
  /** No more trials than that. */
  readonly trials?: number;
  readonly cut?: Conducted['cut'];
  readonly told?: Partial<SearchTold>;
}

/** A server that is slow above `knee`. */
export function slowAbove(knee: number): Made['at'] {
  return (load) => ({ slowestMs: load > knee ? 1900 : 20 });
}

/** The report of a search of a made-up server. */
export function madeReport({
  at,
  max = 20_000,
  groups = [DEFAULT_SLOS],
  trials: most = 1000,
  cut = null,
  told,
}: Made): CapacityReport {
  const goals = readGoals(
    groups.map((expressions) => ({ where: '--slo', expressions })),
    SHAPE,
  );
  const search: Search = {
    minLoad: 50,
    maxLoad: max,
    isWhole: false,
    messagesPerSecondOfLoad: 1,
    goals: goals.map((goal) => goal.search),
  };
  const trials = [];
  const taken: SearchTrial[] = [];
  for (let wanted = nextTrial(search, taken); wanted !== undefined; wanted = nextTrial(search, taken)) {
    if (taken.length === most) break;
    const { load, durationMs } = wanted;
    const made = { ...at(load), durationMs };
    const held = { ...heldTrial(trialOutcome(load, made), made), atMs: taken.length * 12_000 };
    const judged = judgeTrial({ ...wanted, messagesPerSecond: load }, held, goals);
    taken.push(judged.search);
    trials.push(judged);
  }
  const { tool, host, plan: run, command } = reportContext();
  return buildCapacityReport({
    tool,
    host,
    run: {
      id: 'run-1',
      startedAt: '2026-12-31T23:55:00.000Z',
      endedAt: '2026-12-31T23:59:00.000Z',
      durationMs: 220_000,
      preset: 'quick',
      seed: 42,
      target: 'http://127.0.0.1:4000',
      address: 'http://127.0.0.1:4000',
      dialect: 'minitalk',
      interrupted: false,
      interruptedBy: null,
      command,
    },
    plan: {
      vary: 'rate',
      from: 50,
      max: null,
      trialMs: 10_000,
      firstTrialMs: 2500,
      trialsMs: 40_000,
      exceed: 0.5,
      width: 0.05,
      budgetMs: 600_000,
      atLeast: null,
      run,
    },
    goals,
    conducted: { trials, results: resultsOf(search, taken), cut },
    maxLoad: { messagesPerSecond: max, why: 'calibration' },
    findings: [],
    ...told,
  });
}
