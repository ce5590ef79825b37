import { conduct, type SearchListener } from '../../../capacity/conduct.js';
import { explainShortage } from '../../../core/descriptors.js';
import { StartError } from '../../../core/errors.js';
import type { ExitCode } from '../../../core/exit-codes.js';
import { createRunSecrets } from '../../../core/run-secrets.js';
import { formatRate } from '../../../core/units.js';
import { checkFileDescriptors } from '../../../engine/main/descriptor-check.js';
import type { FlagValues } from '../../../scenario/options.js';
import { say } from '../../io.js';
import { Interrupts } from '../../run/interrupts.js';
import { withTarget } from '../../run/with-target.js';
import type { CommandCall } from '../command.js';
import { calibrateTester } from './calibrate-tester.js';
import { presentSearch } from './present-search.js';
import { searchDisplay } from './search-display.js';
import { searchExitOf } from './search-exit.js';
import { SearchRecord } from './search-record.js';
import { performTrials, type SearchSession } from './search-session.js';
import type { SearchOrderTaken } from './take-search-order.js';

/**
 * Searches, writes and shows what was found, on every path.
 * @throws AppError for what the user can do something about; of a StartError all outputs that were asked for are written
 */
export async function searchCapacity(taken: SearchOrderTaken, flags: FlagValues, call: CommandCall): Promise<ExitCode> {
  const { io, palette } = call;
  const isQuiet = flags.quiet === true;
  const { display, look } = searchDisplay(flags, call);
  const interrupts = new Interrupts(io);
  const record = new SearchRecord(taken);
  try {
    if (taken.order.refusal !== undefined) throw taken.order.refusal;
    checkFileDescriptors(taken.plan, 0);
    if (!isQuiet) say(io.stderr, palette.bold(introductionOf(taken)));
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
  const report = record.report();
  const failures = await presentSearch(report, taken, { call, look: isQuiet ? undefined : look });
  return searchExitOf(report, failures.length === 0);
}

/** The script of a search: what the tester can offer, then what the server holds. */
async function search(taken: SearchOrderTaken, record: SearchRecord, session: SearchSession): Promise<void> {
  const { wish, goals, plan, order } = taken;
  const { display } = session;
  const offered = await calibrateTester(plan, goals, wish.max ?? Number.POSITIVE_INFINITY, session);
  if (wish.max === null || (offered ?? 0) < wish.max) {
    record.maxLoad = { messagesPerSecond: offered === undefined ? null : Math.floor(offered), why: 'calibration' };
    record.search = { ...record.search, maxLoad: Math.max(wish.from, Math.floor(offered ?? 0)) };
  }
  if (session.interrupts.first === undefined && offered !== undefined)
    display.say(`The tester can offer ${formatRate(offered)} messages/s to a sink of its own.`);
  const listener: SearchListener = {
    onTrial: (asked, known) => display.onTrial(asked, known),
    onJudged: (judged) => {
      record.onJudged(judged);
      display.onJudged(judged);
    },
  };
  const searchOrder = {
    search: record.search,
    goals,
    messagesPerSecondOf: (load: number) => load,
    budgetMs: wish.budgetMs,
  };
  await withTarget(
    { ...order, scenario: { ...order.scenario, plan } },
    session.interrupts,
    async (aimed, targetGone) => {
      record.cut = 'interrupted';
      const { variables, certificates } = order.scenario;
      const means = { secrets: createRunSecrets(variables), certificates };
      const script = async (stage: Parameters<Parameters<typeof performTrials>[2]>[0]): Promise<void> => {
        record.cut = (await conduct(searchOrder, stage, listener)).cut;
      };
      record.outcome = await performTrials(aimed, session, script, { targetGone, means });
      if (record.outcome.interruption === 'target-lost') record.cut = 'target-lost';
    },
  );
}

function introductionOf({ wish, goals, plan, order }: SearchOrderTaken): string {
  const where = order.scenario.embedded ? 'the practice server' : plan.target;
  const what = wish.vary === 'rate' ? 'rate' : 'number of users';
  const slos = goals.map(({ slos: all }) => all.map(({ expression }) => expression).join(', ')).join('; ');
  return `The largest ${what} that holds ${slos}, on ${where}`;
}
