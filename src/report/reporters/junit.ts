import { parse } from 'node:path';
import { inEnglish } from '../../core/language/words.js';
import { keysOf } from '../../core/records.js';
import { formatCount } from '../../core/units.js';
import { actualText } from '../../judgement/actual-text.js';
import { stageNamedIn } from '../../judgement/thresholds.js';
import { boundText, isUnjudged } from '../comparison/comparison-texts.js';
import { headlineOf } from '../headline.js';
import { INVALID_MEANS } from '../headline-parts.js';
import { type JunitCase, type JunitSuite, junitSeconds, junitXml } from '../junit-suite.js';
import type { PhaseReport, Report } from '../report-types.js';
import { stageCells } from '../stage-table.js';
import { errorKindsOf } from '../texts.js';
import { ENGLISH_VOICE } from '../voice.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/** One `<testcase>`. */
interface TestCase {
  /** What groups the cases: thresholds, phases, run. */
  readonly group: string;
  readonly name: string;
  /** Its part of the run; left out for what took no time of its own. Build servers add them up. */
  readonly durationMs?: number;
  /** `failure`: a promise was not kept; `error`: nothing could be promised; `skipped`: nothing to judge by, which is no fault of this run. */
  readonly problem?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly type: string;
    readonly lines: readonly string[];
  };
  /** What is told of it, whether it passed or not: in the output of the suite, since the strictest of the schemas has none in cases. */
  readonly output: readonly string[];
}

const MOST_THRESHOLDS = 1000;
const MOST_ERROR_KINDS = 50;
const MOST_ALERTS = 50;

/**
 * JUnit's XML as Jenkins, GitLab and their like read it: a case a threshold, a bound on regressions, a phase, the verdict,
 * and one for the run's own end. A case is red for what makes the command's exit code one of failure, and for a phase in which nothing succeeded; single
 * failures are for thresholds to judge.
 */
export const junitReporter: Reporter = {
  ...REPORT_FORMATS.junit,
  render(report, place) {
    const phases = phaseCases(report);
    const cases = [
      ...thresholdCases(report),
      ...regressionCases(report),
      ...stageCases(report),
      ...phases,
      ...verdictCases(report),
      endingCase(report, phases),
    ];
    const suiteName = placeName(place);
    const { preset, startedAt, durationMs } = report.run;
    return junitXml({
      name: [suiteName, ...(preset === null ? [] : [`(${preset})`])].join(' '),
      startedAt,
      durationMs,
      properties: propertiesOf(report),
      cases: cases.map((one) => junitCaseOf(one, suiteName)),
      output: [...suiteOutput(report), ...cases.flatMap(toldOf)],
    });
  },
};

/**
 * What the suite and the classes of its cases are called: by the file, `newyear-load.before` for `load/before.xml`. Build servers make one suite
 * of all files that call theirs the same, and one case of all cases; a run's id would end the history that they keep of each.
 */
function placeName(place: string | undefined): string {
  const word = place === undefined ? '' : parse(place).name.replace(/[^\p{L}\p{N}_-]+/gu, '-');
  return word === '' ? 'newyear-load' : `newyear-load.${word}`;
}

function thresholdCases({ thresholds }: Report): TestCase[] {
  return thresholds.slice(0, MOST_THRESHOLDS).map((threshold): TestCase => {
    const { expression, passed } = threshold;
    const stage = stageNamedIn(expression);
    const measured = `measured: ${actualText(threshold)}`;
    const problem = { kind: 'failure', type: 'threshold', lines: [`${expression} did not hold`, measured] } as const;
    return {
      group: stage === undefined ? 'thresholds' : `thresholds.${stage}`,
      name: expression,
      output: [measured],
      ...(passed ? {} : { problem }),
    };
  });
}

/** Beside a base: a case a bound on regressions, which says when it fails. */
function regressionCases({ comparison }: Report): TestCase[] {
  return (comparison?.candidates ?? []).flatMap(({ regressions, changes }) =>
    regressions.slice(0, MOST_THRESHOLDS).map((result): TestCase => {
      const { expression, metric, passed } = result;
      const change = changes.find((candidate) => candidate.metric === metric);
      const measured = `since the base: ${boundText(result, change, ENGLISH_VOICE)}`;
      const kind = isUnjudged(result) ? 'skipped' : 'failure';
      const problem = { kind, type: 'regression', lines: [expression, measured] } as const;
      return {
        group: 'regressions',
        name: expression,
        output: [measured],
        ...(passed && kind === 'failure' ? {} : { problem }),
      };
    }),
  );
}

/** A case a stage of the load, which says how it went; its thresholds say whether that is well. */
function stageCases(report: Report): TestCase[] {
  return stageCells(report).map(({ name, isMeasured, durationMs, planned, sent, arrived, lost, p50, p99, back }) => {
    const told = [
      `${junitSeconds(durationMs)} s, planned ${planned} messages/s, sent ${sent}, arrived ${arrived}, ${lost} copies lost`,
      `delivery: p50 ${p50}, p99 ${p99}`,
      `back to the p99 of before, after: ${back}`,
      ...(isMeasured ? [] : ['not measured']),
    ];
    // Its time is a part of that of the flood.
    return { group: 'stages', name, output: durationMs === 0 ? ['not reached'] : told };
  });
}

function phaseCases({ phases, findings }: Report): TestCase[] {
  return phases.map((phase): TestCase => {
    const { name, durationMs, attempted, succeeded } = phase;
    const told = [operationsOf(phase), ...findings.filter((finding) => finding.startsWith(`${name}: `))];
    const hasNone = attempted > 0 && succeeded === 0;
    const problem = { kind: 'failure', type: 'phase', lines: [`${name}: nothing succeeded`, ...told] } as const;
    return { group: 'phases', name, durationMs, output: told, ...(hasNone ? { problem } : {}) };
  });
}

function operationsOf({ attempted, succeeded, failed, ratePerSecond }: PhaseReport): string {
  if (attempted === 0) return 'no operations';
  return `${formatCount(succeeded)} of ${formatCount(attempted)} operations succeeded, ${formatCount(failed)} failed, ${ratePerSecond.toFixed(1)} a second`;
}

/** One of times and one of counts: a late generator spoils the first alone. */
function verdictCases({ verdict }: Report): TestCase[] {
  return (['times', 'counts'] as const).map((part): TestCase => {
    const { level } = verdict[part];
    const reasons = verdict.reasons.filter((reason) => reason.part === part || reason.part === 'both');
    const told = [level, ...reasons.map(({ code, message }) => `${code}: ${message}`)];
    const lines = [`INVALID: ${inEnglish(INVALID_MEANS[part])}`, ...told.slice(1)];
    const isInvalid = level === 'INVALID';
    return {
      group: 'run',
      name: `verdict on ${part}`,
      output: told,
      ...(isInvalid ? { problem: { kind: 'error', type: 'INVALID', lines } } : {}),
    };
  });
}

/** @param phases whose times leave it the rest, so that all cases together take as long as the run did */
function endingCase(report: Report, phases: readonly TestCase[]): TestCase {
  const { interruptedBy } = report.run;
  const ofPhases = phases.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
  const durationMs = Math.max(0, report.run.durationMs - ofPhases);
  const { text } = headlineOf(report);
  return {
    group: 'run',
    name: 'ran to its end',
    durationMs,
    output: [text],
    ...(interruptedBy === null ? {} : { problem: { kind: 'error', type: interruptedBy, lines: [text] } }),
  };
}

function suiteOutput(report: Report): string[] {
  const kinds = errorKindsOf(report);
  const errors = kinds.slice(0, MOST_ERROR_KINDS).map(({ kind, count }) => `error: ${formatCount(count)} ${kind}`);
  const alerts = report.alerts
    .slice(0, MOST_ALERTS)
    .map(({ second, message }) => `alert, second ${second}: ${message}`);
  return [headlineOf(report).text, ...report.findings, ...alerts, ...errors];
}

function junitCaseOf({ group, name, durationMs = 0, problem }: TestCase, place: string): JunitCase {
  const className = `${place}.${group}`;
  if (problem === undefined) return { className, name, durationMs };
  return { className, name, durationMs, problem: { ...problem, message: problem.lines.slice(0, 2).join('; ') } };
}

/** What a case tells, in lines that name it. */
function toldOf({ group, name, output }: TestCase): string[] {
  return output.map((line) => `${group}, ${name}: ${line}`);
}

/** The headline numbers by the names of the JSON report. */
function propertiesOf(report: Report): JunitSuite['properties'] {
  const { tool, run, plan, messages, deliveries, acks, latencyMs, tps, errors, connections, verdict, grade } = report;
  const latencies = [
    ...(['echo', 'fanout', 'delivery'] as const),
    ...(acks === null ? [] : (['ack'] as const)),
  ].flatMap((latency) =>
    (['p50', 'p95', 'p99', 'max'] as const).map(
      (statistic) => [`latencyMs.${latency}.${statistic}`, latencyMs[latency][statistic]] as const,
    ),
  );
  return [
    ['tool.version', tool.version],
    ['run.id', run.id],
    ['run.preset', run.preset],
    ['run.target', run.target],
    ['run.dialect', run.dialect],
    ['run.seed', run.seed],
    ['run.command', run.command],
    ['plan.users', plan.users],
    ['plan.rooms', plan.rooms],
    ['plan.rate', plan.rate],
    ['plan.durationMs', plan.durationMs],
    ['messages.sent', messages.sent],
    ['messages.completed', messages.completed],
    ['deliveries.expected', deliveries.expected],
    ['deliveries.received', deliveries.received],
    ['deliveries.lost', deliveries.lost],
    ['deliveries.duplicated', deliveries.duplicated],
    ['deliveries.reordered', deliveries.reordered],
    ...(['quoted', 'replayed', 'recovered', 'late'] as const).map(
      (field) => [`deliveries.${field}`, deliveries[field]] as const,
    ),
    ...(acks === null ? [] : keysOf(acks).map((field) => [`acks.${field}`, acks[field]] as const)),
    ...latencies,
    ['tps.sent', tps.sent],
    ['tps.delivered', tps.delivered],
    ['errors.total', errors.total],
    ['connections.opened', connections.opened],
    ['connections.lost', connections.lost],
    ['verdict.level', verdict.level],
    ['verdict.times.level', verdict.times.level],
    ['verdict.counts.level', verdict.counts.level],
    ['grade.level', grade.level],
  ];
}
