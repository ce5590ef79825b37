import type { KeyObject } from 'node:crypto';
import type { RunPlan } from '../core/plan.js';
import type { RunSecrets } from '../core/run-secrets.js';
import { parseRatePerSecond } from '../core/units.js';
import type { LifelineSpec } from '../engine/lifeline.js';
import { findTargets } from '../engine/main/preflight.js';
import type { AgentTask } from './agent-workers.js';
import { decodeData } from './codec.js';
import { checkPartFits } from './part-fit.js';
import type { ToAgent } from './protocol.js';
import { unseal } from './sealing.js';

/** What a plan is told to an agent with. */
export type PlanOrder = Extract<ToAgent, { type: 'plan' }>;

/** What nobody but the agent may read. */
export interface SealedParts {
  readonly secrets: RunSecrets;
  /** PEM certificates of authorities that are trusted beside those of the system. */
  readonly certificates: readonly string[];
}

/** Where the connections of an agent may go, and where they come from: what its own flags say, whatever a run asks for. */
export interface OwnReach {
  readonly allowedHosts: readonly string[];
  readonly sources: readonly string[];
}

/**
 * Makes of a plan what this machine is to do, and makes sure that it can: that its part fits, and that every entrance answers.
 * @throws StartError when it cannot
 */
export async function prepareTask(
  order: PlanOrder,
  { allowedHosts, sources }: OwnReach,
  privateKey: KeyObject,
  lifeline: LifelineSpec,
): Promise<AgentTask> {
  // Sealed by who leads the run, which has the form that it has there.
  const { secrets, certificates } = decodeData(unseal(order.sealed, privateKey)) as SealedParts;
  const { sources: _, ...rest } = order.plan;
  const plan: RunPlan = {
    ...rest,
    allowedHosts,
    ...(sources.length === 0 ? {} : { sources }),
    dialect: withShareOfRate(rest.dialect, order.share),
  };
  checkPartFits({ plan, users: order.users, workers: order.workers, beside: order.beside });
  return { plan, secrets, lifeline, found: await findTargets(plan, { secrets, certificates }) };
}

/** All agents together keep to the rate that a dialect has for HTTP requests: each takes its share of it. */
function withShareOfRate(dialect: RunPlan['dialect'], share: number): RunPlan['dialect'] {
  const perSecond = parseRatePerSecond(dialect.http.rate ?? '');
  if (perSecond === undefined) return dialect;
  // In the smallest unit, whose digits carry the furthest.
  return { ...dialect, http: { ...dialect.http, rate: `${(perSecond * share * 3600).toFixed(6)}/h` } };
}
