import type { Evidence, MetricsPoint, OwnMetrics } from '../evidence.js';
import type { Words } from '../words.js';
import { type CriterionFinding, countsHold } from './criterion.js';

/** What each of the numbers is, for people, with a name under which it is found. */
const NUMBERS: { readonly [Field in keyof OwnMetrics]: Words } = {
  users: { en: 'active users (activeUsers)', ko: '활성 사용자 수(activeUsers)' },
  messages: { en: 'messages (totalMessages)', ko: '메시지 수(totalMessages)' },
  tps: { en: 'messages a second (tps)', ko: '초당 메시지 수(tps)' },
  memoryBytes: { en: 'memory (rss)', ko: '메모리(rss)' },
  p95Ms: { en: 'p95 (p95Ms)', ko: 'p95(p95Ms)' },
};

/** A point in which the server tells a number. */
export type Told<Field extends keyof OwnMetrics> = MetricsPoint & { readonly [Name in Field]: number };

/** The points in which a server tells a number; where there is none, the criterion has failed, and why. */
export function pointsWith<Field extends keyof OwnMetrics>(
  { metrics, metricsProblems }: Pick<Evidence, 'metrics' | 'metricsProblems'>,
  field: Field,
): readonly [Told<Field>, ...Told<Field>[]] | CriterionFinding {
  const isTold = (point: MetricsPoint): point is Told<Field> => point[field] !== null;
  const [first, ...others] = metrics.filter(isTold);
  if (first !== undefined) return [first, ...others];
  const [problem] = metricsProblems;
  if (metrics.length === 0 && problem !== undefined) return countsHold(false, { en: problem, ko: problem });
  const { en, ko } = NUMBERS[field];
  return countsHold(false, { en: `the metrics tell no ${en}`, ko: `지표에 ${ko}이(가) 없음` });
}
