import { ENGLISH, message, type Wording } from '../core/language/words.js';
import { fallsAfter } from '../core/stages.js';
import { comesBackTo } from '../judgement/recovery.js';
import { printable } from '../core/text.js';
import { formatCount, formatLatencyMs, formatRate } from '../core/units.js';
import type { Report, StageReport } from './report-types.js';
import { MOST_NAME_CHARACTERS } from './texts.js';

/** What stands where nothing was measured. */
const NOTHING = '–';
/** More stages are not named in a sentence. */
const MOST_NAMED = 3;

/** A stage in words, for tables. */
export interface StageCells {
  readonly name: string;
  readonly isMeasured: boolean;
  /** How long it went on; 0 when it was not reached. */
  readonly durationMs: number;
  /** Messages per second: `1,000`, `0→2,000`. */
  readonly planned: string;
  readonly sent: string;
  /** Messages per second that somebody received. */
  readonly arrived: string;
  readonly lost: string;
  readonly p50: string;
  readonly p99: string;
  /** How long it took after it until times were what they were before it. */
  readonly back: string;
  readonly verdict: string;
}

/** Every stage as a row of a table. */
export function stageCells({ stages }: Pick<Report, 'stages'>, words: Wording = ENGLISH): StageCells[] {
  return stages.map((stage, index): StageCells => {
    const { name, measured, durationMs, plannedFrom, plannedTo, tps, deliveries, latencyMs, verdict } = stage;
    const isReached = durationMs > 0;
    return {
      name,
      isMeasured: measured,
      durationMs,
      planned:
        plannedFrom === plannedTo ? formatRate(plannedTo) : `${formatRate(plannedFrom)}→${formatRate(plannedTo)}`,
      sent: isReached ? formatRate(tps.sent) : NOTHING,
      arrived: isReached ? formatRate(tps.completed) : NOTHING,
      lost: isReached ? formatCount(deliveries.lost) : NOTHING,
      p50: formatLatencyMs(latencyMs.delivery.p50),
      p99: formatLatencyMs(latencyMs.delivery.p99),
      back: recoveryText(recoveryOf(stages, index), words),
      verdict: isReached && measured ? verdict.level : NOTHING,
    };
  });
}

/**
 * How long it took after a stage until times were what they were before it; null where there is nothing to come back to or from, and
 * where the load does not fall after it: after a rise nobody waits for that.
 */
export function recoveryOf(stages: readonly StageReport[], index: number): number | 'never' | null {
  const before = comesBackTo(stages, index);
  const planned = stages.map(({ durationMs, plannedFrom: from, plannedTo: to }) => ({ durationMs, from, to }));
  if (before === undefined || before.latencyMs.delivery.count === 0 || !fallsAfter(planned, index)) return null;
  return stages[index]?.recoveryMs ?? 'never';
}

function recoveryText(recoveryMs: number | 'never' | null, words: Wording): string {
  if (recoveryMs === null) return NOTHING;
  if (recoveryMs === 'never') return words.text('stage.back.never');
  return recoveryMs === 0 ? words.text('stage.back.at-once') : `${(recoveryMs / 1000).toFixed(1)} s`;
}

/** What is said of stages that are not measured, the end of a sentence that begins with their names; undefined where all are. */
export function unmeasuredText({ stages }: Pick<Report, 'stages'>, words: Wording = ENGLISH): string | undefined {
  const names = stages.filter(({ measured }) => !measured).map(({ name }) => printable(name, MOST_NAME_CHARACTERS));
  if (names.length === 0) return undefined;
  const shown = names.slice(0, MOST_NAMED);
  const rest = names.length - shown.length;
  const all = rest === 0 ? shown : [...shown, message('many.more', { count: rest })];
  return words.text('stage.unmeasured', { names: all, count: names.length });
}
