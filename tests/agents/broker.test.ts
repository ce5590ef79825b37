import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { BrokerClock } from '#dist/agents/broker-clock.js';
import { nowUs, sleep } from '#dist/core/clock.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { agentFor, runOn } from '../helpers/agents/agent-run.js';
import { cableTo } from '../helpers/agents/cable.js';
import { brokerOf, type OwnRedis, redisFor, whyNoRedis } from '../helpers/agents/redis-server.js';
import { contradictions, planFor, practiceFor } from '../helpers/run/engine-run.js';

const skip = whyNoRedis();
const AOF = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** Runs on two agents for so long, and does something to what joins them when the flood has begun. */
async function disturbed(
  test: TestContext,
  { broker }: Pick<OwnRedis, 'broker'>,
  duration: string,
  disturb: () => Promise<void>,
  agentsBroker = broker,
): Promise<{ readonly outcome: RunOutcome; readonly told: readonly string[] }> {
  const server = await practiceFor(test);
  const agents = [agentFor(test, agentsBroker, 'near'), agentFor(test, broker, 'far')];
  const plan = await planFor(server.url, { roomSize: 'all', duration, rate: '40', drain: '1s' });
  const { run, dismiss } = await runOn(broker, plan, 2);
  const told: string[] = [];
  let disturbing: Promise<void> = Promise.resolve();
  for await (const event of run.events) {
    if (event.type === 'notice') told.push(event.message);
    if (event.type === 'phase-start' && event.phase === 'flood') disturbing = sleep(1500).then(disturb);
  }
  await disturbing;
  const outcome = await run.outcome;
  await dismiss();
  for (const agent of agents) await agent.stop();
  const { sent, received } = outcome.counters;
  assert.equal(outcome.interruption, null, told.join('\n'));
  // What was sent is counted once, and so is every copy.
  const { messages, copies } = server.truth();
  assert.equal(messages.received, sent + (outcome.firstMessages ?? 0));
  assert.ok(copies.delivered >= received && sent === outcome.counters.intended);
  assert.deepEqual([outcome.deliveries.lost, outcome.deliveries.duplicated], [0, 0]);
  assert.equal(
    outcome.timeline.reduce((sum, row) => sum + row.sent, 0),
    sent,
  );
  assert.deepEqual(contradictions(outcome), []);
  return { outcome, told };
}

describe('A broker that goes away and comes back', { skip, concurrency: 3 }, () => {
  for (const [name, args] of [
    ['forgotten everything', undefined],
    ['kept everything', AOF],
  ] as const)
    it(`costs no number when it has ${name}`, async (test) => {
      const redis = await redisFor(test, args);
      const { outcome, told } = await disturbed(test, redis, '6s', async () => {
        await redis.kill();
        await sleep(4000);
        await redis.start();
      });
      assert.ok(told.includes('The queue does not answer; the load goes on.'), told.join('\n'));
      assert.ok(
        outcome.findings.some((finding) =>
          /^The queue could not be reached for \d+\.\d s; the numbers are complete\.$/.test(finding),
        ),
        outcome.findings.join('\n'),
      );
    });
});

describe('A network between an agent and its broker', { skip, concurrency: 3 }, () => {
  for (const [name, trouble] of [
    ['that hangs and lets everything through later', 'hang'],
    ['that is cut', 'cut'],
    ['that swallows answers', 'swallow'],
  ] as const)
    it(`${name} costs no number and repeats none`, async (test) => {
      const redis = await redisFor(test);
      const cable = await cableTo(test, redis.port);
      const disturb = (): Promise<void> => cable[trouble](trouble === 'swallow' ? 1500 : 4500);
      const { outcome, told } = await disturbed(test, redis, '6s', disturb, await brokerOf(cable.url));
      if (trouble === 'swallow') return;
      assert.ok(
        told.some((line) => /^Agent near \(.*\) has been silent for 3\.\d s\.$/.test(line)),
        told.join('\n'),
      );
      assert.ok(
        outcome.findings.some((line) =>
          /^Agent near \(.*\) could not be reached for \d+\.\d s; its numbers are complete\.$/.test(line),
        ),
        outcome.findings.join('\n'),
      );
    });
});

describe('The clock of a broker', { skip }, () => {
  it('tells machines how far they are apart, to within what each says of its error', async (test) => {
    const { broker } = await redisFor(test);
    const connection = await broker.open();
    test.after(() => connection.close());
    const shiftsUs = [0, 7_300_000, -86_400_000_000];
    const clocks = shiftsUs.map((shiftUs) => new BrokerClock(connection, () => nowUs() + shiftUs));
    const readings = await Promise.all(clocks.map((clock) => clock.measure()));
    const [first] = readings;
    for (const [index, { offsetUs, errorUs }] of readings.entries()) {
      const apartUs = (first?.offsetUs ?? 0) - offsetUs;
      assert.ok(
        Math.abs(apartUs - (shiftsUs[index] ?? 0)) <= errorUs + (first?.errorUs ?? 0),
        `${apartUs} ± ${errorUs}`,
      );
      // One instant of the broker is one instant for all.
      const startUs = (clocks[index]?.fromBroker(2e15) ?? 0) - (shiftsUs[index] ?? 0);
      assert.ok(Math.abs(startUs - (clocks[0]?.fromBroker(2e15) ?? 0)) <= errorUs + (first?.errorUs ?? 0) + 2);
    }
  });
});
