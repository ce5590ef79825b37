import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { capacitySchema } from '#dist/capacity/report/capacity-schema.js';
import { inFolder, runCli, startCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { startQueueingChat } from '../helpers/wire/queueing-chat.js';

/** As short as a search can be that is to find something. */
const SHORT = ['--trial', '1s', '--trials', '2s', '--width', '20%', '--from', '100', '--max', '800', '--no-canary'];

test('a search finds about what a server can take, says so, and writes it in every format', { timeout: 120_000 }, (t) =>
  inFolder(async (folder) => {
    const { url, dialect } = await startQueueingChat(t, { messagesPerSecond: 300 });
    const outputs = ['json', 'html', 'csv', 'md', 'xml'].flatMap((name) => ['-o', join(folder, `out.${name}`)]);
    const { code, stderr, stdout } = await runCli(
      ['capacity', '--target', url, '--dialect', dialect, ...SHORT, ...outputs],
      { timeoutMs: 110_000 },
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    const report = capacitySchema.parse(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')));
    const [goal] = report.goals;
    assert.ok(goal !== undefined);
    // A second at 1.2 times what it can take makes a backlog of 200 ms, which is within the bound: that is how long trials have to be.
    // How little of it a busy machine lets through is not asked.
    assert.ok((goal.lowerBound ?? 0) < 450, goal.answer);
    assert.equal(
      report.trials.some(({ highLoss }) => Object.values(highLoss).includes(true)),
      true,
    );
    assert.ok(stderr.replaceAll(/\s+/g, ' ').includes(goal.answer), stderr);
    // On a busy machine that is known only where the tester was the limit ("From 400 messages/s on …").
    assert.match(stderr.replaceAll(/\s+/g, ' '), /(?:The tester can offer|Nothing above|From) [\d,]+ messages\/s/);
    assert.match(readFileSync(join(folder, 'out.html'), 'utf8'), /<svg/);
    for (const name of ['csv', 'md', 'xml']) assert.ok(readFileSync(join(folder, `out.${name}`)).length > 100);
  }),
);

test('Ctrl-C reports the bounds known so far', { timeout: 60_000 }, async (t) => {
  const { url, dialect } = await startQueueingChat(t, { messagesPerSecond: 5000 });
  const search = startCli(['capacity', '--target', url, '--dialect', dialect, ...SHORT, '--json'], {
    timeoutMs: 55_000,
  });
  await search.shows('✔ holds');
  search.kill('SIGINT');
  const { code, stdout } = await search.result;
  assert.equal(code, 130);
  const report = capacitySchema.parse(JSON.parse(stdout));
  assert.equal(report.run.interruptedBy, 'SIGINT');
  assert.ok(report.trials.length > 0);
  assert.equal(report.goals[0]?.why, 'interrupted');
});

test('a target that is not there is exit code 3 at once, before the tester is calibrated, with a report that says so', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'out.json');
    const args = ['capacity', '--target', 'http://127.0.0.1:1', '-o', file];
    const { code, stderr } = await runHere(args);
    assert.equal(code, 3, stderr);
    const report = capacitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    assert.equal(report.run.interruptedBy, 'could-not-start');
    // Without --max a calibration takes half a minute.
    assert.ok(report.run.durationMs < 5000, `${report.run.durationMs} ms`);
    assert.equal(report.maxLoad.messagesPerSecond, null);
    assert.match(report.findings[0] ?? '', /Could not start: Nothing answers/);
  }));

test('every problem of a search is told at once', async () => {
  const args = '--slo tps>1 --width 0% --rate 5 --out jsn=x --from 9 --max 3 --usres 4'.split(' ');
  const { code, stderr } = await runHere(['capacity', ...args]);
  assert.equal(code, 2);
  assert.deepEqual(
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/: .*/, ''))
      .toSorted(),
    ['--max', '--out', '--rate', '--slo', '--usres', '--width'],
  );
});

test('a dry run says what would be searched, and touches nothing', async () => {
  const text = await runHere(['capacity', '--dry-run', '--at-least', '500']);
  assert.equal(text.code, 0);
  assert.match(text.stdout, /^goal +p99\(delivery\)<250ms, lost==0\n/);
  assert.match(text.stdout, /at least +500 messages\/s/);
  const json = await runHere(['capacity', '--dry-run', '--json']);
  assert.equal((JSON.parse(json.stdout) as { trialsMs: number }).trialsMs, 40_000);
});
