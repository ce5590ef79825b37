import { DescriptorReserve, explainShortage } from '../../core/descriptors.js';
import { tellerOf } from '../../core/language/retell.js';
import { StartError } from '../../core/errors.js';
import type { ExitCode } from '../../core/exit-codes.js';
import { checkFits } from '../../engine/main/machine-fit.js';
import { FACE_DESCRIPTORS } from '../../live/loopback.js';
import type { FlagValues } from '../../scenario/options.js';
import type { CommandCall } from '../commands/command.js';
import { say } from '../io.js';
import { Interrupts } from './interrupts.js';
import { introduce } from './introduce.js';
import { reportUnwatched } from './not-started.js';
import type { RunOrder } from './order.js';
import { runOnce } from './run-once.js';
import { withHosts } from './with-hosts.js';
import { withTarget } from './with-target.js';

/** A report is one file at a time, and the modules that are loaded for it are some at once. */
const REPORT_DESCRIPTORS = 16;

/**
 * Performs what was ordered, on its target.
 * @throws AppError for what the user can do something about; of a StartError all outputs that were asked for are written
 */
export async function startLoad(order: RunOrder, flags: FlagValues, call: CommandCall): Promise<ExitCode> {
  const isQuiet = flags.quiet === true;
  let isWatched = false;
  try {
    if (order.refusal !== undefined) throw order.refusal;
    return await startWatched(order, flags, call, () => {
      isWatched = true;
    });
  } catch (cause) {
    const thrown = explainShortage(cause);
    if (thrown instanceof StartError && !isWatched) await reportUnwatched(thrown, { order, call, isQuiet });
    throw thrown;
  }
}

/** @param onWatched called when the run has an audience, which is told everything from then on */
async function startWatched(
  order: RunOrder,
  flags: FlagValues,
  call: CommandCall,
  onWatched: () => void,
): Promise<ExitCode> {
  const { io } = call;
  const faces = [flags.dashboard, flags.prometheus].filter((flag) => flag !== undefined);
  const { estimate, scenario } = order;
  // What agents make has to fit where they are.
  if (order.agents === undefined)
    checkFits({ plan: scenario.plan, estimate, listening: faces.length * FACE_DESCRIPTORS });
  // Opened before anything else, so that their numbers are low: a limit that is lowered meanwhile leaves them the longest.
  const reserve = new DescriptorReserve(REPORT_DESCRIPTORS);
  const interrupts = new Interrupts(io);
  try {
    if (flags.quiet !== true) introduce(order, call);
    return await withTarget(order, { io, interrupts }, (target, targetGone) =>
      withHosts({ ...order, plan: target, interrupts, say: sayUnless(flags.quiet === true, call) }, (plan, hosts) => {
        onWatched();
        const divided = { ...order, estimate: { ...order.estimate, workers: plan.workers } };
        const own = hosts === undefined ? order : divided;
        return runOnce({ order: own, plan, hosts, targetGone, flags, call, interrupts, reserve });
      }),
    );
  } finally {
    interrupts.dispose();
    reserve.release();
    io.guard.restore();
  }
}

function sayUnless(isQuiet: boolean, { io }: CommandCall): (line: string) => void {
  return (line) => {
    if (!isQuiet) say(io.stderr, tellerOf(io.words)(line));
  };
}
