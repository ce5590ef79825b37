import { xmlAttributes, xmlText } from './xml.js';

/** A `<testcase>`. */
export interface JunitCase {
  /** What groups cases; build servers read the dots in it as folders. */
  readonly className: string;
  readonly name: string;
  /** Its part of the suite's time; 0 of what took none of its own. Build servers add them up. */
  readonly durationMs: number;
  /** `failure`: a promise was not kept; `error`: nothing could be promised; `skipped`: nothing to judge by. */
  readonly problem?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly type: string;
    /** A short account on one line. */
    readonly message: string;
    /** The whole of it. */
    readonly lines: readonly string[];
  };
}

/** A `<testsuite>`, the only one of its file. */
export interface JunitSuite {
  readonly name: string;
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** What is null was not measured, and is left out. */
  readonly properties: readonly (readonly [name: string, value: string | number | null])[];
  readonly cases: readonly JunitCase[];
  /** What is told beside the cases: the strictest of the schemas has no output in a case. */
  readonly output: readonly string[];
}

/** JUnit's XML as Jenkins, GitLab and their like read it, whole. */
export function junitXml({ name, startedAt, durationMs, properties, cases, output }: JunitSuite): string {
  const count = (kind: string): number => cases.filter(({ problem }) => problem?.kind === kind).length;
  const suite = xmlAttributes({
    name,
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: junitSeconds(durationMs),
    // UTC, without fraction and zone, as the strictest of the schemas wants it; it also wants a host.
    timestamp: startedAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length),
    hostname: 'localhost',
    id: 0,
    package: 'newyear-load',
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${suite}>`,
    '    <properties>',
    ...properties.flatMap(([key, value]) =>
      value === null ? [] : [`      <property${xmlAttributes({ name: key, value })}/>`],
    ),
    '    </properties>',
    ...cases.flatMap(caseLines),
    `    <system-out>${linesOf(output)}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseLines({ className, name, durationMs, problem }: JunitCase): string[] {
  const attributes = xmlAttributes({ classname: className, name, time: junitSeconds(durationMs) });
  if (problem === undefined) return [`    <testcase${attributes}/>`];
  const { kind, type, message, lines } = problem;
  const said = xmlAttributes(kind === 'skipped' ? { message } : { message, type });
  return [`    <testcase${attributes}>`, `      <${kind}${said}>${linesOf(lines)}</${kind}>`, '    </testcase>'];
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => xmlText(line)).join('\n');
}

/** Milliseconds as JUnit's seconds. */
export function junitSeconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
