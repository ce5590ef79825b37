import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { OperationError } from '#dist/core/operation-error.js';
import { DialGuard, LOOPBACK_ONLY } from '#dist/net/dial-guard.js';
import { refusedOf, targetUrl } from '#dist/scenario/target.js';
import { namesLeadTo } from '../../helpers/wire/names.js';

/** The kind and the words of a refusal; undefined when the host may be dialled. */
function refusalOfDial(guard: DialGuard, host: string): readonly [kind: string, words: string] | undefined {
  try {
    guard.admit(host);
    return undefined;
  } catch (thrown) {
    assert.ok(thrown instanceof OperationError);
    return [thrown.kind, thrown.message];
  }
}

/** What looking a name up comes to: the addresses, or the kind of the refusal. */
function lookUp(lookup: LookupFunction, name: string, all: boolean): Promise<readonly string[] | string> {
  return new Promise((resolve) => {
    lookup(name, { all }, (error, found) => {
      if (error !== null) resolve(error instanceof OperationError ? error.kind : String(error.code));
      else resolve(typeof found === 'string' ? [found] : found.map(({ address }: LookupAddress) => address));
    });
  });
}

describe('Where a connection may go', () => {
  it('is this machine, where nobody says otherwise', () => {
    const mapped = ['::ffff:127.0.0.1', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '::FFFF:7FFF:9', '::ffff:7f12:3456'];
    for (const host of ['localhost', '127.0.0.1', '127.255.0.9', '::1', '[::1]', ...mapped]) {
      assert.equal(refusalOfDial(LOOPBACK_ONLY, host), undefined, host);
    }
  });

  it('is nowhere else, also where an address only looks like one of this machine', () => {
    const hosts = [
      ['10.9.8.7', '0.0.0.0', '128.0.0.1', '::', '[::2]', '::ffff:10.9.8.7', '[::ffff:a09:807]', 'fe80::1'],
      [
        '::ffff:8000:1',
        '::ffff:7e00:1',
        '::ffff:7f0:1',
        '::fffe:7f00:1',
        '::7f00:1',
        '1::ffff:7f00:1',
        '::ffff:7f00:1:1',
      ],
      [
        '127.1',
        '0x7f.1',
        '2130706433',
        '127.0.0.1.example.org',
        'localhost.',
        'localhost.example.org',
        'example.org',
        '',
      ],
    ].flat();
    for (const host of hosts) {
      const [kind, words] = refusalOfDial(LOOPBACK_ONLY, host) ?? [];
      assert.equal(kind, 'generator.host-not-allowed', host);
      assert.ok(words?.startsWith(`${host} is not on this machine`) === true, words);
    }
  });

  it('is a host that was named, in brackets or without, and no other', () => {
    const guard = new DialGuard(['chat.example', '10.0.0.7', '[fd00::1]']);
    for (const host of ['chat.example', '10.0.0.7', 'fd00::1', '[fd00::1]', 'localhost']) {
      assert.equal(refusalOfDial(guard, host), undefined, host);
    }
    for (const host of ['other.example', 'sub.chat.example', '10.0.0.70', 'fd00::2']) {
      assert.ok(refusalOfDial(guard, host) !== undefined, host);
    }
  });

  it('is for a URL of a flag the host of that URL alone', () => {
    const guard = DialGuard.forUrl('https://hooks.example:8443/x?y=http://other.example');
    assert.equal(refusalOfDial(guard, 'hooks.example'), undefined);
    assert.ok(refusalOfDial(guard, 'other.example') !== undefined);
  });

  it('is the same for a plan and at the moment of dialling', () => {
    const host = fc.oneof(
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.domain(),
      fc.constantFrom(
        'localhost',
        'LOCALHOST',
        '127.0.0.1',
        '127.1',
        '[::1]',
        '[0:0::1]',
        '0.0.0.0',
        '[::ffff:127.0.0.1]',
      ),
      fc.tuple(fc.constant('127'), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(host, fc.boolean(), (text, isAllowed) => {
        const target = targetUrl(`http://${text}:4000`);
        if (!target.ok) return;
        const { hostname } = new URL(target.value);
        const allowed = isAllowed ? [hostname] : [];
        const mayPlan = refusedOf([target.value], allowed).length === 0;
        assert.equal(refusalOfDial(new DialGuard(allowed), hostname) === undefined, mayPlan, hostname);
      }),
    );
  });
});

describe('Looking a name up while dialling', () => {
  for (const all of [false, true]) {
    it(`refuses localhost where it leads to another machine (${all ? 'all addresses' : 'one address'})`, async () => {
      const elsewhere = new DialGuard([], { resolve: namesLeadTo('10.9.8.7') });
      assert.equal(await lookUp(elsewhere.admit('localhost').lookup, 'localhost', all), 'generator.host-not-allowed');
      const here = new DialGuard([], { resolve: namesLeadTo('127.0.0.1', '::1') });
      const found = await lookUp(here.admit('localhost').lookup, 'localhost', all);
      assert.deepEqual(found, all ? ['127.0.0.1', '::1'] : ['127.0.0.1']);
    });

    it(`takes a name that was allowed wherever it leads (${all ? 'all addresses' : 'one address'})`, async () => {
      const guard = new DialGuard(['chat.example', 'localhost'], { resolve: namesLeadTo('10.9.8.7') });
      for (const name of ['chat.example', 'localhost']) {
        assert.deepEqual(await lookUp(guard.admit(name).lookup, name, all), ['10.9.8.7']);
      }
    });
  }

  it('refuses localhost where but one of its addresses is another machine’s', async () => {
    for (const addresses of [
      ['127.0.0.1', '10.9.8.7'],
      ['::ffff:10.9.8.7', '127.0.0.1'],
    ]) {
      const guard = new DialGuard([], { resolve: namesLeadTo(...addresses) });
      assert.equal(await lookUp(guard.admit('localhost').lookup, 'localhost', true), 'generator.host-not-allowed');
    }
  });

  it('hands on that a name leads nowhere', async () => {
    const guard = new DialGuard([], { resolve: namesLeadTo() });
    assert.equal(await lookUp(guard.admit('localhost').lookup, 'localhost', true), 'ENOTFOUND');
  });
});
