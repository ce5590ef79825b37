import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarise } from '#dist/metrics/latency-summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import { reportContext } from '../helpers/report/outcome.js';
import { measure } from '../helpers/run/engine-run.js';
import { fileOf } from '../helpers/run/scenario.js';

function phasesOf({ phases }: RunOutcome): string[] {
  return phases.map(({ name, attempted, succeeded }) => `${name} ${succeeded}/${attempted}`).slice(0, 5);
}

const ALL = ['register 12/12', 'login 12/12', 'rooms 3/3', 'connect 12/12', 'join 12/12'];

for (const arrive of ['60/s', 'overlapped']) {
  test(`users who come ${arrive} walk the whole way beside each other, and then the load begins as ever`, async (t) => {
    const { outcome, truth } = await measure(t, [], { arrive, workers: '3', duration: '500ms' }, { cpuCount: 8 });
    assert.deepEqual(phasesOf(outcome), ALL);
    assert.deepEqual([truth.signups, truth.connections.accepted], [12, 12]);
    assert.equal(outcome.counters.sent, 60);
    assert.equal(outcome.deliveries.received, 60 * 4);
    assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
    const [register, , , connect] = outcome.phases;
    // The last of twelve comes 183 ms after the first, and all phases count from the first.
    if (arrive === '60/s') assert.ok((register?.durationMs ?? 0) >= 183 && (connect?.durationMs ?? 0) >= 183);
  });
}

test('who cannot sign up does not go on, and the others still get their rooms', async (t) => {
  const { outcome, truth } = await measure(t, ['refuse-signup=1/6'], { arrive: '100/s', duration: '300ms' });
  const [register, login, rooms, connect] = outcome.phases;
  assert.deepEqual([register?.failed, login?.attempted, rooms?.succeeded, connect?.succeeded], [2, 10, 3, 10]);
  assert.equal(truth.connections.accepted, 10);
  assert.ok(outcome.counters.sent > 0);
});

test('connections count from the planned moment, with what came before them', async (t) => {
  const { outcome } = await measure(t, [], { arrive: '200/s' }, { kind: 'connect' });
  assert.deepEqual(phasesOf(outcome).slice(0, 3), ['register 12/12', 'login 12/12', 'connect 12/12']);
  const [register, login, connect] = outcome.phases.map(({ latency }) => summarise(latency));
  assert.ok((connect?.mean ?? 0) > (register?.mean ?? 0) + (login?.mean ?? 0));
});

test('texts of any length bring their marks back', async (t) => {
  const { outcome } = await measure(t, [], { textBytes: '1-3000', duration: '300ms' });
  assert.equal(outcome.counters.sent, 36);
  assert.equal(outcome.deliveries.received, 36 * 4);
});

test('of a scenario with loud rooms the room of rank r gets 1 ÷ r of the messages of the loudest, with any number of workers', async (t) => {
  const scenario = await fileOf(t, 'activity: zipf\n');
  const runs = [];
  for (const workers of ['1', '3']) {
    const { outcome } = await measure(t, [], { scenario, rate: '1000', duration: '500ms', workers }, { cpuCount: 8 });
    runs.push(outcome.rooms.map(({ sent }) => sent).toSorted((a, b) => b - a));
    assert.equal(outcome.deliveries.lost, 0);
  }
  assert.deepEqual(runs[1], runs[0]);
  // A part of a cycle is a sample of it: 6/11, 3/11 and 2/11 of 500, more or less.
  const [loud = 0, middle = 0, quiet = 0] = runs[0] ?? [];
  assert.equal(loud + middle + quiet, 500);
  for (const [sent, expected] of [
    [loud, 273],
    [middle, 136],
    [quiet, 91],
  ] as const)
    assert.ok(Math.abs(sent - expected) < 40, `${sent} instead of about ${expected}`);
});
