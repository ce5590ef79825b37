import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as ledger from '#dist/truth/checks/ledger.js';
import type { Experiment } from '#dist/truth/experiment.js';
import { EXPERIMENTS } from '#dist/truth/experiments.js';
import { trialsOf } from '#dist/truth/laboratory.js';
import { exactly, type TruthRow } from '#dist/truth/row.js';
import { runExperiments } from '#dist/truth/run-truth.js';

const COUNTING = EXPERIMENTS.filter(({ alone }) => alone === undefined);

function experiment(given: Partial<Experiment> = {}): Experiment {
  return { name: 'a run', faults: [], flags: {}, workers: [1], hasObservers: false, checks: [ledger.lost], ...given };
}

function nameOf({ experiment: name, workers, property }: TruthRow): string {
  return `${name}, ${workers}: ${property}`;
}

describe('Experiments that count', () => {
  it('find exactly what the server did, in every property', async () => {
    const told: TruthRow[] = [];
    const rows = await runExperiments(COUNTING, { isFast: true, onRow: (row) => told.push(row) });
    assert.deepEqual(
      rows.filter(({ result }) => result !== 'pass'),
      [],
    );
    const expected = COUNTING.flatMap((one) => trialsOf(one, true).map(({ workers }) => `${one.name} ${workers}`));
    assert.deepEqual([...new Set(rows.map((row) => `${row.experiment} ${row.workers}`))], expected);
    assert.deepEqual(told.map(nameOf).toSorted(), rows.map(nameOf).toSorted());
  });
});

describe('A table of experiments', () => {
  it('has a name for each, and makes all of them with one worker and some with four', () => {
    assert.equal(new Set(EXPERIMENTS.map(({ name }) => name)).size, EXPERIMENTS.length);
    assert.ok(EXPERIMENTS.every(({ workers }) => workers.includes(1)));
    assert.ok(COUNTING.every(({ workers }) => workers.includes(4)));
  });

  it('says so when a number is wrong', async () => {
    const wrong = experiment({ flags: { duration: '100ms' }, checks: [() => exactly('answer', 42, 41)] });
    const rows = await runExperiments([wrong], { isFast: true });
    assert.deepEqual(
      rows.map(({ property, error, result }) => ({ property, error, result })),
      [{ property: 'answer', error: -1, result: 'fail' }],
    );
  });

  it('fails, and goes on, when a server does not start', async () => {
    const broken = experiment({ name: 'broken', faults: ['no-such-fault'] });
    const sound = experiment({ flags: { duration: '100ms' } });
    const rows = await runExperiments([broken, sound], { isFast: true });
    assert.deepEqual(
      rows.map(({ result }) => result),
      ['fail', 'pass'],
    );
    assert.match(rows[0]?.note ?? '', /no-such-fault/);
  });

  it('ends at once when it is told to, and keeps nothing of what was cut short', async () => {
    const stop = new AbortController();
    const long = experiment({ flags: { duration: '30s' } });
    const startedAt = performance.now();
    setTimeout(() => stop.abort(), 1500);
    const rows = await runExperiments([long, long, long, long], { isFast: true, signal: stop.signal });
    assert.deepEqual(rows, []);
    assert.ok(performance.now() - startedAt < 8000);
  });
});
