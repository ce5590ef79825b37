import { isJsonObject } from '../../core/json.js';
import type { PhaseName } from '../../core/phases.js';
import type { PercentileName } from '../../metrics/latency-summary.js';
import type { PhaseReport, Report } from '../../report/report-types.js';
import { decoded } from '../measured-run.js';
import { percentileInterval } from '../statistics/percentile-interval.js';
import { type ComparedMetric, estimated } from './metric.js';

/** Phases that set a run up, with the bound of their plan on operations at once, and what holds without one. */
const PHASES = {
  register: { limit: 'httpConcurrency', fallback: 4 },
  login: { limit: 'httpConcurrency', fallback: 4 },
  connect: { limit: 'connectConcurrency', fallback: 100 },
} as const satisfies { readonly [N in PhaseName]?: { readonly limit: string; readonly fallback: number } };

type SetupPhase = keyof typeof PHASES;

/** A fifth: a server that has just been started compiles its code while it registers the first users. */
const RUN_TO_RUN_SHARE = 0.2;
const SMALLEST_CHANGE_MS = 2;

/** The time of one operation of the phases before the flood. */
export const SETUP_METRICS: readonly ComparedMetric[] = (Object.keys(PHASES) as SetupPhase[]).flatMap((phase) =>
  (['p50', 'p95'] as const).map((percentile) => setupMetric(phase, percentile)),
);

function setupMetric(phase: SetupPhase, percentile: PercentileName): ComparedMetric {
  const valueOf = (report: Report): number | null => phaseOf(report, phase)?.latencyMs[percentile] ?? null;
  return estimated({
    name: `${percentile}(${phase})`,
    group: 'setup',
    family: phase,
    unit: 'ms',
    better: 'lower',
    value: ({ report }) => valueOf(report),
    interval: ({ report }, tail) => {
      const measured = phaseOf(report, phase);
      if (measured === undefined) return undefined;
      const { latencyMs: summary, histogram } = measured;
      // Operations that are under way together wait for each other, and what slows one down slows all of the same second:
      // a wave counts as one, and no more than one a second.
      const waves = summary.count / operationsAtOnce(report, phase);
      const effectiveSamples = Math.max(1, Math.min(waves, measured.durationMs / 1000));
      const samples = { summary, counter: decoded(histogram), seconds: [], messages: summary.count };
      const degrees = Math.max(1, effectiveSamples - 1);
      return percentileInterval(samples, percentile, { effectiveSamples, degrees }, tail);
    },
    floor: ({ report }) => Math.max(SMALLEST_CHANGE_MS, RUN_TO_RUN_SHARE * (valueOf(report) ?? 0)),
  });
}

function phaseOf({ phases }: Report, wanted: SetupPhase): PhaseReport | undefined {
  return phases.find(({ name }) => name === wanted);
}

function operationsAtOnce({ plan }: Report, phase: SetupPhase): number {
  const { limit, fallback } = PHASES[phase];
  const limits = plan['limits'];
  const bound = isJsonObject(limits) ? limits[limit] : undefined;
  return typeof bound === 'number' && bound >= 1 ? bound : fallback;
}
