import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { checkPartFits } from '#dist/agents/part-fit.js';
import { StartError } from '#dist/core/errors.js';
import { type Mate, neighboursOf } from '#dist/agents/allot.js';
import { ownMachine } from '#dist/agents/own-machine.js';
import type { Machine, Neighbour } from '#dist/engine/main/machine-fit.js';
import { planFor } from '../../helpers/run/engine-run.js';

const NOWHERE = 'http://127.0.0.1:9';
const MACHINE: Machine = {
  descriptors: 400,
  mostDescriptors: 400,
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
  const check = (users: number): string =>
    hintOf(() => checkPartFits({ plan, users, workers: 1, beside: [] }, MACHINE));
  const said = check(450);
  assert.match(said, /^The plan needs 5\d\d file descriptors for its 450 connections, and this process may open 400\./);
  const [, most = '', agents = ''] = /can hold (\d+) users: with --agents (\d+) each has no more/.exec(said) ?? [];
  assert.equal(Number(agents), Math.ceil(900 / Number(most)));
  assert.deepEqual([check(Number(most)), check(Number(most) + 1) === 'it fits'], ['it fits', false]);
});

test('a room that is larger than an agent can hold is refused with the size that it can have', async () => {
  const plan = await planFor(NOWHERE, { users: '900', rooms: '2', roomSize: 'all' });
  const check = (users: number): string =>
    hintOf(() => checkPartFits({ plan, users, workers: 1, beside: [] }, MACHINE));
  const said = check(450);
  const [, most = ''] =
    /the largest room has 450, which are all on one agent: .* of (\d+) members at the most\.$/.exec(said) ?? [];
  assert.deepEqual([check(Number(most)), check(Number(most) + 1) === 'it fits'], ['it fits', false]);
});

test('what is wrong with any number of users is told as it is', async () => {
  const plan = { ...(await planFor(NOWHERE)), sources: ['192.0.2.1'] };
  const said = hintOf(() => checkPartFits({ plan, users: 12, workers: 1, beside: [] }, MACHINE));
  assert.match(said, /192\.0\.2\.1 is no address of this machine/);
  assert.doesNotMatch(said, /can hold/);
});

describe('Agents on one machine', async () => {
  const plan = await planFor('http://127.0.0.1:4000', { users: '100000', rooms: '1000', roomSize: 'all' });
  const roomy = { ...MACHINE, descriptors: 20_000, mostDescriptors: 20_000 };
  const mate = (sources: readonly string[] = [], sharesMemory = true): Neighbour => ({
    sources,
    users: 16_667,
    workers: 1,
    sharesMemory,
  });
  const five = (...given: Parameters<typeof mate>): Neighbour[] => Array.from({ length: 5 }, () => mate(...given));
  const saidOf = (sources: readonly string[], beside: readonly Neighbour[], machine = roomy): string =>
    hintOf(() =>
      checkPartFits(
        { plan: { ...plan, ...(sources.length === 0 ? {} : { sources }) }, users: 16_667, workers: 1, beside },
        machine,
      ),
    );
  const eight = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 1}`);

  it('share the ports of the addresses that they share', () => {
    assert.match(
      saidOf([], five()),
      /^The plan opens 100,0\d\d connections to 127\.0\.0\.1:4000, those of 5 more agents on it included, and one address of this machine has ports for 28,232\.\nLet them come from several: newyear-load agent --source 127\.0\.0\.1-127\.0\.0\.8, or widen .*\nOr start some of the agents that are on this machine on another\.$/,
    );
    assert.equal(saidOf(eight, five(eight)), 'it fits');
    assert.match(
      saidOf(eight.slice(0, 3), five(eight.slice(0, 3))),
      /3 addresses of this machine have ports for 84,696\./,
    );
    // Each with one of its own.
    assert.equal(
      saidOf(
        ['127.0.0.9'],
        eight.slice(0, 5).map((address) => mate([address])),
      ),
      'it fits',
    );
    assert.match(
      saidOf(eight.slice(0, 2), [mate(['127.0.0.1']), mate(['127.0.0.3'])], {
        ...roomy,
        ports: 20_000,
      }),
      /opens 33,3\d\d connections .* those of 1 more agent on it included; 25,0\d\d of them come from 127\.0\.0\.1, which has ports for 20,000\./,
    );
  });

  it('share what is free of its memory, where that of none is limited', () => {
    const small = { ...roomy, availableBytes: 2 ** 30 };
    assert.match(
      saidOf(eight, five(eight), small),
      /^The plan needs about 1\.\d GiB of memory here for 100,002 connections, those of 5 more agents on it included, and 1\.0 GiB are free\./,
    );
    assert.equal(saidOf(eight, five(eight, false), small), 'it fits');
  });

  it('are those with the same addresses, and not those of another machine', () => {
    const facts = {
      id: '1',
      name: 'one',
      host: 'box',
      version: '1',
      protocol: 2,
      cpus: 2,
      workers: 1,
      allowedHosts: [],
    };
    const at = (network: string, hasOwnMemory: boolean, users: number): Mate => ({
      facts: { ...facts, sources: eight, network, hasOwnMemory },
      users,
      workers: 2,
    });
    const mates = [at('here', false, 1), at('there', false, 2), at('here', true, 3), at('here', false, 4)];
    const neighbour = (users: number, sharesMemory: boolean): Neighbour => ({
      sources: eight,
      users,
      workers: 2,
      sharesMemory,
    });
    assert.deepEqual(neighboursOf(0, mates), [neighbour(3, false), neighbour(4, true)]);
    assert.deepEqual(neighboursOf(1, mates), []);
    assert.deepEqual(neighboursOf(2, mates), [neighbour(1, false), neighbour(4, false)]);
    assert.deepEqual(ownMachine(), ownMachine());
  });
});
