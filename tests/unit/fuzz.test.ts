import assert from 'node:assert/strict';
import test from 'node:test';
import { fuzz } from '../helpers/fuzz/fuzz.js';
import { FUZZ_TARGETS } from '../helpers/fuzz/targets.js';
import { runsOf } from '../helpers/runs-of.js';

/** Enough to notice that a promise is broken in a common way; `bench/fuzz.mjs` goes on from here. */
const INPUTS = runsOf(150);

for (const target of FUZZ_TARGETS) {
  test(`fuzz of ${target.name}: ${target.describe}`, async () => {
    const { accepted, refused } = await fuzz(target, { seed: 20_261_231, inputs: INPUTS });
    assert.equal(accepted + refused, INPUTS);
    assert.ok(accepted > 0, 'inputs of which none is accepted test the first check alone');
    assert.ok(refused > 0, 'inputs of which none is refused test no check');
  });
}
