import type { RunPlan } from '../core/plan.js';
import { DialGuard } from './dial-guard.js';
import type { TlsTrust } from './tls-trust.js';

/** Where a run's target is, and how it is reached: found out before the run begins, and told to its workers. */
export interface Endpoint {
  /** Base URL with the name that the user gave: what requests name, and what certificates are checked against. */
  readonly base: string;
  /** Addresses that are dialled in the place of names, since they have answered. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Path of the chat's WebSockets, below the base: with or without its last slash, as the server has it. */
  readonly socketPath: string;
  readonly trust: TlsTrust;
}

/** What lets connections of a plan go to an endpoint; they come from the first of the plan's sources. */
export function guardOf(
  { addresses, trust }: Endpoint,
  { allowedHosts, sources = [] }: Pick<RunPlan, 'allowedHosts' | 'sources'>,
): DialGuard {
  return new DialGuard(allowedHosts, { addresses, trust, source: sources[0] });
}
