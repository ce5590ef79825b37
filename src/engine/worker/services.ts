import { Dialect } from '../../chat/dialect.js';
import { MarkCodec } from '../../chat/mark.js';
import type { RunPlan } from '../../core/plan.js';
import { createRandom } from '../../core/random.js';
import { HttpClient } from '../../wire/http-client.js';
import type { WorkerStart } from '../messages.js';
import { Outbox } from './outbox.js';
import { Reconnector } from './reconnector.js';
import { SelfObserver } from './self-observer.js';
import { Tally } from './tally.js';

/** What everything inside one worker uses, and what knows neither users nor rooms. */
export interface WorkerServices {
  readonly plan: RunPlan;
  /** Base URL with the address that answered. */
  readonly address: string;
  readonly role: WorkerStart['role'];
  readonly originUs: number;
  readonly dialect: Dialect;
  readonly codec: MarkCodec;
  readonly http: HttpClient;
  readonly tally: Tally;
  readonly outbox: Outbox;
  readonly observer: SelfObserver;
  readonly reconnector: Reconnector;
  /** This worker's part of the set-up's concurrency. */
  readonly concurrency: { readonly http: number; readonly connect: number };
}

/** The services of one worker; what the plan bounds for the whole run is divided among its workers. */
export function createServices({ plan, address, role, originUs, shards }: WorkerStart): WorkerServices {
  const workers = role === 'canary' ? 1 : shards;
  const http = Math.max(1, Math.floor(plan.limits.httpConcurrency / workers));
  const tally = new Tally();
  return {
    plan,
    address,
    role,
    originUs,
    dialect: new Dialect(plan.dialect, plan.runId),
    codec: new MarkCodec(plan.runId),
    http: new HttpClient(address, http, plan.limits.httpTimeoutMs),
    tally,
    outbox: new Outbox(),
    observer: new SelfObserver(),
    reconnector: new Reconnector(tally, createRandom(plan.seed, `reconnect ${role}`), workers),
    concurrency: { http, connect: Math.max(1, Math.floor(plan.limits.connectConcurrency / workers)) },
  };
}
