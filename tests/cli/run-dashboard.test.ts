import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import type { Report } from '#dist/report/report-types.js';
import { startCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { eventually } from '../helpers/eventually.js';
import { portOf } from '../helpers/wire/listen.js';
import { PageViewer } from '../helpers/report/page-events.js';

const FLOOD = ['run', '--embedded', '--users', '12', '--rooms', '3', '--rate', '60', '--workers', '1'];

test('a run is watched from its beginning to its end, and its output is what it is without a dashboard', async () => {
  const cli = startCli([...FLOOD, '--duration', '2s', '--dashboard', '--quiet', '--json'], { env: { CI: '1' } });
  await cli.shows('Dashboard: http://');
  const url = /Dashboard: (\S+)/.exec(cli.shown().stderr)?.[1] ?? '';
  const viewer = new PageViewer(url);
  const { code, stdout, stderr } = await cli.result;
  assert.ok(code === 0 || code === 4, stderr);
  assert.equal(stderr, `Dashboard: ${url}\n`);
  await eventually(() => viewer.isOver);
  assert.equal(viewer.names[0], 'whole');
  assert.ok(viewer.names.filter((name) => name === 'step').length >= 2, viewer.names.join());
  const last = viewer.messages.at(-1);
  assert.ok(last?.name === 'end');
  const report = JSON.parse(stdout) as Report;
  assert.equal(last.data.live, false);
  assert.deepEqual(last.data.messages, report.messages);
  assert.deepEqual(
    last.data.timeline.columns.delivered,
    report.timeline.map(({ delivered }) => delivered),
  );
});

test('a dashboard that cannot be had is told before the run, with what to do', async (t) => {
  const taken = createServer();
  t.after(() => taken.close());
  const port = await portOf(taken);
  const { code, stderr, stdout } = await runHere([...FLOOD, `--dashboard=${port}`]);
  assert.equal(code, 3, stderr);
  assert.match(stderr, new RegExp(`the dashboard cannot listen on 127\\.0\\.0\\.1:${port}`));
  assert.match(stderr, /Choose another port, or 0 for a free one\./);
  assert.doesNotMatch(stderr, /register/);
  assert.equal(stdout, '');
});

test('a port that is none is a mistake like any other', async () => {
  const { code, stderr } = await runHere(['run', '--dashboard', '99999', '--users', '0']);
  assert.equal(code, 2);
  assert.match(stderr, /--dashboard: "99999" must be a whole number from 0 to 65535/);
  assert.match(stderr, /--users/);
});
