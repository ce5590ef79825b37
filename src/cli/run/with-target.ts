import type { RunPlan } from '../../core/plan.js';
import { type EmbeddedServer, startEmbeddedServer } from '../../practice/embedded.js';
import type { Io } from '../io.js';
import type { Interrupts } from './interrupts.js';
import type { RunOrder } from './order.js';

/** Calls `use` with the plan and, where the practice server is wanted, with that as its target; it is stopped on every path. */
export async function withTarget<T>(
  { scenario: { plan, embedded } }: RunOrder,
  { io, interrupts }: { readonly io: Io; readonly interrupts: Interrupts },
  use: (plan: RunPlan, targetGone: Promise<unknown> | undefined) => Promise<T>,
): Promise<T> {
  if (!embedded) return use(plan, undefined);
  let server: EmbeddedServer;
  try {
    server = await (io.startPractice ?? startEmbeddedServer)();
  } catch (thrown) {
    // A terminal's Ctrl-C reaches the server as well, and ends one that is just starting: no fault of its own.
    if (interrupts.first !== undefined) return use(plan, undefined);
    throw thrown;
  }
  try {
    return await use({ ...plan, target: server.url, otherTargets: [] }, server.exited);
  } finally {
    await server.stop();
  }
}
