import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { PHASE_TABLE, PHASES } from '#dist/core/phases.js';
import type { RunPlan } from '#dist/core/plan.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { WorkerPool } from '#dist/engine/main/pool.js';
import { startRun } from '#dist/engine/main/run.js';
import type { FromWorker, ToWorker, WorkerStart } from '#dist/engine/messages.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { endpointOf } from '../../../helpers/run/endpoint.js';
import { planFor, practiceFor } from '../../../helpers/run/engine-run.js';
import { inProcess, type Trouble } from '../../../helpers/run/in-process-worker.js';

/** What all workers of a plan are started with. */
function startOf(plan: RunPlan): ConstructorParameters<typeof WorkerPool>[0] {
  return { plan, secrets: createRunSecrets(), endpoint: endpointOf(plan), originUs: nowUs() };
}

/** A short run with observers. */
const SHORT: FlagValues = { duration: '300ms', rate: '100', canary: true };

describe('The controller of a run, without a thread', { concurrency: 2 }, () => {
  it('takes every worker through the phases in their order and adds up what they say', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { ...SHORT, workers: '2' });
    const told = new Map<WorkerStart['role'], ToWorker['type'][]>();
    const outcome = await startRun(plan, { startWorker: inProcess([], told) }).outcome;
    const performed = PHASES.filter((phase) => PHASE_TABLE[phase].applies(plan));
    assert.deepEqual(
      outcome.phases.map(({ name }) => name),
      performed,
    );
    assert.equal(outcome.counters.sent, 30);
    assert.equal(outcome.deliveries.received, 120);
    assert.equal(outcome.deliveries.lost, 0);
    const script = 'phase phase phase phase phase senders prepare flood phase close-accounts summarise phase';
    for (const role of [0, 1]) assert.equal(told.get(role)?.join(' '), script, `worker ${role}`);
    assert.equal(told.get('canary')?.join(' '), script.replace('senders prepare', 'probe prepare'));
  });

  it('goes on without a worker that dies in the flood, and reports what is known of all', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { ...SHORT, workers: '2', canary: false });
    const run = startRun(plan, { startWorker: inProcess([{ role: 1, diesAt: 'flood' }]) });
    const outcome = await run.outcome;
    assert.equal(outcome.interruption, 'worker-crashed');
    assert.ok(outcome.findings.some((finding) => finding.startsWith('Worker 1 died: it was told to.')));
    assert.equal(outcome.rooms.length, plan.rooms - 1);
    assert.equal(outcome.deliveries.lost, 0);
  });

  it('does not wait for observers that died while the run was set up', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, SHORT);
    const run = startRun(plan, { startWorker: inProcess([{ role: 'canary', diesAt: 'probe' }]) });
    const outcome = await run.outcome;
    assert.equal(outcome.interruption, null);
    assert.equal(outcome.canary, null);
    assert.equal(outcome.deliveries.received, 120);
  });
});

describe('The workers of a run', { concurrency: 2 }, () => {
  /** Workers of a plan, on a server of their own, all listening. */
  async function poolFor(test: TestContext, troubles: readonly Trouble[]): Promise<WorkerPool> {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, SHORT);
    const pool = new WorkerPool(startOf(plan), inProcess(troubles), {
      onMessage: () => undefined,
      onDeath: () => undefined,
    });
    test.after(() => pool.end());
    await pool.ready(pool.alive);
    return pool;
  }

  it('are asked phase by phase: a late end of one phase is not taken for that of the next', async (test) => {
    const pool = await poolFor(test, [{ role: 0, late: { type: 'phase-done', phase: 'register', byMs: 300 } }]);
    const register = pool.phaseDone('register', pool.fleet);
    pool.broadcast({ type: 'phase', phase: 'register', startUs: 0 });
    const login = pool.phaseDone('login', pool.fleet);
    pool.broadcast({ type: 'phase', phase: 'login', startUs: 0 });
    assert.deepEqual(
      (await login).map(({ phase }) => phase),
      ['login'],
    );
    assert.deepEqual(
      (await register).map(({ phase }) => phase),
      ['register'],
    );
  });

  it('do one thing at a time: what is still going on ends before the next begins', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { ...SHORT, canary: false });
    const ends: string[] = [];
    const pool = new WorkerPool(startOf(plan), inProcess(), {
      onMessage: (_worker, message: FromWorker) => {
        if (message.type === 'phase-done') ends.push(`${message.phase} ${message.tally.succeeded}`);
      },
      onDeath: () => undefined,
    });
    test.after(() => pool.end());
    await pool.ready(pool.alive);
    pool.broadcast({ type: 'phase', phase: 'register', startUs: 0 });
    const login = pool.phaseDone('login', pool.fleet);
    pool.broadcast({ type: 'phase', phase: 'login', startUs: 0 });
    await login;
    // Nobody had registered when that was cut short, so nobody could log in.
    assert.deepEqual(ends, ['register 0', 'login 0']);
  });

  it('that say nothing at the end are left out after a while', async (test) => {
    const pool = await poolFor(test, [{ role: 'canary', late: { type: 'summary', byMs: 1000 } }]);
    const { fleet, canary } = await pool.summarise(200);
    assert.equal(fleet.length, pool.fleet.length);
    assert.equal(canary, undefined);
  });

  it('that die answer nothing, and nobody waits for them', async (test) => {
    const pool = await poolFor(test, [{ role: 0, diesAt: 'senders' }]);
    assert.deepEqual(await pool.ask({ type: 'senders' }, 'senders', pool.fleet), []);
    assert.deepEqual(pool.fleetAlive, []);
  });
});
