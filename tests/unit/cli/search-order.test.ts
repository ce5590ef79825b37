import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeSearchOrder } from '#dist/cli/commands/capacity/take-search-order.js';
import { fileOf } from '../../helpers/run/scenario.js';

test('a search leaves out the stages of its scenario, with the thresholds that name them, and says so', async (t) => {
  const text = `
rate: 100
stages:
  - { name: evening,  duration: 2s, rate: 100% }
  - { name: midnight, duration: 1s, rate: 400% }
thresholds: [lost@midnight==0]
`;
  const scenario = await fileOf(t, text);
  const flags = { scenario, embedded: true };
  const { varied, order } = await takeSearchOrder(flags, flags, {}, []);
  assert.deepEqual([varied.plan.stages, varied.plan.thresholds], [[], []]);
  assert.deepEqual(order.scenario.notices, [
    "the scenario's 2 stages are left out: a trial of a search holds one load",
  ]);
});
