import { type Problem, UsageError } from '../../core/errors.js';
import { compareText } from '../../core/text.js';
import { gradeOf } from '../../judgement/grade.js';
import { checkThreshold } from '../../judgement/thresholds.js';
import { type Verdict, type VerdictReason, worstLevel } from '../../judgement/verdict.js';
import { perSecondOfFlood } from '../../metrics/run-outcome.js';
import { buildReport } from '../build-report.js';
import { kindOf } from '../headline.js';
import { contextOf, outcomeOf } from '../outcome-of.js';
import { readableReport } from '../read-report.js';
import type { Report } from '../report-types.js';
import { mergeContexts, runIdsOf } from './merge-context.js';
import { mergeNotes } from './merge-notes.js';
import { mergeOutcomes } from './merge-outcomes.js';
import { withRoomLabels } from './merge-rooms.js';
import { offsetsOf } from './merge-timeline.js';

/**
 * One report of several runs, from their histograms and counts. Their verdict is passed on all of them together, and is never better
 * than that of the worst.
 * @param reports at least two
 * @throws UsageError when they cannot be one
 */
export function mergeReports(reports: readonly Report[]): Report {
  const inOrder = reports.toSorted(byBeginning);
  refuse(inOrder);
  const contexts = inOrder.map(contextOf);
  const [first, ...others] = contexts;
  if (first === undefined) throw new UsageError([{ where: 'merge', message: 'takes at least two reports' }]);
  const isOneRun = new Set(contexts.map(({ runId }) => runId)).size === 1;
  const outcomes = inOrder.map((report) =>
    isOneRun ? outcomeOf(report) : withRoomLabels(outcomeOf(report), runIdsOf(contextOf(report))),
  );
  const outcome = mergeOutcomes(outcomes);
  const context = mergeContexts([first, ...others], offsetsOf(outcomes));
  const findings = [...mergeNotes(inOrder), ...outcome.findings];
  const report = buildReport({ ...outcome, findings }, context);
  const verdict = mergeVerdicts(report.verdict, inOrder);
  const grade = gradeOf({
    verdict: verdict.level,
    lost: outcome.deliveries.lost,
    completedPerSecond: perSecondOfFlood(outcome, outcome.counters.completed),
    deliveryP95Ms: report.latencyMs.delivery.p95,
  });
  const merged = { ...report, verdict, grade };
  return readableReport(merged, 'merge: what the reports add up to', 'Their numbers are too large to be added up.');
}

function byBeginning(one: Report, other: Report): number {
  return Date.parse(one.run.startedAt) - Date.parse(other.run.startedAt) || compareText(one.run.id, other.run.id);
}

/** What cannot be added, and what would count twice. */
function refuse(reports: readonly Report[]): void {
  const problems: Problem[] = [];
  if (new Set(reports.map(kindOf)).size > 1)
    problems.push({
      where: 'merge',
      message: 'load runs and connection tests have nothing in common that could be added',
    });
  const contents = reports.map(contentOf);
  const merged = new Map<string, Report>();
  for (const [index, report] of reports.entries()) {
    const { id } = report.run;
    if (contents.indexOf(contents[index] ?? '') !== index)
      problems.push({
        where: 'merge',
        message: `two of the files hold the same report of run ${id}, which would count twice`,
      });
    for (const runId of runIdsOf({ runId: id })) {
      const before = merged.get(runId);
      if (before !== undefined && before.run.id !== id)
        problems.push({
          where: 'merge',
          message: `run ${runId} is part of a merged report already, and would count twice`,
        });
      merged.set(runId, report);
    }
  }
  const stages = commonStages(reports);
  const all = [...problems, ...reports.flatMap((report) => unknownThresholds(report, stages))];
  if (all.length > 0) throw new UsageError(all);
}

/** The names of stages that all have; none where they differ. */
function commonStages(reports: readonly Report[]): string[] {
  const [first = [], ...others] = reports.map(({ stages }) => stages.map(({ name }) => name));
  return others.every((names) => JSON.stringify(names) === JSON.stringify(first)) ? first : [];
}

/** They are evaluated again, on the merged numbers. */
function unknownThresholds({ run: { id }, thresholds }: Report, stages: readonly string[]): Problem[] {
  return thresholds.flatMap(({ expression }): Problem[] => {
    const fault = checkThreshold(expression, stages);
    return fault === undefined
      ? []
      : [{ where: 'merge', message: `a threshold of run ${id} cannot be evaluated: ${fault}` }];
  });
}

/** What no two reports have in common. */
function contentOf({ run, host, messages, histograms }: Report): string {
  return JSON.stringify([run.id, run.startedAt, run.endedAt, host, messages, histograms]);
}

/** The reasons of the merged facts, and those of every run that is judged worse than these are in times or in counts. */
function mergeVerdicts(ofAll: Verdict, reports: readonly Report[]): Verdict {
  const verdicts = [ofAll, ...reports.map(({ verdict }) => verdict)];
  const worst = {
    level: worstLevel(verdicts.map(({ level }) => level)),
    times: { level: worstLevel(verdicts.map(({ times }) => times.level)) },
    counts: { level: worstLevel(verdicts.map(({ counts }) => counts.level)) },
  };
  const parts = ['times', 'counts'] as const;
  const worse = parts.filter((part) => worst[part].level !== ofAll[part].level);
  const reasons = reports
    .filter(({ verdict }) => worse.some((part) => verdict[part].level === worst[part].level))
    .flatMap(({ run, verdict }) =>
      verdict.reasons.map((reason): VerdictReason => ({ ...reason, message: `run ${run.id}: ${reason.message}` })),
    );
  return { ...worst, reasons: [...reasons, ...ofAll.reasons] };
}
