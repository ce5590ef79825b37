import { conduct, type SearchListener, type SearchOrder } from '../../../capacity/conduct.js';
import { explainShortage } from '../../../core/descriptors.js';
import { StartError } from '../../../core/errors.js';
import type { ExitCode } from '../../../core/exit-codes.js';
import { createRunSecrets } from '../../../core/run-secrets.js';
import { checkFits } from '../../../engine/main/machine-fit.js';
import { findTargets } from '../../../engine/main/preflight.js';
import { estimateRun } from '../../../load/estimate.js';
import type { FlagValues } from '../../../scenario/options.js';
import { Interrupts } from '../../run/interrupts.js';
import { withHosts } from '../../run/with-hosts.js';
import { withTarget } from '../../run/with-target.js';
import type { CommandCall } from '../command.js';
import { calibrateTester } from './calibrate-tester.js';
import { introduceSearch } from './introduce-search.js';
import { finishSearch, presentSearch } from './present-search.js';
import { searchDisplay } from './search-display.js';
import { SearchRecord } from './search-record.js';
import { performTrials, type SearchSession } from './search-session.js';
import type { SearchOrderTaken } from './take-search-order.js';

/**
 * Searches, writes and shows what was found, on every path.
 * @throws AppError for what the user can do something about; of a StartError all outputs that were asked for are written
 */
export async function searchCapacity(taken: SearchOrderTaken, flags: FlagValues, call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const isQuiet = flags.quiet === true;
  const { display, look } = searchDisplay(flags, call);
  const interrupts = new Interrupts(io);
  const record = new SearchRecord(taken);
  try {
    if (taken.order.refusal !== undefined) throw taken.order.refusal;
    const { plan } = taken.varied;
    // What agents make has to fit where they are.
    if (taken.order.agents === undefined) checkFits({ plan, estimate: estimateRun(plan), listening: 0 });
    if (!isQuiet) introduceSearch(taken, call);
    await search(taken, record, { io, interrupts, display });
  } catch (cause) {
    const thrown = explainShortage(cause);
    if (!(thrown instanceof StartError)) throw thrown;
    record.onNotStarted(thrown);
    await presentSearch(record.report(), taken, { call, look: undefined });
    throw thrown;
  } finally {
    display.end();
    interrupts.dispose();
    io.guard.restore();
  }
  return finishSearch(record.report(), taken, { call, look: isQuiet ? undefined : look });
}

/** The script of a search: what the tester can offer, then what the server holds. */
async function search(taken: SearchOrderTaken, record: SearchRecord, session: SearchSession): Promise<void> {
  const { wish: asked, goals, order, varied } = taken;
  const { display } = session;
  const { scenario } = order;
  const means = {
    secrets: createRunSecrets(scenario.variables, scenario.accounts),
    certificates: scenario.certificates,
  };
  // What agents can offer is theirs, and not to a sink on this machine: where they are the limit, a trial's verdict says so.
  if (order.agents === undefined) {
    // A calibration takes half a minute: who has named a target that is not there is told before.
    if (!scenario.embedded) await findTargets(varied.plan, means);
    record.onCalibrated(await calibrateTester(varied, goals, session));
  }
  const { messagesPerSecond, why } = record.maxLoad;
  if (session.interrupts.first === undefined && why === 'calibration' && messagesPerSecond !== null)
    display.say(session.io.words.text('capacity.calibrated', { load: messagesPerSecond }));
  const listener: SearchListener = {
    onTrial: (trial, known) => display.onTrial(trial, known),
    onJudged: (judged) => {
      record.onJudged(judged);
      display.onJudged(judged);
    },
  };
  const searchOrder: SearchOrder = {
    search: record.search,
    goals,
    messagesPerSecondOf: (load) => load * varied.messagesPerSecondOfLoad,
    usersOf: asked.vary === 'users' ? (load) => load : undefined,
    budgetMs: asked.budgetMs,
  };
  const { admitted, plan } = varied;
  await withTarget({ ...order, scenario: { ...scenario, plan } }, session, async (aimed, targetGone) => {
    record.cut = 'interrupted';
    const options = { ...means, watch: scenario.watch, admitted, targetGone };
    const { interrupts } = session;
    const wish = {
      agents: order.agents,
      plan: aimed,
      interrupts,
      say: (line: string) => display.say(line),
    };
    record.outcome = await withHosts(wish, (divided, hosts) =>
      performTrials(divided, session, { ...options, hosts }, async (stage) => {
        record.cut = (await conduct(searchOrder, stage, listener)).cut;
      }),
    );
    if (record.outcome.interruption === 'target-lost') record.cut = 'target-lost';
  });
}
