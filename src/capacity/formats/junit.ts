import { ENGLISH, inEnglish } from '../../core/language/words.js';
import { xmlAttributes, xmlText } from '../../report/xml.js';
import { shortfallOf } from '../report/answer.js';
import type { CapacityGoalReport, CapacityReport } from '../report/capacity-report.js';
import { capacityNotes, effortOf } from '../report/trial-texts.js';
import type { CapacityFormat } from './format.js';

/**
 * JUnit's XML as Jenkins, GitLab and their like read it: a case a goal, which fails when less holds than `--at-least` asks for, and is
 * an error when nothing is known.
 */
export const junitCapacity: CapacityFormat = {
  format: 'junit',
  extension: 'xml',
  render: (report) => {
    const { run, goals } = report;
    const count = (kind: ProblemKind): number => goals.filter((goal) => problemOf(goal, report)?.kind === kind).length;
    const suite = xmlAttributes({
      name: `newyear-load capacity${run.preset === null ? '' : ` (${run.preset})`}`,
      tests: goals.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: 0,
      time: (run.durationMs / 1000).toFixed(3),
      timestamp: run.startedAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length),
      hostname: 'localhost',
      id: 0,
      package: 'newyear-load',
    });
    const output = [
      ...goals.map(({ slo, answer }) => `${slo}: ${answer}`),
      `${inEnglish(effortOf(report))}.`,
      ...capacityNotes(report, ENGLISH),
      ...report.findings,
    ];
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      `  <testsuite${suite}>`,
      '    <properties>',
      ...propertiesOf(report).map(([name, value]) => `      <property${xmlAttributes({ name, value })}/>`),
      '    </properties>',
      ...goals.flatMap((goal) => caseLines(goal, report)),
      `    <system-out>${output.map((line) => xmlText(line)).join('\n')}</system-out>`,
      '    <system-err></system-err>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

type ProblemKind = 'failure' | 'error';

function problemOf(
  goal: CapacityGoalReport,
  { plan }: CapacityReport,
): { readonly kind: ProblemKind; readonly text: string } | undefined {
  const { lowerBound, upperBound, answer } = goal;
  const shortfall = shortfallOf(goal, plan);
  if (shortfall !== undefined) return { kind: 'failure', text: `${inEnglish(shortfall)}: ${answer}` };
  return lowerBound === null && upperBound === null ? { kind: 'error', text: answer } : undefined;
}

function caseLines(goal: CapacityGoalReport, report: CapacityReport): string[] {
  const problem = problemOf(goal, report);
  const attributes = xmlAttributes({ classname: 'newyear-load.capacity', name: goal.slo, time: '0.000' });
  if (problem === undefined) return [`    <testcase${attributes}/>`];
  return [
    `    <testcase${attributes}>`,
    `      <${problem.kind}${xmlAttributes({ type: goal.why, message: problem.text })}></${problem.kind}>`,
    '    </testcase>',
  ];
}

function propertiesOf({ run, plan, goals, maxLoad }: CapacityReport): (readonly [string, string | number])[] {
  const first = goals[0];
  const properties: readonly (readonly [string, string | number | null])[] = [
    ['run.id', run.id],
    ['run.target', run.target],
    ['run.dialect', run.dialect],
    ['run.command', run.command],
    ['plan.vary', plan.vary],
    ['plan.width', plan.width],
    ['lowerBound', first?.lowerBound ?? null],
    ['upperBound', first?.upperBound ?? null],
    ['conditionalThroughput', first?.conditionalThroughput ?? null],
    ['maxLoad.messagesPerSecond', maxLoad.messagesPerSecond],
  ];
  return properties.filter((property): property is [string, string | number] => property[1] !== null);
}
