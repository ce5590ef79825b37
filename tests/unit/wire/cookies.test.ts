import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { CookieJar, cookieValueIn, withCookies } from '#dist/wire/cookies.js';

const NOW = Date.UTC(2030, 0, 1);
const at = (href: string): URL => new URL(href);
const LOCAL = at('http://127.0.0.1:4000/api/login');

/** `name=value` of what a request to a URL carries, after an answer from `from` that sets these. */
function sent(setCookies: readonly string[], to: string, from = LOCAL, laterMs = 0): string {
  const jar = new CookieJar();
  jar.take(from, setCookies, NOW);
  return jar
    .cookiesFor(at(to), NOW + laterMs)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

describe('A cookie', () => {
  it('goes along to the folder that set it and below, or to the path that it names', () => {
    const set = ['folder=1', 'all=2; Path=/', 'deep=3; path=/api/rooms', 'odd=4; Path=rooms'];
    assert.equal(sent(set, 'http://127.0.0.1:4000/api/rooms/7'), 'deep=3; folder=1; odd=4; all=2');
    assert.equal(sent(set, 'ws://127.0.0.1:4000/socket.io/?EIO=4'), 'all=2');
    assert.equal(sent(set, 'http://127.0.0.1:4000/apirooms'), 'all=2');
    assert.equal(sent(['a=1'], 'http://127.0.0.1/x', at('http://127.0.0.1/login')), 'a=1');
  });

  it('ends when it says so, at once by Max-Age=0 or a day in the past', () => {
    const set = [
      'a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'b=2; Expires=Wed, 02-Jan-2030 00:00:00 GMT',
    ];
    assert.equal(sent(set, LOCAL.href), 'a=1; b=2');
    assert.equal(sent(set, LOCAL.href, LOCAL, 10_000), 'b=2');
    assert.equal(sent(set, LOCAL.href, LOCAL, 86_400_000), '');
    assert.equal(sent(['a=1; Path=/', 'a=; Path=/; Max-Age=0'], LOCAL.href), '');
    assert.equal(sent(['a=1', 'a=; Max-Age=-1'], LOCAL.href), '');
    assert.equal(sent(['a=1', 'a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], LOCAL.href), '');
    assert.equal(sent(['a=1; Max-Age=soon; Expires=never', 'b=2; Expires=5'], LOCAL.href), 'a=1; b=2');
  });

  it('stands in the place of the earlier one of its name and path', () => {
    assert.equal(sent(['a=1', 'b=2', 'a=3'], LOCAL.href), 'a=3; b=2');
    assert.equal(sent(['a=1; Path=/', 'a=2; Path=/api'], LOCAL.href), 'a=2; a=1');
  });

  it('is kept for this host alone, and for what is above it', () => {
    const from = at('https://chat.example/login');
    const set = [
      'a=1; Domain=chat.example',
      'b=2; Domain=.example',
      'c=3; Domain=other.example',
      'd=4; domain=at.example',
    ];
    assert.equal(sent(set, 'wss://chat.example/', from), 'a=1; b=2');
    assert.equal(sent(['a=1; Domain=0.0.1', 'b=2; Domain=127.0.0.1'], LOCAL.href), 'b=2');
  });

  it('that is secure goes over TLS, and to this machine, which browsers trust', () => {
    const set = ['a=1; Secure; HttpOnly; SameSite=None; Path=/'];
    assert.equal(sent(set, 'ws://127.0.0.1:4000/'), 'a=1');
    assert.equal(sent(set, 'ws://localhost:4000/', at('http://localhost:4000/')), 'a=1');
    assert.equal(sent(set, 'http://chat.example/', at('http://chat.example/')), '');
    assert.equal(sent(set, 'https://chat.example/', at('https://chat.example/')), 'a=1');
    assert.equal(sent(set, 'http://chat.example/', at('https://chat.example/')), '');
  });

  it('that no request could carry is left out', () => {
    assert.equal(sent(['=1', 'a', '; Path=/', 'b=\u0000', 'c=\r\nX: y', 'd=é', 'e=ひ'], LOCAL.href), 'd=é');
    assert.equal(sent([`a=${'x'.repeat(4096)}`], LOCAL.href), '');
  });

  it('keeps its value as it came', () => {
    assert.equal(sent(['a= s%3Aabc.d=e== ; Path=/'], LOCAL.href), 'a=s%3Aabc.d=e==');
    assert.equal(sent(['a="quoted value"'], LOCAL.href), 'a="quoted value"');
  });
});

describe('A cookie jar', () => {
  it('holds the newest of what would be more than a request can carry', () => {
    const jar = new CookieJar();
    const many = Array.from({ length: 100 }, (_, index) => `c${index}=${'x'.repeat(1000)}; Path=/`);
    jar.take(LOCAL, many, NOW);
    const names = jar.cookiesFor(LOCAL, NOW).map(({ name }) => name);
    assert.deepEqual(
      names,
      Array.from({ length: 15 }, (_, index) => `c${85 + index}`),
    );
  });

  it('never holds more than that, whatever a server sends', () => {
    const attribute = fc.constantFrom(
      'Path=/',
      'Path=/api',
      'Max-Age=5',
      'Max-Age=0',
      'Secure',
      'Expires=x',
      '=',
      '',
      ';',
    );
    const setCookie = fc
      .tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 5000 }), fc.array(attribute))
      .map(([name, value, attributes]) => [`${name}=${value}`, ...attributes].join('; '));
    fc.assert(
      fc.property(fc.array(setCookie, { maxLength: 30 }), (setCookies) => {
        const jar = new CookieJar();
        for (const one of setCookies) jar.take(LOCAL, [one], NOW);
        const cookie = withCookies({}, jar, LOCAL)['Cookie'] ?? '';
        assert.ok(cookie.length <= 16 * 1024);
        assert.doesNotMatch(cookie, /[^\t\u0020-\u007e\u0080-\u00ff]/);
      }),
    );
  });
});

describe('The headers of a request', () => {
  it('are the very same where there is no cookie', () => {
    const headers = { A: 'b' };
    assert.equal(withCookies(headers, new CookieJar(), LOCAL), headers);
    assert.equal(withCookies(headers, undefined, LOCAL), headers);
  });

  it('have one line for cookies, in which those that are written out go before kept ones of the same name', () => {
    const jar = new CookieJar();
    jar.take(LOCAL, ['a=kept', 'b=kept'], NOW);
    assert.deepEqual(withCookies({}, jar, LOCAL), { Cookie: 'a=kept; b=kept' });
    assert.deepEqual(withCookies({ cookie: 'a=mine; c=1' }, jar, LOCAL), { cookie: 'a=mine; c=1; b=kept' });
    assert.deepEqual(withCookies({ COOKIE: '' }, jar, LOCAL), { COOKIE: 'a=kept; b=kept' });
  });
});

describe('The value that an answer gives a cookie', () => {
  it('is the last one, whatever it is for', () => {
    assert.equal(cookieValueIn(['a=1', 'a=2; Domain=far.example; Path=/x', 'b=3'], 'a'), '2');
    assert.equal(cookieValueIn(['a=1'], 'A'), undefined);
    assert.equal(cookieValueIn([], 'a'), undefined);
  });
});
