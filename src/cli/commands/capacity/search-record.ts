import type { Conducted, SearchCut, SearchListener } from '../../../capacity/conduct.js';
import type { JudgedTrial } from '../../../capacity/judge-trial.js';
import { buildCapacityReport } from '../../../capacity/report/build-capacity-report.js';
import type { CapacityReport, MaxLoadReport } from '../../../capacity/report/capacity-report.js';
import { nowUs, wallClockIso } from '../../../core/clock.js';
import type { StartError } from '../../../core/errors.js';
import { couldNotStart, NotStartedError } from '../../../engine/main/not-started-error.js';
import type { RunOutcome } from '../../../metrics/run-outcome.js';
import { resultsOf, type Search } from '../../../search/search.js';
import { testerLimitOf } from '../../../search/tester-limit.js';
import { reportPlanOf } from '../../run/report-plan.js';
import { hostInfo, toolInfo } from '../../tool.js';
import type { SearchOrderTaken } from './take-search-order.js';

/** What is known of a search, at any time: whatever ends it, its report can be made. */
export class SearchRecord implements Pick<SearchListener, 'onJudged'> {
  /** Nothing larger is tried. */
  maxLoad: MaxLoadReport;
  /** What is searched, once it is known what the tester can offer. */
  search: Search;
  /** Why it ended before it had found everything. */
  cut: SearchCut | null = null;
  /** Of the run that the trials were held on. */
  outcome: RunOutcome | undefined;
  readonly #taken: SearchOrderTaken;
  readonly #trials: JudgedTrial[] = [];
  readonly #findings: string[] = [];
  readonly #startedAt = wallClockIso();
  readonly #startedAtUs = nowUs();

  constructor(taken: SearchOrderTaken) {
    const { wish, goals, varied } = taken;
    this.#taken = taken;
    const most = varied.max === null ? null : varied.max * varied.messagesPerSecondOfLoad;
    this.maxLoad = { messagesPerSecond: most, why: 'asked' };
    this.search = {
      minLoad: wish.from,
      maxLoad: varied.max ?? wish.from,
      isWhole: wish.vary === 'users',
      messagesPerSecondOfLoad: varied.messagesPerSecondOfLoad,
      goals: goals.map((goal) => goal.search),
    };
  }

  /** The tester can offer so much. @param offered messages per second; undefined when not even the first load */
  onCalibrated(offered = 0): void {
    const { wish, varied } = this.#taken;
    const most = Math.floor(offered / varied.messagesPerSecondOfLoad);
    if (varied.max !== null && most >= varied.max) return;
    this.maxLoad = { messagesPerSecond: Math.floor(offered), why: 'calibration' };
    this.search = { ...this.search, maxLoad: Math.max(wish.from, most) };
  }

  onJudged(judged: JudgedTrial): void {
    this.#trials.push(judged);
  }

  /** Nothing could be measured. */
  onNotStarted(reason: StartError): void {
    this.cut = 'not-started';
    this.#findings.push(couldNotStart(reason));
    if (reason instanceof NotStartedError) this.outcome = reason.outcome;
  }

  /** Everything that is known now. */
  report(): CapacityReport {
    const { wish, goals, order, varied, command } = this.#taken;
    const { plan } = varied;
    const { outcome } = this;
    const conducted = this.#conducted();
    const interruptedBy = this.cut === 'not-started' ? 'could-not-start' : (outcome?.interruption ?? null);
    return buildCapacityReport({
      tool: toolInfo(),
      host: hostInfo(),
      run: {
        id: plan.runId,
        startedAt: this.#startedAt,
        endedAt: wallClockIso(),
        durationMs: (nowUs() - this.#startedAtUs) / 1000,
        preset: plan.preset,
        seed: plan.seed,
        target: plan.target,
        address: outcome?.address ?? plan.target,
        dialect: plan.dialect.name,
        interrupted: interruptedBy !== null,
        interruptedBy,
        command,
      },
      plan: {
        vary: wish.vary,
        from: wish.from,
        max: wish.max,
        trialMs: wish.shape.finalTrialMs,
        firstTrialMs: wish.shape.initialTrialMs,
        trialsMs: wish.shape.durationSumMs,
        exceed: wish.shape.exceedRatio,
        width: wish.shape.width,
        budgetMs: wish.budgetMs,
        atLeast: wish.atLeast,
        run: reportPlanOf(plan, order),
      },
      goals,
      conducted,
      maxLoad: this.#limit(conducted),
      findings: [...this.#findings, ...(outcome?.findings ?? [])],
    });
  }

  /** What could not be offered in a trial says more than what could be to a sink, unless the server gave way below it in any case. */
  #limit({ results }: Conducted): MaxLoadReport {
    const limit = testerLimitOf(this.#trials.map(({ search }) => search))?.load;
    if (limit === undefined || results.every(({ upperBound }) => upperBound !== null && upperBound < limit))
      return this.maxLoad;
    return { messagesPerSecond: limit * this.#taken.varied.messagesPerSecondOfLoad, why: 'trial' };
  }

  #conducted(): Conducted {
    const results = resultsOf(
      this.search,
      this.#trials.map(({ search }) => search),
    );
    return { trials: this.#trials, results, cut: this.cut };
  }
}
