import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { nowUs, sleep } from '#dist/core/clock.js';
import type { PracticeServer } from '#dist/practice/server.js';
import { redisFor, whyNoRedis } from '../helpers/agents/redis-server.js';
import { type RunningCli, startCli } from '../helpers/cli/cli.js';
import { eventually } from '../helpers/eventually.js';
import { practiceFor } from '../helpers/run/engine-run.js';
import { reportThatAddsUp } from '../helpers/run/adds-up.js';
import { environmentOf, letHappen } from '../helpers/run/fault-matrix.js';

const skip = whyNoRedis();
const PATIENCE_MS = 5000;

/** Agents as processes of their own, and a server for them. */
interface Scene {
  readonly server: PracticeServer;
  readonly agents: readonly RunningCli[];
  /** Starts a run on both agents, until its flood has begun. */
  readonly flood: (durationMs: number, patienceMs?: number) => Promise<RunningCli>;
}

/** @param own environment of the agents, beside the queue */
async function scene(test: TestContext, own: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const { url } = await redisFor(test);
  const server = await practiceFor(test);
  const env = { NEWYEAR_LOAD_QUEUE: url };
  const agents = ['one', 'two'].map((name) =>
    startCli(['agent', '--name', name, '--workers', '1'], { env: { ...env, ...own }, timeoutMs: 90_000 }),
  );
  test.after(() => {
    for (const agent of agents) agent.kill('SIGKILL');
  });
  await Promise.all(agents.map((agent) => agent.shows('Waiting for a run')));
  return {
    server,
    agents,
    flood: async (durationMs, patienceMs = PATIENCE_MS) => {
      const args = ['run', '--agents', '2', '--agent-patience', `${patienceMs}ms`, '--target', server.url];
      const load = [
        '--users',
        '12',
        '--rooms',
        '4',
        '--room-size',
        'all',
        '--rate',
        '40',
        '--duration',
        `${durationMs}ms`,
      ];
      const before = server.truth().messages.received;
      const run = startCli([...args, ...load, '--drain', '1s', '--json', '--seed', '3'], { env, timeoutMs: 60_000 });
      await run.shows('join ');
      // Whole seconds of a long flood, and the beginning of a short one.
      const wanted = before + Math.min(70, durationMs / 50);
      await eventually(
        () => server.truth().messages.received >= wanted,
        () => run.shown(),
      );
      return run;
    },
  };
}

describe('Agents that are processes of their own', { skip, concurrency: 3 }, () => {
  it('are told of when they are killed, their numbers are kept, and nobody does their part again', async (test) => {
    const { server, agents, flood } = await scene(test);
    const run = await flood(30_000);
    agents[0]?.kill('SIGKILL');
    const killedAtUs = nowUs();
    await run.shows('Agent one');
    assert.match(run.shown().stderr, /Agent one \(.*\) has been silent for 3\.\d s\./);
    const shownMs = (nowUs() - killedAtUs) / 1000;
    const { code, stdout } = await run.result;
    const report = reportThatAddsUp(stdout);
    assert.deepEqual([code, report.run.interruptedBy, report.verdict.level], [1, 'agent-lost', 'INVALID']);
    assert.ok(shownMs < 8000, `${shownMs}`);
    assert.ok(
      report.findings.some((line) =>
        /^Agent one \(.*\) was lost in the flood at 00:0\d: nothing was heard of it for [5-7]\.\d s\. What it had counted until second \d is in\.$/.test(
          line,
        ),
      ),
      report.findings.join('\n'),
    );
    assert.deepEqual(
      report.generator.agents.map(({ name, isLost }) => `${name} ${isLost}`).toSorted((a, b) => (a < b ? -1 : 1)),
      ['one true', 'two false'],
    );
    // Everybody signed up once, the two observers included.
    assert.equal(server.truth().signups, 14);
  });

  it('go on when they hang for less than the patience, and end at once when they wake after it', async (test) => {
    const { server, agents, flood } = await scene(test);
    const [first] = agents;
    // More than twice as long as it hangs: others may want the processors when it wakes.
    const short = await flood(8000, 2 * PATIENCE_MS);
    first?.kill('SIGSTOP');
    await sleep(4000);
    first?.kill('SIGCONT');
    const { stdout } = await short.result;
    const whole = reportThatAddsUp(stdout);
    assert.deepEqual([whole.run.interruptedBy, whole.messages.sent, whole.deliveries.lost], [null, 320, 0]);
    assert.ok(
      whole.findings.some((line) =>
        /^Agent one \(.*\) could not be reached for [4-9]\.\d s; its numbers are complete\.$/.test(line),
      ),
      whole.findings.join('\n'),
    );
    const long = await flood(30_000);
    first?.kill('SIGSTOP');
    const { code } = await long.result;
    assert.equal(code, 1);
    const before = server.truth();
    assert.ok(before.connections.open > 0);
    first?.kill('SIGCONT');
    await eventually(
      () => server.truth().connections.open === 0,
      () => server.truth(),
    );
    // What it had been late for was not sent when it woke.
    assert.ok(server.truth().messages.received - before.messages.received <= 2);
    await first?.shows('the load ends here');
  });

  it('note a load thread that is held up while they go on, and the run ends when one of them dies', async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'newyear-agents-'));
    test.after(() => rmSync(folder, { recursive: true, force: true }));
    const env = environmentOf('a worker thread is held up, and ends later', folder);
    const { flood } = await scene(test, env);
    const run = await flood(30_000);
    letHappen(folder);
    await run.shows('Worker 0 has said nothing');
    const { code, stdout } = await run.result;
    const { run: own, findings, generator } = reportThatAddsUp(stdout);
    assert.deepEqual([code, own.interruptedBy], [1, 'worker-crashed']);
    const all = findings.join('\n');
    assert.match(all, /^Agent (?:one|two) \(.*\): Worker 0 has said nothing for 3\.\d s, and the agent goes on: /m);
    assert.match(
      all,
      /^Agent (?:one|two) \(.*\): Worker 0 goes on after [4-6]\.\d s; what it did late counts as late\.$/m,
    );
    assert.match(all, /^Worker 0 died: .*code 7.* \(on Agent (?:one|two) \(.*\)\)\. What it had counted/m);
    assert.ok(generator.agents.every(({ isLost, longestSilenceMs }) => !isLost && longestSilenceMs < 3500));
  });

  it('end their load when the run’s own process is killed, and take part in the next run', async (test) => {
    const { server, agents, flood } = await scene(test);
    const run = await flood(30_000);
    run.kill('SIGKILL');
    const killedAtUs = nowUs();
    await run.result;
    await eventually(
      () => server.truth().connections.open === 0,
      () => server.truth(),
    );
    assert.ok(nowUs() - killedAtUs > 2_000_000);
    for (const agent of agents) await agent.shows('nothing was heard of who leads the run');
    const next = await flood(1000);
    const { messages, run: own } = reportThatAddsUp((await next.result).stdout);
    assert.deepEqual([messages.sent, own.interruptedBy], [40, null]);
    for (const agent of agents) agent.kill('SIGTERM');
    assert.deepEqual(
      (await Promise.all(agents.map(({ result }) => result))).map(({ code }) => code),
      [0, 0],
    );
  });
});
