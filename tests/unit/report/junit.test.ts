import assert from 'node:assert/strict';
import test from 'node:test';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { compareReports } from '#dist/compare/compare-reports.js';
import { parseRegression } from '#dist/compare/regressions.js';
import { headlineOf } from '#dist/report/headline.js';
import { junitReporter } from '#dist/report/reporters/junit.js';
import { connectOutcome, reportContext, runOutcome, workerOutcome } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';
import { verdictOf } from '../../helpers/report/verdict.js';
import { parseXml, type XmlElement } from '../../helpers/report/xml.js';

/** What the schemas of Jenkins, Surefire and Ant all allow: required attributes, further ones, children. Ant's takes one child a case, and no output. */
const RULES: Readonly<Record<string, { required: string[]; optional: string[]; children: string[] }>> = {
  testsuites: { required: [], optional: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp', 'hostname'],
    optional: ['id', 'package'],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { required: [], optional: [], children: ['property'] },
  property: { required: ['name', 'value'], optional: [], children: [] },
  testcase: {
    required: ['name', 'classname', 'time'],
    optional: [],
    children: ['failure', 'error', 'skipped'],
  },
  skipped: { required: ['message'], optional: [], children: [] },
  failure: { required: ['type', 'message'], optional: [], children: [] },
  error: { required: ['type', 'message'], optional: [], children: [] },
  'system-out': { required: [], optional: [], children: [] },
  'system-err': { required: [], optional: [], children: [] },
};

function assertValid({ name, attributes, children, text }: XmlElement): void {
  const rule = RULES[name] ?? assert.fail(`no such element: ${name}`);
  for (const required of rule.required) assert.ok(required in attributes, `${name} without ${required}`);
  for (const given of Object.keys(attributes)) assert.ok([...rule.required, ...rule.optional].includes(given), given);
  for (const child of children) assert.ok(rule.children.includes(child.name), `${child.name} in ${name}`);
  if (rule.children.length > 0) assert.equal(text.trim(), '');
  if ('time' in attributes) assert.match(attributes['time'] ?? '', /^\d+\.\d{3}$/);
  children.forEach(assertValid);
}

function suiteOf(outcome: RunOutcome, context: Partial<ReportContext> = {}): XmlElement {
  const root = parseXml(junitReporter.render(buildReport(outcome, reportContext(context))));
  assertValid(root);
  const [suite] = root.children;
  return suite ?? assert.fail('no suite');
}

const problemsOf = (suite: XmlElement): string[] =>
  suite.children.flatMap(({ attributes, children }) =>
    children
      .filter(({ name }) => name === 'failure' || name === 'error')
      .map((problem) => `${problem.name} in ${attributes['classname']}.${attributes['name']}: ${problem.text}`),
  );

test('a healthy run has a green case a threshold, a phase, the verdict and the end', () => {
  const suite = suiteOf(runOutcome(), { thresholds: ['lost==0', 'p99(delivery)<250ms'] });
  const cases = suite.children.filter(({ name }) => name === 'testcase');
  assert.deepEqual(
    cases.map(({ attributes }) => `${attributes['classname']} ${attributes['name']}`),
    [
      'newyear-load.thresholds lost==0',
      'newyear-load.thresholds p99(delivery)<250ms',
      ...['register', 'login', 'rooms', 'connect', 'join', 'flood', 'drain', 'disconnect'].map(
        (phase) => `newyear-load.phases ${phase}`,
      ),
      'newyear-load.run verdict on times',
      'newyear-load.run verdict on counts',
      'newyear-load.run ran to its end',
    ],
  );
  assert.deepEqual(problemsOf(suite), []);
  const { tests, failures, errors, skipped, timestamp } = suite.attributes;
  assert.deepEqual([tests, failures, errors, skipped], ['13', '0', '0', '0']);
  assert.equal(timestamp, '2026-12-31T23:59:00');
});

test('the headline numbers are properties, by the names of the JSON', () => {
  const report = buildReport(runOutcome(), reportContext());
  const properties = suiteOf(runOutcome()).children.find(({ name }) => name === 'properties')?.children ?? [];
  const values = new Map(properties.map(({ attributes }) => [attributes['name'], attributes['value']]));
  assert.equal(values.get('deliveries.lost'), '0');
  assert.equal(values.get('messages.sent'), '30000');
  assert.equal(values.get('latencyMs.delivery.p99'), String(report.latencyMs.delivery.p99));
  assert.equal(values.get('verdict.level'), 'VALID');
  assert.equal(values.get('run.command'), report.run.command);
});

test('a threshold that failed tells what was measured', () => {
  const suite = suiteOf(runOutcome(), { thresholds: ['p99(delivery)<1ms', 'lost==0'] });
  assert.equal(suite.attributes['failures'], '1');
  assert.deepEqual(problemsOf(suite), [
    'failure in newyear-load.thresholds.p99(delivery)<1ms: p99(delivery)<1ms did not hold\nmeasured: 2.48 ms',
  ]);
});

test('beside a base, a bound on regressions is a case as well', () => {
  const base = buildReport(runOutcome(), reportContext());
  const slow = { ...runOutcome().latency, fanout: spreadOf(120_000, 50_000, 90_000) };
  const report = buildReport(runOutcome({ latency: slow }), reportContext());
  const regressions = ['p50(fanout)>10%', 'lost>0']
    .map((text) => parseRegression(text))
    .filter((parsed) => typeof parsed !== 'string');
  const comparison = compareReports({
    base: { report: base, file: 'base.json' },
    candidates: [{ report, file: null }],
    regressions,
    tool: report.tool,
  });
  const root = parseXml(junitReporter.render({ ...report, comparison }));
  assertValid(root);
  const [problem, ...more] = problemsOf(root.children[0] ?? assert.fail());
  assert.match(
    problem ?? '',
    /^failure in newyear-load\.regressions\.p50\(fanout\)>10%: p50\(fanout\)>10%\nsince the base: \+/,
  );
  assert.deepEqual(more, []);
});

test('the times of all cases add up to that of the run, and no other suite has the name of its file', () => {
  const report = buildReport(runOutcome(), reportContext());
  const rendered = (place?: string): XmlElement => {
    const root = parseXml(junitReporter.render(report, place));
    assertValid(root);
    return root.children[0] ?? assert.fail();
  };
  const suite = rendered('load/before deploy.xml');
  const cases = suite.children.filter(({ name }) => name === 'testcase');
  const sum = cases.reduce((total, { attributes }) => total + Number(attributes['time']), 0);
  assert.ok(Math.abs(sum - Number(suite.attributes['time'])) < 0.002 * cases.length, `${sum}`);
  assert.equal(suite.attributes['name'], 'newyear-load.before-deploy');
  assert.equal(cases.at(-1)?.attributes['classname'], 'newyear-load.before-deploy.run');
  assert.equal(rendered().attributes['name'], 'newyear-load');
});

test('a bound that was not judged is a skipped case, with the reason', () => {
  const base = buildReport(runOutcome(), reportContext());
  const late = { ...base, verdict: verdictOf('INVALID') };
  const bound = parseRegression('p50(delivery)>10%');
  const comparison = compareReports({
    base: { report: { ...late, verdict: { ...late.verdict, counts: { level: 'VALID' } } }, file: 'base.json' },
    candidates: [{ report: base, file: null }],
    regressions: typeof bound === 'string' ? assert.fail(bound) : [bound],
    tool: base.tool,
  });
  const root = parseXml(junitReporter.render({ ...base, comparison }));
  assertValid(root);
  const suite = root.children[0] ?? assert.fail();
  assert.deepEqual([suite.attributes['skipped'], suite.attributes['failures']], ['1', '0']);
  const skipped = suite.children.flatMap(({ children }) => children.filter(({ name }) => name === 'skipped'));
  assert.match(skipped[0]?.attributes['message'] ?? '', /not judged: the times of the base are INVALID$/);
  assert.equal(headlineOf({ ...base, comparison }).tone, 'good');
});

test('an INVALID run, and one that did not end by itself, are errors', () => {
  const workers = [workerOutcome({ cpuShare: 0.99, scheduleSlip: spreadOf(1000, 0, 90_000) })];
  const suite = suiteOf(runOutcome({ workers, interruption: 'SIGTERM' }));
  assert.equal(suite.attributes['errors'], '2');
  const [verdict = '', ending = ''] = problemsOf(suite);
  assert.match(
    verdict,
    /^error in newyear-load\.run\.verdict on times: INVALID: this machine was the limit.*\nschedule-slip: /,
  );
  assert.match(ending, /^error in newyear-load\.run\.ran to its end: STOPPED by SIGTERM/);
});

test('a phase is red when nothing of it succeeded, and tells what failed when something did', () => {
  const healthy = runOutcome();
  const phases = healthy.phases.map((phase) => {
    if (phase.name === 'connect') return { ...phase, succeeded: 45, failed: 5 };
    return phase.name === 'join' ? { ...phase, succeeded: 0, failed: 50 } : phase;
  });
  const findings = ['connect: 5 failed with server.http-503, for example: <b>full</b>', 'Something else.'];
  const suite = suiteOf(runOutcome({ phases, findings, errors: { 'server.http-503': 5 } }));
  const [problem, ...more] = problemsOf(suite);
  assert.match(problem ?? '', /^failure in newyear-load\.phases\.join: join: nothing succeeded\n0 of 50 operations/);
  assert.deepEqual(more, []);
  const output = suite.children.find(({ name }) => name === 'system-out')?.text ?? '';
  for (const line of [...findings, 'error: 5 server.http-503']) assert.ok(output.includes(line), line);
  assert.match(
    output,
    /^phases, connect: 45 of 50 operations succeeded, 5 failed, .*\nphases, connect: connect: 5 failed/m,
  );
});

test('a run that measured nothing is a valid document, too', () => {
  suiteOf(connectOutcome({ phases: [], interruption: 'SIGINT' }));
});
