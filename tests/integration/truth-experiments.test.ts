import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as ledger from '#dist/truth/checks/ledger.js';
import type { Check, Experiment } from '#dist/truth/experiment.js';
import { EXPERIMENTS } from '#dist/truth/experiments.js';
import { type Place, trialsOf } from '#dist/truth/laboratory.js';
import { exactly, says, type TruthRow } from '#dist/truth/row.js';
import { runExperiments } from '#dist/truth/run-truth.js';
import { contradictions } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { startPracticeHere } from '../helpers/run/practice-here.js';

const COUNTING = EXPERIMENTS.filter(({ alone }) => alone === undefined);

/** As in the command: a server that is killed, and faults beside each other with one worker and with four. */
const isApart = ({ name, killAfterMs }: Experiment): boolean => killAfterMs !== undefined || name === 'three at once';

/** Server and workers in the process of the test, which start in no time. */
const TOGETHER: Place = { startServer: startPracticeHere, startWorker: inProcess() };

/** Whatever the server does, no count of a report is larger than what it counts. */
const reportAddsUp: Check = ({ outcome }) =>
  says('contradictions in the report', '', contradictions(outcome).join('; '));

function experiment(given: Partial<Experiment> = {}): Experiment {
  return { name: 'a run', faults: [], flags: {}, workers: [1], hasObservers: false, checks: [ledger.lost], ...given };
}

function nameOf({ experiment: name, workers, property }: TruthRow): string {
  return `${name}, ${workers}: ${property}`;
}

describe('Experiments that count', () => {
  it('find exactly what the server did, in every property', async () => {
    const told: TruthRow[] = [];
    const checked = COUNTING.map((one) => ({ ...one, checks: [...one.checks, reportAddsUp] }));
    const onRow = (row: TruthRow): number => told.push(row);
    const apart = await runExperiments(checked.filter(isApart), { isFast: true, onRow });
    const together = checked.filter((one) => !isApart(one));
    const rows = [...apart];
    // One after the other: their servers and workers have one thread between them.
    for (const one of together) rows.push(...(await runExperiments([one], { isFast: true, onRow, place: TOGETHER })));
    assert.deepEqual(
      rows.filter(({ result }) => result !== 'pass'),
      [],
    );
    const expected = [...COUNTING]
      .toSorted((one, other) => Number(isApart(other)) - Number(isApart(one)))
      .flatMap((one) => trialsOf(one, true).map(({ workers }) => `${one.name} ${workers}`));
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
    const rows = await runExperiments([wrong], { isFast: true, place: TOGETHER });
    assert.deepEqual(
      rows.map(({ property, error, result }) => ({ property, error, result })),
      [{ property: 'answer', error: -1, result: 'fail' }],
    );
  });

  it('counts again with a longer drain when copies still came at the end of the first one', async () => {
    const slow = experiment({ faults: ['delay=1500ms'], flags: { drain: '1200ms' } });
    const rows = await runExperiments([slow], { isFast: true, place: TOGETHER });
    assert.deepEqual(
      rows.map(({ property, result, note }) => ({ property, result, note })),
      [
        {
          property: 'copies lost',
          result: 'pass',
          note: 'tried again, because copies still came when the drain ended',
        },
      ],
    );
  });

  it('fails, and goes on, when a server does not start', async () => {
    const broken = experiment({ name: 'broken', faults: ['no-such-fault'] });
    const sound = experiment({ flags: { duration: '100ms' } });
    const rows = await runExperiments([broken, sound], { isFast: true, place: TOGETHER });
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
    // One flood alone would take longer.
    assert.ok(performance.now() - startedAt < 30_000);
  });
});
