import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createRandom } from '#dist/core/random.js';
import { Backoff, usersOfStorm } from '#dist/load/storms.js';

test('a storm takes its share of the users, the same of one seed, others of another storm', () => {
  const whole = fc.record({ users: fc.integer({ min: 2, max: 2000 }), seed: fc.nat() });
  fc.assert(
    fc.property(whole, fc.double({ min: 0.001, max: 1, noNaN: true }), (plan, share) => {
      const taken = usersOfStorm(plan, { share }, 0);
      assert.equal(taken.size, Math.round(plan.users * share));
      assert.ok([...taken].every((user) => user >= 0 && user < plan.users));
      assert.deepEqual(usersOfStorm(plan, { share }, 0), taken);
    }),
  );
  const plan = { users: 1000, seed: 7 };
  const [first, second] = [usersOfStorm(plan, { share: 0.5 }, 0), usersOfStorm(plan, { share: 0.5 }, 1)];
  const both = [...first].filter((user) => second.has(user)).length;
  assert.ok(both > 200 && both < 300, `${both} of 500 are taken twice`);
});

test('a backoff doubles from one second, half more or less, to five at the most, and nobody comes before the network does', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 60_000 }), (seed, offlineMs) => {
      const backoff = new Backoff(createRandom(seed, 'a'));
      const delays = Array.from({ length: 6 }, () => backoff.delayMs());
      for (const [tries, delayMs] of delays.entries()) {
        const middleMs = Math.min(5000, 1000 * 2 ** tries);
        assert.ok(delayMs >= middleMs / 2 && delayMs <= Math.min(5000, middleMs * 1.5), `${tries}: ${delayMs}`);
      }
      const firstMs = new Backoff(createRandom(seed, 'a')).firstMs(offlineMs);
      assert.ok(firstMs >= offlineMs && firstMs <= Math.max(1500, offlineMs + 5000));
    }),
  );
});
