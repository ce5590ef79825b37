import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { RUN_FORMATS } from '#dist/report/out-spec.js';
import type { Report } from '#dist/report/report-types.js';
import { inFolder, type RunningCli, startCli } from '../helpers/cli/cli.js';
import { eventually } from '../helpers/eventually.js';
import { formatFlaws } from '../helpers/report/format-flaws.js';
import { HOSTILE_TEXTS } from '../helpers/report/hostile.js';
import { REFUSED_SIGNUPS, startHostileServer } from '../helpers/wire/hostile-server.js';
import { markdownFlaws } from '../helpers/report/markdown.js';
import { ask, type PageMessage, PageViewer } from '../helpers/report/page-events.js';
import { noTerminal, openPty } from '../helpers/cli/pty.js';

/** What a terminal or a build server does something with; our own escape sequences are taken out before. */
const HARMFUL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const OWN_SEQUENCES = /\u001b\[(?:[\d;]*m|\?(?:25|7)[hl]|\d*[ABCDGJK]|\d*;?\d*H)/g;
const COMMAND = /^\s*::(?!error title=|warning title=)|##(?:vso|teamcity)?\[/m;

/** A run against the hostile server with a hostile theme, some users of which come through. */
async function hostileRun(t: TestContext, folder: string): Promise<string[]> {
  const target = await startHostileServer(t);
  const theme = join(folder, 'theme.yaml');
  const names = HOSTILE_TEXTS.filter((text) => text.length < 1000);
  writeFileSync(theme, JSON.stringify({ greetings: names, rooms: names }));
  const users = REFUSED_SIGNUPS + 12;
  const load = `--users ${users} --rooms 4 --room-size 16 --duration 1s --rate 100 --drain 500ms --workers 1 --no-canary`;
  return ['run', '--target', target, '--theme', theme, ...load.split(' '), '--fail-on', 'lost==0', '--seed', '7'];
}

/** What those saw who looked on while the run went on: the dashboard's messages, and the last that Prometheus got. */
interface Seen {
  readonly page: readonly PageMessage[];
  readonly metrics: string;
}

/** Looks on until the command has ended. */
async function lookOn(cli: RunningCli): Promise<Seen> {
  await cli.shows('Dashboard: http');
  await cli.shows('Metrics for Prometheus: http');
  const address = (name: string): string => new RegExp(`${name}: (http\\S+)`).exec(cli.shown().stderr)?.[1] ?? '';
  const viewer = new PageViewer(address('Dashboard'));
  // The flood has begun; what failed before is counted.
  await cli.shows('\njoin ');
  const { body } = await ask(address('Metrics for Prometheus'));
  await cli.result;
  await eventually(() => viewer.isOver);
  return { page: viewer.messages, metrics: body };
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? [...Object.keys(value), ...Object.values(value).flatMap(textsIn)]
    : [];
}

const METRIC_LINE =
  /^(?:# (?:HELP|TYPE) \w+ .*|# EOF|\w+(?:\{(?:\w+="(?:[^"\\\n]|\\[\\n"])*",?)*\})? [\d.eE+-]+(?:Inf)?|.*NaN)$/;

test('a hostile server is nothing but text in every format, on a build server, on the dashboard and in its summary', (t) =>
  inFolder(async (folder) => {
    const args = await hostileRun(t, folder);
    const files = RUN_FORMATS.map(({ format }) => ({ format, path: join(folder, `report.${format}`) }));
    const outputs = files.flatMap(({ format, path }) => ['-o', `${format}=${path}`]);
    const summary = join(folder, 'step.md');
    const cli = startCli([...args, ...outputs, '--dashboard', '--prometheus=0'], {
      env: { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    });
    const { page, metrics } = await lookOn(cli);
    const { stdout, stderr } = await cli.result;
    assert.equal(stdout, '');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
    assert.ok(report.messages.completed > 0, stderr);
    assert.ok(Object.keys(report.errors.byKind).length >= REFUSED_SIGNUPS, stderr);
    assert.ok(report.findings.join('').includes('<script>alert(1)</script>'));
    for (const { format, path } of files)
      assert.deepEqual(formatFlaws(format, readFileSync(path, 'utf8'), report), [], format);
    assert.deepEqual(markdownFlaws(readFileSync(summary, 'utf8')), []);
    assert.ok(statSync(summary).size < 65_536);
    assert.doesNotMatch(stderr, COMMAND);
    assert.doesNotMatch(stderr, HARMFUL);
    assert.ok(stderr.length < 30_000);
    assert.match(stderr, /<script>alert\(1\)/);
    assert.ok(page.length >= 2);
    for (const text of textsIn(page)) {
      assert.doesNotMatch(text, HARMFUL);
      assert.ok(text.length < 20_000);
    }
    assert.ok(metrics.length > 1000);
    for (const line of metrics.split('\n').filter(Boolean)) assert.match(line, METRIC_LINE);
    assert.doesNotMatch(metrics, HARMFUL);
  }));

test('a hostile server does nothing to a terminal', { skip: noTerminal }, (t) =>
  inFolder(async (folder) => {
    const args = await hostileRun(t, folder);
    const pty = openPty(args);
    t.after(() => pty.close());
    const { settings } = await pty.ended;
    const shown = pty.output().replaceAll(OWN_SEQUENCES, '').replaceAll('\r', '');
    assert.doesNotMatch(shown, HARMFUL);
    assert.doesNotMatch(pty.output(), /\u001b\[31mred/);
    assert.match(shown, /\\x1b\[31mred/);
    assert.match(settings, /icanon/);
  }),
);
