import type { Dialect } from '../../chat/dialect.js';
import type { MarkCodec } from '../../chat/mark.js';
import type { RunPlan } from '../../core/plan.js';
import type { AuditCounts } from '../../metrics/audit.js';
import type { HttpClient } from '../../wire/http-client.js';
import type { WorkerStart } from '../messages.js';
import type { Outbox } from './outbox.js';
import type { Reconnector } from './reconnector.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { SelfObserver } from './self-observer.js';
import type { Tally } from './tally.js';
import type { VirtualUser } from './virtual-user.js';

/** What everything inside one worker thread shares. */
export interface WorkerContext {
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
  readonly users: VirtualUser[];
  readonly rooms: RoomRuntime[];
  /** Members with messages that wait for their sockets. */
  readonly backlogged: Set<Membership>;
  /** What the audit found, once there was one. */
  audit: AuditCounts | undefined;
  /** This worker's part of the set-up's concurrency. */
  readonly concurrency: { readonly http: number; readonly connect: number };
}
