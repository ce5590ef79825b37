import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPartFits } from '#dist/agents/part-fit.js';
import { StartError } from '#dist/core/errors.js';
import type { Machine } from '#dist/engine/main/machine-fit.js';
import { planFor } from '../../helpers/run/engine-run.js';

const NOWHERE = 'http://127.0.0.1:9';
const MACHINE: Machine = {
  descriptors: 400,
  ports: 28_232,
  addresses: [],
  hasWholeLoopback: true,
  availableBytes: 2 ** 33,
};

/** Why a part does not fit, and what would help. */
function hintOf(check: () => void): string {
  try {
    check();
  } catch (thrown) {
    assert.ok(thrown instanceof StartError, String(thrown));
    return `${thrown.message}\n${thrown.hint ?? ''}`;
  }
  return 'it fits';
}

test('a part that does not fit on an agent is refused with as many agents as would do, and these do', async () => {
  const plan = await planFor(NOWHERE, { users: '900', rooms: '90', roomSize: 'all' });
  const check = (users: number): string => hintOf(() => checkPartFits({ plan, users, workers: 1 }, MACHINE));
  const said = check(450);
  assert.match(said, /^The plan needs 5\d\d file descriptors for its 450 connections, and this process may open 400\./);
  const [, most = '', agents = ''] = /can hold (\d+) users: with --agents (\d+) each has no more/.exec(said) ?? [];
  assert.equal(Number(agents), Math.ceil(900 / Number(most)));
  assert.deepEqual([check(Number(most)), check(Number(most) + 1) === 'it fits'], ['it fits', false]);
});

test('a room that is larger than an agent can hold is refused with the size that it can have', async () => {
  const plan = await planFor(NOWHERE, { users: '900', rooms: '2', roomSize: 'all' });
  const check = (users: number): string => hintOf(() => checkPartFits({ plan, users, workers: 1 }, MACHINE));
  const said = check(450);
  const [, most = ''] =
    /the largest room has 450, which are all on one agent: .* of (\d+) members at the most\.$/.exec(said) ?? [];
  assert.deepEqual([check(Number(most)), check(Number(most) + 1) === 'it fits'], ['it fits', false]);
});

test('what is wrong with any number of users is told as it is', async () => {
  const plan = { ...(await planFor(NOWHERE)), sources: ['192.0.2.1'] };
  const said = hintOf(() => checkPartFits({ plan, users: 12, workers: 1 }, MACHINE));
  assert.match(said, /192\.0\.2\.1 is no address of this machine/);
  assert.doesNotMatch(said, /can hold/);
});
