import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { StartError } from '#dist/core/errors.js';
import { hostName, refusedOf, targetUrl } from '#dist/scenario/target.js';
import { otlpUrl } from '#dist/scenario/urls.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

const normal = (text: string): string | undefined => {
  const parsed = targetUrl(text);
  return parsed.ok ? parsed.value : undefined;
};

test('ws and wss mean the same server as http and https, and a slash at the end means nothing', () => {
  assert.equal(normal('ws://127.0.0.1:4000'), 'http://127.0.0.1:4000');
  assert.equal(normal('wss://chat.example.org/base/'), 'https://chat.example.org/base');
  assert.equal(normal('HTTP://LOCALHOST:4000/'), 'http://localhost:4000');
});

test('what is no base URL of a server is rejected', () => {
  for (const text of [
    '',
    'localhost:4000',
    '127.0.0.1:4000',
    'ftp://x/',
    'http:x',
    'http://',
    'http://a:b@x/',
    'http://x/?a',
    'http://x/#a',
  ]) {
    assert.equal(normal(text), undefined, text);
  }
});

test('no complaint about a URL quotes what may be a secret in it', () => {
  for (const parse of [targetUrl, otlpUrl])
    for (const text of [
      'ftp://me:pass-4711@x/?key=4711',
      'me:pass-4711@x',
      'http//me:pa/ss-4711@x',
      'http://me:pass-4711@x:99999/',
      'http://me:pass-4711@x/',
      'x/?key=4711',
      'x#4711',
    ]) {
      const parsed = parse(text);
      assert.ok(!parsed.ok && !parsed.message.includes('4711'), text);
    }
  const parsed = targetUrl('http://x/a?key=4711');
  assert.equal(parsed.ok || parsed.message, '"http://x/a?…" must end before the "?" or "#"');
});

test('every loopback address is accepted without being named', () => {
  fc.assert(
    fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c) => {
      assert.deepEqual(refusedOf([`http://127.${a}.${b}.${c}:4000`], []), []);
    }),
  );
  assert.deepEqual(refusedOf(['http://[::1]:4000', 'https://localhost'], []), []);
});

test('names and addresses that only look like loopback are refused', () => {
  const hosts = [
    '127.0.0.1.example.org',
    'localhost.example.org',
    '0.0.0.0',
    '10.0.0.1',
    '[::2]',
    '128.0.0.1',
    'example.org',
  ];
  const targets = hosts.map((host) => `http://${host}`);
  assert.deepEqual(refusedOf(targets, []), targets);
});

test('a host is allowed in any spelling of its name', () => {
  assert.deepEqual(hostName('Chat.Example.org'), { ok: true, value: 'chat.example.org' });
  assert.deepEqual(hostName('fd00::1'), { ok: true, value: '[fd00::1]' });
  for (const text of ['', 'http://x', 'x:80', 'x/y', 'a@b', '*']) assert.equal(hostName(text).ok, false, text);
});

test('a target on another machine is refused with the flag that allows it', async () => {
  await assert.rejects(resolve({ target: 'wss://chat.example.org' }), (error) => {
    assert.ok(error instanceof StartError);
    assert.equal(error.exitCode, 3);
    assert.match(error.hint ?? '', /--allow-host chat\.example\.org/);
    return true;
  });
});

test('of several targets each must be allowed, and all that are not are named at once', async () => {
  const target = ['http://127.0.0.1:4000', 'http://one.example', 'http://two.example:81', 'http://two.example:82'];
  await assert.rejects(resolve({ target }), (error) => {
    assert.ok(error instanceof StartError);
    assert.match(
      error.message,
      /^http:\/\/one\.example, http:\/\/two\.example:81 and http:\/\/two\.example:82 are not on/,
    );
    assert.match(error.hint ?? '', /--allow-host one\.example --allow-host two\.example$/);
    return true;
  });
  const allowHost = ['one.example'];
  await assert.rejects(resolve({ target, allowHost }), /http:\/\/two\.example:81 and http:\/\/two\.example:82 are/);
  const { plan } = await resolve({ target, allowHost: [...allowHost, 'two.example'] });
  assert.deepEqual([plan.target, ...plan.otherTargets], target);
});

test('targets come from a file, too, as one or as a list, and those of the command line go over all of them', async (t) => {
  const targetsIn = async (target: unknown, flags: FlagValues = {}): Promise<readonly string[]> => {
    const { plan } = await resolve({ scenario: await fileOf(t, { target }), ...flags });
    return [plan.target, ...plan.otherTargets];
  };
  const [one, two] = ['http://127.0.0.1:4001', 'http://127.0.0.1:4002'];
  assert.deepEqual(await targetsIn(one), [one]);
  assert.deepEqual(await targetsIn([one, two]), [one, two]);
  assert.deepEqual(await targetsIn([one, two], { target: ['ws://127.0.0.1:4003'] }), ['http://127.0.0.1:4003']);
});

test('what is no list of different targets is told, each at its place', async (t) => {
  const scenario = await fileOf(t, { target: ['http://127.0.0.1:4001', 'nowhere', 'ws://127.0.0.1:4001/'] });
  const problems = await problemsOf({ scenario });
  assert.equal(problems.length, 2);
  assert.match(problems[0] ?? '', /my\.yaml:\d+:\d+: target\.1: "nowhere"/);
  assert.match(problems[1] ?? '', /target\.2: .*named twice/);
  assert.match(
    (await problemsOf({ target: ['http://127.0.0.1:1', 'http://127.0.0.1:1/'] })).join(),
    /--target: .*named twice/,
  );
  assert.match((await problemsOf({ scenario: await fileOf(t, { target: [] }) })).join(), /target/);
});

test('a target on another machine is taken when its host was allowed', async () => {
  const { plan } = await resolve({ target: 'wss://chat.example.org', allowHost: ['other', 'CHAT.example.org'] });
  assert.equal(plan.target, 'https://chat.example.org');
  assert.deepEqual(plan.allowedHosts, ['other', 'chat.example.org']);
});

test('bad flags come before the policy', async () => {
  assert.deepEqual(await problemsOf({ target: 'http://example.org', users: '1' }), [
    '--users: "1" must be a whole number from 2 to 1000000',
  ]);
});

test('a scenario file cannot allow a host by itself', async (t) => {
  const scenario = await fileOf(t, 'target: http://example.org\nallowHost: [example.org]\n');
  assert.match((await problemsOf({ scenario })).join('\n'), /my\.yaml:2:1: unknown key "allowHost"/);
});

test('the practice server replaces the target of a file, but not one that was asked for', async (t) => {
  const scenario = await fileOf(t, 'target: http://example.org\n');
  const { plan, embedded } = await resolve({ scenario, embedded: true });
  assert.equal(plan.target, 'http://127.0.0.1:4000');
  assert.equal(embedded, true);
  assert.deepEqual(await problemsOf({ target: 'http://127.0.0.1', embedded: true }), [
    '--target: must be left out with --embedded, which starts its own',
  ]);
});
