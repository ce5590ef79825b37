import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartError } from '#dist/core/errors.js';
import type { RunPlan } from '#dist/core/plan.js';
import { checkFits, type Machine, thisMachine } from '#dist/engine/main/machine-fit.js';
import { resolve } from '../../../helpers/run/scenario.js';

const LARGE: Machine = {
  descriptors: Infinity,
  mostDescriptors: Infinity,
  ports: 28_232,
  addresses: ['127.0.0.1', '::1', '10.0.0.5'],
  hasWholeLoopback: true,
  availableBytes: 64 * 2 ** 30,
};

const { plan: ONE_ENTRANCE } = await resolve({ users: '1000', allowHost: ['chat.example', '10.0.0.9'] });

/** What does not fit, and what would help. */
function misfitOf(plan: Partial<RunPlan>, machine: Partial<Machine> = {}, ownMemoryBytes = 1): string {
  const whole = { ...ONE_ENTRANCE, ...plan };
  try {
    checkFits(
      { plan: whole, estimate: { connections: whole.users, ownMemoryBytes }, listening: 0 },
      { ...LARGE, ...machine },
    );
    return '';
  } catch (thrown) {
    assert.ok(thrown instanceof StartError);
    return `${thrown.message} ${thrown.hint ?? ''}`;
  }
}

test('as many connections fit as one address has ports, and more with more addresses or targets', () => {
  assert.equal(misfitOf({ users: 28_226 }), '');
  assert.equal(
    misfitOf({ users: 100_000 }),
    'The plan opens 100,006 connections to 127.0.0.1:4000, and one address of this machine has ports for 28,232. Let them come from several: --source 127.0.0.1-127.0.0.8, or widen net.ipv4.ip_local_port_range.',
  );
  assert.equal(misfitOf({ users: 56_458, otherTargets: ['http://127.0.0.1:4001'] }), '');
  assert.match(misfitOf({ users: 56_459, otherTargets: ['http://127.0.0.1:4001'] }), /to 2 targets/);
  const sources = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
  assert.equal(misfitOf({ users: 84_690, sources }), '');
  assert.match(
    misfitOf({ users: 84_691, sources }),
    /3 addresses of this machine have ports for 84,696\. .*127\.0\.0\.7/,
  );
  assert.equal(misfitOf({ users: 1_000_000 }, { ports: undefined }), '');
});

test('for a target on another machine, addresses of its network are to be taken', () => {
  assert.match(
    misfitOf({ users: 60_000, target: 'https://chat.example' }),
    /to chat\.example:443, .*Let them come from 5 addresses of this machine \(--source 10\.0\.0\.5-10\.0\.0\.9, say\)/,
  );
});

test('addresses that this machine does not have are named, beside those that it has', () => {
  assert.match(
    misfitOf({ sources: ['10.0.0.5', '10.0.0.6', '127.9.9.9'], target: 'http://chat.example' }, {}),
    /^10\.0\.0\.6 is no address of this machine, .*\nNo connection from 127\.9\.9\.9 leads to chat\.example \(--source\)\. It has 127\.0\.0\.1, ::1 and 10\.0\.0\.5 and all of 127\.0\.0\.0\/8/,
  );
  assert.match(misfitOf({ sources: ['127.9.9.9'] }, { hasWholeLoopback: false }), /127\.9\.9\.9 is no address/);
  assert.equal(misfitOf({ sources: ['127.9.9.9', '10.0.0.5'] }), '');
});

test('an address leads to targets of its own family, and from loopback to loopback', () => {
  assert.match(misfitOf({ sources: ['::1'] }), /No connection from ::1 leads to 127\.0\.0\.1:4000/);
  assert.match(misfitOf({ sources: ['127.0.0.1'], target: 'http://[::1]:4000' }), /leads to \[::1\]:4000/);
  assert.match(misfitOf({ sources: ['127.0.0.1'], target: 'http://10.0.0.9' }), /leads to 10\.0\.0\.9/);
  assert.equal(misfitOf({ sources: ['::1'], target: 'http://[::1]:4000' }), '');
  assert.equal(misfitOf({ sources: ['10.0.0.5'], target: 'http://10.0.0.9' }), '');
  assert.equal(misfitOf({ sources: ['127.0.0.1'], target: 'http://localhost:4000' }), '');
});

test('descriptors and memory that are short are told together', () => {
  const both = misfitOf({}, { descriptors: 1024, availableBytes: 2 ** 20 }, 2 ** 30);
  assert.match(
    both,
    /The plan needs 1,\d+ file descriptors for its 1,000 connections, and this process may open 1,024\./,
  );
  assert.match(both, /about 1\S* GiB of memory here for its 1,000 connections, and 1\S* MiB are free/);
  assert.match(both, /Free some, take fewer users, or a machine with more\./);
});

test('what is too much for the hard limit of one process is for several, of which there are as many as it takes', () => {
  const limited = { descriptors: 1024, mostDescriptors: 4096 };
  const agentsOf = (users: number): string | undefined =>
    /Or let (\d+) processes on this machine share the connections, .*: start newyear-load agent \1 times, and add --agents \1 /.exec(
      misfitOf({ users }, limited),
    )?.[1];
  assert.deepEqual([agentsOf(3000), agentsOf(4500), agentsOf(20_000)], [undefined, '2', '5']);
  assert.match(
    misfitOf({ users: 3000 }, limited),
    /Raise the limit of open files in this shell first: ulimit -n 3\d\d\d$/,
  );
  assert.match(
    misfitOf({ users: 4500 }, limited),
    /The hard limit of this process is 4096, so that ulimit -n 4\d\d\d alone/,
  );
});

test('this machine is one on which a small plan fits', () => {
  assert.ok(thisMachine().availableBytes > 2 ** 20);
  assert.ok(thisMachine().addresses.includes('127.0.0.1'));
});
