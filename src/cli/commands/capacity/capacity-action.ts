import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { printableJson } from '../../../core/json.js';
import { withEnvironment } from '../../environment.js';
import { toFlagValues } from '../../flags.js';
import { writeData } from '../../io.js';
import { glyphsOf } from '../../progress/glyphs.js';
import { dryRunText } from '../../run/dry-run.js';
import type { CommandCall } from '../command.js';
import { searchPlanText } from './search-plan-text.js';
import { SearchRecord } from './search-record.js';
import { takeSearchOrder } from './take-search-order.js';

/**
 * `capacity`: from flags to exit code.
 * @throws AppError for what the user can do something about
 */
export async function findCapacity(call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const flags = withEnvironment(toFlagValues(call.flags), io.env);
  const taken = await takeSearchOrder(call.flags, flags, io.env, call.strays);
  if (flags.dryRun === true) {
    if (taken.order.refusal !== undefined) throw taken.order.refusal;
    const { plan } = new SearchRecord(taken).report();
    const order = {
      ...taken.order,
      command: taken.command,
      scenario: { ...taken.order.scenario, plan: taken.varied.plan },
    };
    const text = (): string => `${searchPlanText(plan, taken.goals)}${dryRunText(order, glyphsOf(io.env), io.words)}`;
    await writeData(io.stdout, flags.json === true ? `${printableJson(plan, 2)}\n` : text());
    return EXIT.ok;
  }
  const { searchCapacity } = await import('./search-capacity.js');
  return searchCapacity(taken, flags, call);
}
