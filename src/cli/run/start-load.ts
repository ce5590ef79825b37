import { DescriptorReserve } from '../../core/descriptors.js';
import type { ExitCode } from '../../core/exit-codes.js';
import { checkFileDescriptors } from '../../engine/main/preflight.js';
import { FACE_DESCRIPTORS } from '../../live/loopback.js';
import type { FlagValues } from '../../scenario/options.js';
import type { CommandCall } from '../commands/command.js';
import { Interrupts } from './interrupts.js';
import { introduce } from './introduce.js';
import type { RunOrder } from './order.js';
import { runOnce } from './run-once.js';
import { withTarget } from './with-target.js';

/** A report is one file at a time, and the modules that are loaded for it are some at once. */
const REPORT_DESCRIPTORS = 16;

/**
 * Performs what was ordered, on its target.
 * @throws AppError for what the user can do something about
 */
export async function startLoad(order: RunOrder, flags: FlagValues, call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const faces = [flags.dashboard, flags.prometheus].filter((flag) => flag !== undefined);
  checkFileDescriptors(order.scenario.plan, faces.length * FACE_DESCRIPTORS);
  // Opened before anything else, so that their numbers are low: a limit that is lowered meanwhile leaves them the longest.
  const reserve = new DescriptorReserve(REPORT_DESCRIPTORS);
  const interrupts = new Interrupts(io);
  try {
    if (flags.quiet !== true) introduce(order, call);
    return await withTarget(order, interrupts, (plan, targetGone) =>
      runOnce({ order, plan, targetGone, flags, call, interrupts, reserve }),
    );
  } finally {
    interrupts.dispose();
    reserve.release();
    io.guard.restore();
  }
}
