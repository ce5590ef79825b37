import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capacitySchema } from '#dist/capacity/report/capacity-schema.js';
import { toolInfo } from '#dist/cli/tool.js';
import { agentFor } from '../helpers/agents/agent-run.js';
import { redisFor, whyNoRedis } from '../helpers/agents/redis-server.js';
import { startCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { reportThatAddsUp } from '../helpers/run/adds-up.js';
import { practiceFor } from '../helpers/run/engine-run.js';

const skip = whyNoRedis();

describe('On agents, from the command line', { skip, concurrency: 1 }, () => {
  it('stages, connection tests and searches are those of every run', async (test) => {
    const { broker, url } = await redisFor(test);
    const { version } = toolInfo();
    for (const name of ['one', 'two']) agentFor(test, broker, name, { version });
    const server = await practiceFor(test);
    const queue = ['--agents', '2', '--queue', url, '--target', server.url, '--json'];
    const load = ['--users', '12', '--rooms', '4', '--room-size', 'all', '--drain', '500ms', '--no-canary'];
    const shared = [...queue, ...load];

    const staged = await runHere(['run', ...shared, '--stage', '500ms@40', '--stage', 'more=1s@80']);

    // Its times are no results on a busy machine; its counts are.
    assert.ok(staged.code === 0 || staged.code === 4, staged.stderr);
    const { stages, messages, deliveries, generator } = reportThatAddsUp(staged.stdout);
    assert.deepEqual(
      stages.map(({ name, messages: own, deliveries: copies }) => [name, own.sent, copies.received]),
      [
        ['stage 1', 20, 60],
        ['more', 80, 240],
      ],
    );
    assert.deepEqual([messages.sent, deliveries.lost, generator.agents.length], [100, 0, 2]);
    // Each stage has rows for the workers of both agents.
    for (const { generator: own } of stages)
      assert.deepEqual(
        own?.workers.map(({ agent }) => agent).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
        ['one', 'two'],
      );

    const connected = await runHere(['connect', ...queue, '--users', '7', '--duration', '300ms']);
    assert.ok(connected.code === 0 || connected.code === 4, connected.stderr);
    const { connections, generator: crew } = reportThatAddsUp(connected.stdout);
    assert.deepEqual([connections.opened, crew.agents.map(({ workers }) => workers)], [7, [1, 1]]);

    const search = ['--from', '50', '--max', '100', '--trial', '1s', '--trials', '1s', '--slo', 'lost==0'];
    const searched = await runHere(['capacity', ...shared, ...search]);
    const { trials, goals } = capacitySchema.parse(JSON.parse(searched.stdout));
    assert.deepEqual(
      goals.map(({ lowerBound, why }) => [lowerBound, why]),
      [[100, 'max-load']],
      searched.stderr,
    );
    // All trials were held on the same agents, with nobody signed up twice.
    assert.ok(trials.length >= 2);
    assert.equal(server.truth().signups, 31);
  });

  it('a part for which the limits of an agent are too low is refused by the name of each that is so', async (test) => {
    const { url } = await redisFor(test);
    const server = await practiceFor(test);
    const limits = { narrow: 150, tight: 160 };
    const agents = Object.entries(limits).map(([name, limit]) =>
      startCli(['agent', '--queue', url, '--name', name, '--workers', '1'], {
        wrapper: ['sh', '-c', `ulimit -n ${limit}; exec "$@"`, 'sh'],
      }),
    );
    const queue = ['--agents', '2', '--queue', url, '--target', server.url];
    const { code, stderr } = await runHere(['connect', ...queue, '--users', '240', '--quiet']);
    for (const agent of agents) agent.kill('SIGTERM');
    await Promise.all(agents.map(({ result }) => result));
    assert.equal(code, 3, stderr);
    for (const [name, limit] of Object.entries(limits))
      assert.match(
        stderr,
        new RegExp(
          `Agent ${name} \\(.*\\): The plan needs \\d+ file descriptors for its 120 connections, and this process may open ${limit}\\.`,
        ),
      );
    assert.match(stderr, /An agent like this one can hold \d+ users: with --agents \d+ each has no more/);
    assert.equal(server.truth().signups, 0);
  });
});
