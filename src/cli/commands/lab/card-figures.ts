import { formatLatencyMs, formatRate, formatShare, formatTime } from '../../../core/units.js';
import type { AttemptFigures } from '../../../lab/attempt.js';
import type { ExerciseStanding } from '../../../lab/standing.js';

/** The figures of an attempt in the order of a card, by the names of their words. */
export const FIGURES = ['throughput', 'mean', 'p95', 'availability', 'mttd', 'mttr', 'users'] as const;
export type FigureName = (typeof FIGURES)[number];

const SHOWN: Readonly<
  Record<FigureName, { readonly of: keyof AttemptFigures; readonly format: (value: number) => string }>
> = {
  throughput: { of: 'tps', format: formatRate },
  mean: { of: 'meanMs', format: formatLatencyMs },
  p95: { of: 'p95Ms', format: formatLatencyMs },
  availability: { of: 'availability', format: formatShare },
  mttd: { of: 'mttdMs', format: roundTime },
  mttr: { of: 'mttrMs', format: roundTime },
  users: { of: 'users', format: String },
};

/** A figure of the best attempt, for people; undefined where it is not known. */
export function knownFigure(name: FigureName, { best }: Pick<ExerciseStanding, 'best'>): string | undefined {
  const { of, format } = SHOWN[name];
  const value = best?.figures[of] ?? null;
  return value === null ? undefined : format(value);
}

function roundTime(ms: number): string {
  return formatTime(Math.round(ms));
}
