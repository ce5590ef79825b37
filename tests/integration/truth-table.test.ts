import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXPERIMENTS } from '#dist/truth/experiments.js';
import { renderTruth, truthToJson } from '#dist/cli/commands/truth/render.js';
import { about, exactly, rowOf, says, timeWithin, type TruthRow, unmadeRow } from '#dist/truth/row.js';

const TRIAL = { experiment: 'copies dropped', faults: ['drop=1/97'], workers: 4 };

const ROWS: readonly TruthRow[] = [
  rowOf(TRIAL, exactly('copies lost', 51, 51), null),
  rowOf(TRIAL, exactly('copies received', 1_234_567, 1_234_569), null),
  rowOf(TRIAL, about('messages in the worst second', 1000, 990, 20), 'tried again, because it was late'),
  rowOf({ ...TRIAL, workers: 1 }, timeWithin('p99 of response times', 250, 254.32, 4.5), null),
  rowOf({ ...TRIAL, workers: 1 }, timeWithin('p50 of response times', 250, null, 4.5), null),
  rowOf({ ...TRIAL, workers: 1 }, says('verdict', 'not INVALID', 'VALID', true), null),
  unmadeRow({ experiment: 'stolen', faults: [], workers: 1 }, 'skip', 'there is no taskset '.repeat(9)),
];

describe('A row of truth', () => {
  it('passes within its tolerance, and not without a number', () => {
    assert.deepEqual(
      ROWS.map(({ result }) => result),
      ['pass', 'fail', 'pass', 'pass', 'fail', 'pass', 'skip'],
    );
    assert.equal(rowOf(TRIAL, exactly('copies lost', 0, Number.NaN), null).result, 'fail');
  });

  it('says how far a number is off', () => {
    assert.deepEqual(
      ROWS.slice(0, 3).map(({ error }) => error),
      [0, 2, -10],
    );
  });
});

describe('The table of truth', () => {
  it('reads well on 80 columns', () => {
    assert.deepEqual(renderTruth(ROWS.slice(0, 6), 80).split('\n'), [
      '  property                            truth    reported     error  allowed',
      'copies dropped (drop=1/97), 4 workers',
      '  copies lost                            51          51         0           pass',
      '  copies received                 1,234,567   1,234,569        +2           FAIL',
      '  messages in the worst second        1,000         990       -10      ±20  pass',
      '    tried again, because it was late',
      'copies dropped (drop=1/97), 1 worker',
      '  p99 of response times              250 ms    254.3 ms   +4.3 ms  ±4.5 ms  pass',
      '  p50 of response times              250 ms           –         –  ±4.5 ms  FAIL',
      '  verdict                       not INVALID       VALID         –           pass',
      '',
      '4 of 6 pass, 2 fail, 0 skipped',
      '',
    ]);
  });

  it('never exceeds the width, and keeps names and notes whole at 80', () => {
    const rows = EXPERIMENTS.map(({ name, faults }) =>
      rowOf({ experiment: name, faults, workers: 4 }, says('x', 'y', 'y'), null),
    );
    for (const table of [renderTruth(ROWS, 80), renderTruth(rows, 80)]) {
      assert.ok(table.split('\n').every((line) => line.length <= 80));
      assert.ok(!table.includes('…'));
    }
    assert.ok(
      renderTruth(ROWS, 66)
        .split('\n')
        .every((line) => line.length <= 67),
    );
  });

  it('has no line but the heading and the sum without rows', () => {
    assert.equal(renderTruth([], 80).split('\n').length, 4);
  });

  it('is JSON with the same rows and their counts', () => {
    const json: unknown = JSON.parse(truthToJson(ROWS));
    assert.deepEqual(json, { schema: 'newyear-load/truth@1', passed: 4, failed: 2, skipped: 1, rows: ROWS });
  });
});
