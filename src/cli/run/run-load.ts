import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import type { RunKind } from '../../core/plan.js';
import type { CommandCall } from '../commands/command.js';
import { withEnvironment } from '../environment.js';
import { toFlagValues } from '../flags.js';
import { writeData } from '../io.js';
import { glyphsOf } from '../progress/glyphs.js';
import { agentsProblems } from './agents-wish.js';
import { dryRunJson, dryRunText } from './dry-run.js';
import { takeOrder } from './order.js';

/**
 * `run` and `connect`: from flags to exit code.
 * @throws AppError for what the user can do something about
 */
export async function runLoad(kind: RunKind, call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const given = toFlagValues(call.flags);
  const flags = withEnvironment(given, io.env);
  const order = await takeOrder(kind, flags, io.env, [...call.strays, ...agentsProblems(flags, given)]);
  if (flags.dryRun === true) {
    if (order.refusal !== undefined) throw order.refusal;
    await writeData(io.stdout, flags.json === true ? dryRunJson(order) : dryRunText(order, glyphsOf(io.env), io.words));
    return EXIT.ok;
  }
  // Half of the modules are for running alone: who made a mistake, or wants to see the plan, does not wait for them.
  const { startLoad } = await import('./start-load.js');
  return startLoad(order, flags, call);
}
