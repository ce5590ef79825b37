import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { nowUs } from '#dist/core/clock.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { SET_UP_PHASES } from '#dist/core/phases.js';
import { StartError } from '#dist/core/errors.js';
import { Announcer } from '#dist/engine/main/announcer.js';
import { USUAL_RECOGNITION } from '#dist/engine/messages.js';
import { Fleet } from '#dist/engine/main/fleet.js';
import { OwnThreads } from '#dist/engine/main/hosts.js';
import { startRun } from '#dist/engine/main/run.js';
import { verdictOf } from '#dist/judgement/verdict.js';
import { loadOf } from '#dist/load/load.js';
import { endpointOf } from '../../../helpers/run/endpoint.js';
import { planFor, practiceFor } from '../../../helpers/run/engine-run.js';
import { inProcess } from '../../../helpers/run/in-process-worker.js';

const OUT_OF_DESCRIPTORS = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });

describe('A fleet that is asked for its account in the middle of a flood', { concurrency: 2 }, () => {
  for (const rate of ['2000', 'max']) {
    it(`sends and counts nothing after it, at the rate ${rate}`, async (test) => {
      const server = await practiceFor(test);
      const plan = await planFor(server.url, { rate, duration: '10s', workers: '2', canary: false });
      const start = { plan, secrets: createRunSecrets(), endpoint: endpointOf(plan) };
      const announcer = new Announcer(
        () => undefined,
        (text) => text,
      );
      const hosts = new OwnThreads(plan, announcer, inProcess());
      const fleet = new Fleet(start, hosts, announcer, {
        onSecond: () => undefined,
        onEchoHeard: () => undefined,
        onDeath: (_role, cause) => assert.fail(cause),
      });
      test.after(async () => {
        await fleet.end(Promise.resolve());
        await hosts.end();
      });
      await fleet.ready();
      for (const phase of SET_UP_PHASES) await fleet.perform(phase);
      const { pairs: senders } = await fleet.senders();
      await fleet.prepare(USUAL_RECOGNITION, true);
      const flooding = fleet.flood({ load: loadOf(plan), startUs: nowUs() + 20_000, echo: true, senders });
      await wait(200);
      fleet.stop();
      const summary = await fleet.summarise();
      await flooding;
      const inRooms = summary.fleet.flatMap(({ rooms }) => rooms).reduce((sum, room) => sum + room.sent, 0);
      const { sent, intended } = fleet.counted.counters;
      assert.ok(sent > 0);
      assert.equal(sent, inRooms);
      assert.ok(intended >= sent);
    });
  }
});

describe('A worker that dies for want of a descriptor', { concurrency: 2 }, () => {
  it('keeps the run from beginning when it dies before it listens', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { workers: '2', canary: false });
    const run = startRun(plan, { startWorker: inProcess([{ role: 1, diesAt: 'start', of: OUT_OF_DESCRIPTORS }]) });
    await assert.rejects(run.outcome, (thrown: unknown) => {
      assert.ok(thrown instanceof StartError);
      assert.match(thrown.message, /^Of the worker threads, 1 could not be started: EMFILE/);
      assert.match(thrown.hint ?? '', /ulimit -n/);
      return true;
    });
  });

  it('later makes the run INVALID for that reason, too, be it only the observers’', async (test) => {
    for (const role of [1, 'canary'] as const) {
      const server = await practiceFor(test);
      const plan = await planFor(server.url, { workers: '2', duration: '300ms', canary: true });
      const run = startRun(plan, { startWorker: inProcess([{ role, diesAt: 'flood', of: OUT_OF_DESCRIPTORS }]) });
      const outcome = await run.outcome;
      assert.equal(outcome.errors['generator.EMFILE'], 1);
      assert.equal(outcome.interruption, role === 1 ? 'worker-crashed' : null);
      const { level, reasons } = verdictOf(outcome);
      assert.equal(level, 'INVALID');
      assert.ok(reasons.some(({ code }) => code === 'generator-errors'));
    }
  });
});
