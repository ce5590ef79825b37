import { isMessage, type Message, message } from '../core/language/words.js';
import { OPERATORS } from '../judgement/expression.js';
import { THRESHOLD_LATENCIES } from '../judgement/threshold-metrics.js';
import { readThreshold, type Threshold } from '../judgement/thresholds.js';
import { highestValueOf, PERCENTILES } from '../metrics/latency-summary.js';
import { messagesToBeCertainOf } from '../search/goal.js';
import type { TrialFacts } from './trial-facts.js';
import { CAUSES_OF_LOSS, type Weakness } from './vocabulary.js';

/** One expression of a goal, as something that a trial can be measured by. */
export interface Slo {
  readonly expression: string;
  /** The share of copies that may be lost or late. */
  readonly lossRatio: number;
  /** So many messages it takes to be certain of it. */
  readonly messagesNeeded: number;
  /**
   * @param excusedMs of every time, what is not the server's
   * @returns the share of copies that were lost or late, and whether the expression holds
   */
  measure(facts: TrialFacts, excusedMs?: number): { readonly lossRatio: number; readonly holds: boolean };
  /** What gave way in a trial in which it did not hold: one thing at least. */
  weaknessesIn(facts: TrialFacts): readonly Weakness[];
}

const PERCENTILE_PARTS = 10_000;

/** Counts that a larger load can break, and what gives way then; `loss` stands for whatever kept copies from coming. */
const COUNTS: Readonly<Record<string, Weakness>> = {
  lost: 'loss',
  delivered: 'loss',
  duplicated: 'loss',
  reordered: 'loss',
  quoted: 'loss',
  replayed: 'loss',
  recovered: 'loss',
  late: 'loss',
  unexpected: 'loss',
  unsent: 'loss',
  refused: 'errors',
  errors: 'errors',
};

/** Reads one expression of a goal. @returns it, or what is wrong with it */
export function parseSlo(text: string): Slo | Message {
  const threshold = readThreshold(text);
  if (isMessage(threshold)) return threshold;
  const { expression, subject, operator } = threshold;
  const [, statistic = '', latency = ''] = /^(\w+)\((\w+)\)$/.exec(subject) ?? [];
  if (statistic !== '') {
    if (operator !== '<' && operator !== '<=') return message('slo.no-bound', { expression });
    return isPercentile(statistic) ? latePart(threshold, statistic, latency) : plainPart(threshold, 'latency');
  }
  const weakness = COUNTS[subject];
  if (weakness === undefined) return message('slo.nothing', { subject, counts: Object.keys(COUNTS) });
  return subject === 'lost' ? lostPart(threshold) : plainPart(threshold, weakness);
}

/** Statistics of which a share may be above the bound. */
type Bounded = keyof typeof PERCENTILES | 'max';

function isPercentile(statistic: string): statistic is Bounded {
  return statistic === 'max' || statistic in PERCENTILES;
}

/** `p99(delivery)<250ms`: at most 1 % of the copies may be lost or come later. However few they are, they are counted. */
function latePart(threshold: Threshold, statistic: Bounded, latency: string): Slo {
  const { expression, operator, limit } = threshold;
  const allowed = rounded(statistic === 'max' ? 0 : 1 - PERCENTILES[statistic] / PERCENTILE_PARTS);
  const counterOf = Object.entries(THRESHOLD_LATENCIES).find(([name]) => name === latency)?.[1];
  /** Of all copies, those that came and came too late. */
  const lateCopies = (facts: TrialFacts, excusedMs: number): { readonly late: number; readonly all: number } => {
    const counter = counterOf?.(facts) ?? facts.delivery;
    let [late, all] = [0, facts.missingCopies];
    for (const index of counter.filled()) {
      const count = counter.counts[index] ?? 0;
      all += count;
      if (!OPERATORS[operator](highestValueOf(index) / 1000 - excusedMs, limit)) late += count;
    }
    return { late, all };
  };
  return {
    expression,
    lossRatio: allowed,
    messagesNeeded: messagesToBeCertainOf(allowed),
    measure(facts, excusedMs = 0) {
      const { late, all } = lateCopies(facts, excusedMs);
      const lossRatio = all === 0 ? 1 : (late + facts.missingCopies) / all;
      return { lossRatio, holds: lossRatio <= allowed };
    },
    weaknessesIn(facts) {
      const { late, all } = lateCopies(facts, 0);
      const isByMissing = all === 0 || facts.missingCopies / all > allowed;
      const isByLate = !isByMissing || late / all > allowed;
      return [...(isByMissing ? causesOfMissing(facts) : []), ...(isByLate ? (['latency'] as const) : [])];
    },
  };
}

/** `lost==0`, `lost<1%`: what never came, whatever the reason. */
function lostPart({ expression, operator, limit }: Threshold): Slo {
  const isShare = expression.endsWith('%');
  return {
    expression,
    lossRatio: isShare ? limit : 0,
    messagesNeeded: isShare ? messagesToBeCertainOf(limit) : 0,
    weaknessesIn: causesOfMissing,
    measure({ missingCopies, dueCopies }) {
      const lossRatio = missingShare({ missingCopies, dueCopies });
      const actual = isShare ? lossRatio : missingCopies;
      return { lossRatio, holds: dueCopies > 0 && OPERATORS[operator](actual, limit) };
    },
  };
}

/** Anything else that thresholds can say: it holds or does not, and what was lost is lost. */
function plainPart({ expression, operator, limit, reading }: Threshold, weakness: Weakness): Slo {
  return {
    expression,
    lossRatio: 0,
    messagesNeeded: 0,
    weaknessesIn: (facts) => (weakness === 'loss' ? causesOfMissing(facts) : [weakness]),
    measure(facts, excusedMs = 0) {
      const actual = reading(facts);
      const own = weakness === 'latency' ? excusedMs : 0;
      return { lossRatio: missingShare(facts), holds: actual !== null && OPERATORS[operator](actual - own, limit) };
    },
  };
}

/** What kept copies from coming, as what gave way. Copies that came and are wrong in another way are `loss`, too. */
function causesOfMissing({ missingBy }: TrialFacts): readonly Weakness[] {
  const causes = CAUSES_OF_LOSS.filter((cause) => missingBy[cause] > 0);
  return causes.length === 0 ? ['loss'] : causes;
}

function missingShare({ missingCopies, dueCopies }: Pick<TrialFacts, 'missingCopies' | 'dueCopies'>): number {
  return dueCopies === 0 ? 1 : missingCopies / dueCopies;
}

/** 1 − 0.99 is 0.010000000000000009 in binary. */
function rounded(share: number): number {
  return Math.round(share * PERCENTILE_PARTS) / PERCENTILE_PARTS;
}
