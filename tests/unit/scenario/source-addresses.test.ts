import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sourceAddresses } from '#dist/scenario/source-addresses.js';
import { problemsOf, resolve } from '../../helpers/run/scenario.js';

function addressesOf(text: string): readonly string[] | string {
  const parsed = sourceAddresses(text);
  return parsed.ok ? parsed.value : parsed.message;
}

test('addresses are named one by one, with commas between, or from one to another', () => {
  assert.deepEqual(addressesOf('127.0.0.1'), ['127.0.0.1']);
  assert.deepEqual(addressesOf(' 10.0.0.5, 10.0.0.9 '), ['10.0.0.5', '10.0.0.9']);
  assert.deepEqual(addressesOf('10.0.0.254-10.0.1.1,127.0.0.1'), [
    '10.0.0.254',
    '10.0.0.255',
    '10.0.1.0',
    '10.0.1.1',
    '127.0.0.1',
  ]);
  assert.deepEqual(addressesOf('::1,[FD00::0:2]'), ['::1', 'fd00::2']);
});

test('a range has as many addresses as lie between its ends, each once and in their order', () => {
  const dotted = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
  fc.assert(
    fc.property(fc.nat(0xffff_ff00), fc.integer({ min: 1, max: 256 }), (first, count) => {
      const range = addressesOf(`${dotted(first)}-${dotted(first + count - 1)}`);
      assert.deepEqual(
        range,
        Array.from({ length: count }, (_, index) => dotted(first + index)),
      );
    }),
  );
});

test('what is no list of addresses is refused, with what it must be', () => {
  for (const text of [
    '',
    'localhost',
    '127.0.0',
    '127.0.0.256',
    '127.0.0.01',
    '1-2',
    '127.0.0.1-8',
    '10.0.0.0/28',
    'a:b',
  ])
    assert.match(String(addressesOf(text)), /must be addresses of this machine, like 127\.0\.0\.1-127\.0\.0\.8/, text);
  assert.match(String(addressesOf('127.0.0.8-127.0.0.1')), /must name the lower address of a range first/);
  for (const text of ['10.0.0.0-10.0.1.0', '0.0.0.0-255.255.255.255', `127.0.0.1,10.0.0.0-10.0.0.255`])
    assert.match(String(addressesOf(text)), /must be 256 addresses at most/, text);
});

test('a plan has each address once, in the order in which they were named, and none when none was', async () => {
  const { plan } = await resolve({ source: ['127.0.0.2-127.0.0.3', '127.0.0.1,127.0.0.2'] });
  assert.deepEqual(plan.sources, ['127.0.0.2', '127.0.0.3', '127.0.0.1']);
  assert.equal((await resolve({})).plan.sources, undefined);
});

test('all wrong ones are told at once', async () => {
  const problems = await problemsOf({ source: ['x', '127.0.0.1', 'y'] });
  assert.equal(problems.filter((problem) => problem.startsWith('--source')).length, 2);
});
