import { ENGLISH, inEnglish } from '../../core/language/words.js';
import { type JunitCase, type JunitSuite, junitXml } from '../../report/junit-suite.js';
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
    return junitXml({
      name: `newyear-load capacity${run.preset === null ? '' : ` (${run.preset})`}`,
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      properties: propertiesOf(report),
      cases: goals.map((goal) => caseOf(goal, report)),
      output: [
        ...goals.map(({ slo, answer }) => `${slo}: ${answer}`),
        `${inEnglish(effortOf(report))}.`,
        ...capacityNotes(report, ENGLISH),
        ...report.findings,
      ],
    });
  },
};

function caseOf(goal: CapacityGoalReport, report: CapacityReport): JunitCase {
  const { slo, why, lowerBound, upperBound, answer } = goal;
  const place = { className: 'newyear-load.capacity', name: slo, durationMs: 0 };
  const shortfall = shortfallOf(goal, report.plan);
  if (shortfall !== undefined) {
    const message = `${inEnglish(shortfall)}: ${answer}`;
    return { ...place, problem: { kind: 'failure', type: why, message, lines: [] } };
  }
  if (lowerBound !== null || upperBound !== null) return place;
  return { ...place, problem: { kind: 'error', type: why, message: answer, lines: [] } };
}

function propertiesOf({ run, plan, goals, maxLoad }: CapacityReport): JunitSuite['properties'] {
  const first = goals[0];
  return [
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
}
