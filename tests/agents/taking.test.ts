import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Command } from '#dist/agents/redis.js';
import { StartError } from '#dist/core/errors.js';
import { agentFor, runOn } from '../helpers/agents/agent-run.js';
import { brokerOf, type OwnRedis, redisFor, whyNoRedis } from '../helpers/agents/redis-server.js';
import { eventually } from '../helpers/eventually.js';
import { planFor, practiceFor } from '../helpers/run/engine-run.js';

const skip = whyNoRedis();
/** Where nothing is to be connected to. */
const NOWHERE = 'http://127.0.0.1:9';

/** What a promise is rejected with, in words. */
async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof StartError, String(thrown));
  return `${thrown.message} ${thrown.hint ?? ''}`;
}

describe('A run that waits for agents', { skip, concurrency: 3 }, () => {
  const hooks: (() => Promise<void>)[] = [];
  let redis: OwnRedis;
  before(async () => {
    redis = await redisFor({ after: (hook) => hooks.push(hook as () => Promise<void>) });
  });
  after(async () => {
    for (const hook of hooks) await hook();
  });
  const queue = (name: string): ReturnType<typeof brokerOf> => brokerOf(`${redis.url}?name=${name}`);

  it('says how many have come, and ends when too few do', async () => {
    const said: string[] = [];
    const options = { timeoutMs: 300, say: (line: string) => said.push(line) };
    const text = await refusalOf(runOn(await queue('few'), await planFor(NOWHERE), 4, options));
    assert.match(
      text,
      /^Of 4 agents 0 came within 300ms \(--agents-timeout\)\. Start more .*newyear-load agent --queue redis:.*--agents 1\.$/,
    );
    assert.deepEqual(said, ['Waiting for agents: 0 of 4 agents.']);
    const first = await planFor(NOWHERE);
    const ahead = runOn(await queue('few'), first, 1, { timeoutMs: 1500, say: (line) => said.push(line) });
    await eventually(() => said.length === 2);
    await refusalOf(runOn(await queue('few'), await planFor(NOWHERE), 1, options));
    assert.equal(said[2], `Waiting for agents: 0 of 1 agent; queued behind 1 run (${first.runId}).`);
    await refusalOf(ahead);
  });

  it('takes nobody of another version, nor who may not connect to its target, and says so on both sides', async (test) => {
    const broker = await queue('others');
    const old = agentFor(test, broker, 'old', { version: '0.0.1' });
    const said: string[] = [];
    const say = (line: string): number => said.push(line);
    const text = await refusalOf(runOn(broker, await planFor(NOWHERE), 1, { timeoutMs: 2500, say }));
    assert.match(
      text,
      /^Of 1 agent 0 came .* Agent old \(.*\) cannot take part: it has newyear-load 0\.0\.1, and the run 1\.2\.3: install the same on both\./,
    );
    assert.match(old.lines.join('\n'), /does not take this agent: it has newyear-load 0\.0\.1/);
    await old.stop();
    const close = agentFor(test, broker, 'close');
    const refused = 'it refuses chat.example: start it with --allow-host chat.example';
    const options = {
      timeoutMs: 2500,
      say,
      refusalOf: (hosts: readonly string[]) => (hosts.length === 0 ? refused : undefined),
    };
    assert.match(await refusalOf(runOn(broker, await planFor(NOWHERE), 1, options)), /--allow-host chat\.example/);
    assert.ok(
      said.some((line) => line.startsWith('Agent close (') && line.endsWith(`cannot take part: ${refused}.`)),
      said.join('\n'),
    );
    assert.match(close.lines.join('\n'), /does not take this agent: it refuses chat\.example/);
  });

  it('names all agents from which the target does not answer', async (test) => {
    const broker = await queue('nowhere');
    const names = ['blind', 'lost'];
    for (const name of names) agentFor(test, broker, name);
    const { run, dismiss } = await runOn(broker, await planFor(NOWHERE, { roomSize: 'all' }), 2);
    const refusal = await refusalOf(run.outcome);
    for (const name of names)
      assert.match(refusal, new RegExp(`^Agent ${name} \\(.*\\): Nothing answers at http://127\\.0\\.0\\.1:9`, 'm'));
    await dismiss();
  });

  it('is made once when it has a name', async (test) => {
    const broker = await queue('names');
    agentFor(test, broker, 'only');
    const { run, dismiss } = await runOn(broker, await planFor(NOWHERE), 1, { name: 'nightly' });
    await Promise.allSettled([run.outcome]);
    await dismiss();
    assert.match(
      await refusalOf(runOn(broker, await planFor(NOWHERE), 1, { name: 'nightly' })),
      /"nightly" has begun before/,
    );
  });

  it('takes agents in turn with another that wants as many, and agents that come late', async (test) => {
    const broker = await queue('two');
    const server = await practiceFor(test);
    const agents = ['a', 'b'].map((name) => agentFor(test, broker, name));
    const one = async (): Promise<readonly [number, number]> => {
      const { run, dismiss } = await runOn(
        broker,
        await planFor(server.url, { roomSize: 'all', duration: '500ms' }),
        2,
      );
      const { counters, agents: rows } = await run.outcome;
      await dismiss();
      return [counters.sent, rows.length];
    };
    const runs = [one(), one(), one()];
    assert.deepEqual(await Promise.all(runs), [
      [60, 2],
      [60, 2],
      [60, 2],
    ]);
    // Nobody had two slots of one run.
    for (const { lines } of agents) {
      const taken = lines.flatMap((line) => /^Run (\w+): agent \d of 2\.$/.exec(line)?.[1] ?? []);
      assert.deepEqual([taken.length, new Set(taken).size], [3, 3]);
    }
    const late = runOn(broker, await planFor(NOWHERE), 3);
    await eventually(() => agents.every(({ lines }) => lines.filter((line) => line.endsWith(' of 3.')).length === 1));
    agentFor(test, broker, 'late');
    const { run, dismiss } = await late;
    await Promise.allSettled([run.outcome]);
    await dismiss();
  });
});

describe('The users of docs/agents.md', { skip, concurrency: 1 }, () => {
  it('can do what is theirs and nothing else, and a wrong password is told without itself', async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'newyear-acl-'));
    test.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'users.acl');
    const page = readFileSync('docs/agents.md', 'utf8');
    writeFileSync(file, /^user default off\n(?:user .*\n)+/m.exec(page)?.[0] ?? '');
    const redis = await redisFor(test, ['--save', '', '--aclfile', file]);
    const urlOf = (user: string, password: string): string => `redis://${user}:${password}@127.0.0.1:${redis.port}`;
    const [boss, own] = await Promise.all([
      brokerOf(urlOf('boss', 'boss-password')),
      brokerOf(urlOf('agent', 'agents-password')),
    ]);
    agentFor(test, own, 'plain');
    const server = await practiceFor(test);
    const { run, plan, dismiss } = await runOn(boss, await planFor(server.url, { duration: '500ms' }), 1);
    const connection = await own.open();
    test.after(() => connection.close());
    const forbidden: readonly Command[] = [
      ['XADD', 'nyl:v1:{default}:slots', '*', 'run', 'x'],
      ['XADD', `nyl:v1:{${plan.runId}}:down`, '*', 'beat', 'x'],
      ['XADD', `nyl:v1:{${plan.runId}}:down:0`, '*', 'k', 'x'],
      ['XREAD', 'COUNT', 1, 'STREAMS', `nyl:v1:{${plan.runId}}:up`, '0'],
      ['XRANGE', `nyl:v1:{${plan.runId}}:down:0`, '-', '+'],
      ['XAUTOCLAIM', 'nyl:v1:{default}:slots', 'agents', 'me', 0, '0'],
      ['XGROUP', 'DESTROY', 'nyl:v1:{default}:slots', 'agents'],
      ['DEL', `nyl:v1:{${plan.runId}}:lease`],
      ['SET', `nyl:v1:{${plan.runId}}:lease`, '1'],
      ['KEYS', '*'],
      ['CONFIG', 'GET', 'maxmemory'],
    ];
    for (const command of forbidden) await assert.rejects(connection.ask(...command), /NOPERM/, command.join(' '));
    const { counters, interruption } = await run.outcome;
    assert.deepEqual([counters.sent, interruption], [60, null]);
    await dismiss();
    const wrong = await brokerOf(urlOf('boss', 'not-the-password'));
    const text = await refusalOf(runOn(wrong, plan, 1));
    assert.match(text, /^The queue at redis:\/\/127\.0\.0\.1:\d+ refuses us: WRONGPASS/);
    assert.ok(!text.includes('not-the-password'));
  });
});
