import type { RunPlan } from '#dist/core/plan.js';
import type { Endpoint } from '#dist/net/endpoint.js';
import { SYSTEM_TRUST } from '#dist/net/tls-trust.js';

/** A plan's target as it is found where nothing is unusual. */
export function endpointOf({ target, dialect }: RunPlan): Endpoint {
  return { base: target, addresses: {}, socketPath: dialect.socket.path, trust: SYSTEM_TRUST };
}
