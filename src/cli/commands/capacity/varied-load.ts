import { descriptorLimits } from '../../../core/descriptors.js';
import type { RunPlan } from '../../../core/plan.js';
import type { SearchWish } from './search-flags.js';

/** What a load is: so many messages per second, or so many people who each write as often as those of the plan. */
export interface VariedLoad {
  /** The run whose connections the trials are held on: everybody who may come. */
  readonly plan: RunPlan;
  /** People who are there before the first trial; everybody when undefined. */
  readonly admitted: number | undefined;
  /** Messages per second that a load of 1 makes. */
  readonly messagesPerSecondOfLoad: number;
  /** Nothing larger is asked for. */
  readonly max: number | null;
}

/** Without `--max`: far more than one server of this kind holds, and no more than a machine opens without being prepared for it. */
const MOST_USERS = 10_000;
/** What the process needs beside its connections. */
const DESCRIPTORS_BESIDE = 300;

/** What the plan of a run becomes when its load is searched. */
export function variedLoadOf(plan: RunPlan, { vary, from, max, shape }: SearchWish): VariedLoad {
  // A load that is searched is held: people are all there when it begins, and nobody is cut on purpose meanwhile, leaves, or does not
  // read; trials tell nothing of what is read beside.
  const { storms: _, slowReaders: __, arrive: ___, readRate: ____, sessions: _____, ...held } = plan;
  const searched: RunPlan = {
    ...held,
    durationMs: shape.finalTrialMs,
    stages: [],
    thresholds: [],
    alerts: [],
    audit: false,
  };
  if (vary === 'rate')
    return { plan: { ...searched, messagesPerSecond: from }, admitted: undefined, messagesPerSecondOfLoad: 1, max };
  const users = max ?? Math.max(from, Math.min(MOST_USERS, descriptorLimits().soft - DESCRIPTORS_BESIDE));
  const rate = plan.messagesPerSecond === 'max' ? 0 : plan.messagesPerSecond;
  // As many people a room as in the plan.
  const rooms = Math.max(1, Math.round((plan.rooms * users) / plan.users));
  return {
    plan: { ...searched, users, rooms },
    admitted: from,
    messagesPerSecondOfLoad: rate / plan.users,
    max: users,
  };
}
