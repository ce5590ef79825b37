import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertCodeOf, reportThatAddsUp } from '../helpers/run/adds-up.js';
import { inFolder, runCli, startCli } from '../helpers/cli/cli.js';
import {
  environmentOf,
  isFullMatrix,
  letHappen,
  lowerDescriptors,
  unless,
  withFewDescriptors,
} from '../helpers/run/fault-matrix.js';
import { TAKEN } from '../helpers/run/faults-inside.js';
import { HELD_PHASES, startHolding } from '../helpers/wire/holding-server.js';

const FLAGS = '--users 9 --rooms 3 --room-size 3 --rate 60 --duration 300ms --drain 1s --workers 2 --no-canary --json';
const RUN = ['run', ...FLAGS.split(' ')];

/** What keeps a run from its flood ends it with 3 and what to do about it; what was measured by then has a report. */
describe('A run that does not come to its flood', { concurrency: 4 }, () => {
  it('says so when there are no descriptors for its threads', (test) =>
    inFolder(async (folder) => {
      const server = await startHolding(test, 'start', 0);
      const run = startCli([...RUN, '--target', server.url], {
        env: environmentOf('descriptors are taken before the threads are started', folder),
        wrapper: withFewDescriptors,
        timeoutMs: 60_000,
      });
      await Promise.race([server.reached, run.result]);
      letHappen(folder);
      await run.shows(TAKEN);
      server.release();
      const { code, stdout, stderr } = await run.result;
      assert.equal(code, 3, stderr);
      assert.equal(reportThatAddsUp(stdout).run.interruptedBy, 'could-not-start');
      assert.match(stderr, /worker threads, \d could not be started: .*EMFILE/);
      assert.match(stderr, /The hard limit of this process is 256, so that ulimit -n 20000 alone does not help\./);
    }));

  it('says so when there are fewer descriptors than connections', async () => {
    const { code, stdout, stderr } = await runCli([...RUN, '--users', '300'], { wrapper: withFewDescriptors });
    assert.equal(code, 3, stderr);
    assert.equal(reportThatAddsUp(stdout).run.interruptedBy, 'could-not-start');
    assert.match(stderr, /The plan needs \d+ file descriptors for its 300 connections, .* may open 256\./);
    assert.match(
      stderr,
      /The hard limit of this process is 256, so that ulimit -n \d{3} alone does not help\. .*as root: prlimit/,
    );
  });

  for (const phase of HELD_PHASES) {
    it(`says so when the server dies in ${phase}`, { skip: !isFullMatrix }, async (test) => {
      const server = await startHolding(test, phase, 18);
      const run = startCli([...RUN, '--target', server.url, '--audit'], { timeoutMs: 60_000 });
      const begun =
        phase === 'drain' ? run.shows('flood ') : phase === 'disconnect' ? run.shows('audit ') : server.reached;
      await Promise.race([begun, run.result]);
      server.die();
      const result = await run.result;
      if (result.code === 3) {
        assert.equal(reportThatAddsUp(result.stdout).run.interruptedBy, 'could-not-start');
        assert.match(result.stderr, /Error: /);
      } else assertCodeOf(result, reportThatAddsUp(result.stdout));
    });
  }

  it('says so when its descriptors are gone before it connects', {
    skip: !isFullMatrix || unless('prlimit', ['--version'], 'prlimit'),
  }, async (test) => {
    const server = await startHolding(test, 'rooms', 18);
    const run = startCli([...RUN, '--target', server.url], { timeoutMs: 60_000 });
    await server.reached;
    lowerDescriptors(run.pid, 30);
    server.die();
    const { code, stderr } = await run.result;
    assert.equal(code, 3, stderr);
  });
});
