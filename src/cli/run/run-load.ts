import { DescriptorReserve } from '../../core/descriptors.js';
import { type ExitCode, EXIT } from '../../core/exit-codes.js';
import type { RunKind } from '../../core/plan.js';
import { checkFileDescriptors } from '../../engine/main/preflight.js';
import { FACE_DESCRIPTORS } from '../../live/loopback.js';
import type { CommandCall } from '../commands/command.js';
import { withEnvironment } from '../environment.js';
import { toFlagValues } from '../flags.js';
import { writeData } from '../io.js';
import { dryRunJson, dryRunText } from './dry-run.js';
import { Interrupts } from './interrupts.js';
import { introduce } from './introduce.js';
import { takeOrder } from './order.js';
import { runOnce } from './run-once.js';
import { withTarget } from './with-target.js';

/** A report is one file at a time, and the modules that are loaded for it are some at once. */
const REPORT_DESCRIPTORS = 16;

/**
 * `run` and `connect`: from flags to exit code.
 * @throws AppError for what the user can do something about
 */
export async function runLoad(kind: RunKind, call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const flags = withEnvironment(toFlagValues(call.flags), io.env);
  const order = await takeOrder(kind, flags, io.env, call.strays);
  if (flags.dryRun === true) {
    await writeData(io.stdout, flags.json === true ? dryRunJson(order) : dryRunText(order));
    return EXIT.ok;
  }
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
