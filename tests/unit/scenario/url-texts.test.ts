import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { Dialect } from '#dist/chat/dialect.js';
import { createUser } from '#dist/chat/people.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { urlBelow } from '#dist/core/url-parts.js';
import { dialectSchema } from '#dist/scenario/schema/dialect.js';
import { refusedOf, targetUrl } from '#dist/scenario/target.js';
import { upgradeRequest } from '#dist/wire/ws/upgrade.js';
import { fileOf, problemsOf } from '../../helpers/run/scenario.js';
import { runsOf } from '../../helpers/runs-of.js';

const TARGETS = [
  'http://127.0.0.1:4500',
  'https://localhost',
  'http://[::1]:4500/behind/a/proxy',
  'http://127.0.0.1/b',
];

/** What paths are made of, and what makes hosts of them elsewhere. */
const PIECES = [
  ['/', '//', '\\', '.', '..', '/./', '/../', '%2e%2e', '%2f', '%5c', '@', ':', ':80', '?', '#', '&', '=', ';', ' '],
  ['\t', '\n', '\r', '\r\nHost: 10.9.8.7\r\n', '\u0000', '\u007f', '\u0085', '\u2028', '\ud800', '\u200b', '\ufeff'],
  ['10.9.8.7', '0x0a.9.8.7', '127.0.0.1', '[::1]', 'localhost', 'evil.example', 'http:', 'https://', 'ws:', 'file:'],
  ['。', '．', '／', '＼', '＠', 'ä', '🎉', 'socket.io', 'a', '{{user.name}}', '{{user.token}}', '%', '%00', '%zz'],
].flat();
const odd = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PIECES)).map((parts) => parts.join('')),
);
const oddPath = fc.oneof(
  odd,
  odd.map((rest) => `/${rest}`),
);

const RUN = { id: 'k3f9q2', secrets: createRunSecrets() };

/** A socket of a dialect file as the run gets it; what is wrong with the file otherwise. */
function socketOf(socket: object): DialectSpec['socket'] | readonly string[] {
  const parsed = dialectSchema.safeParse({ events: { send: 'say' }, socket });
  return parsed.success ? parsed.data.socket : parsed.error.issues.map(({ message }) => message);
}

function dialectWith(socket: DialectSpec['socket']): Dialect {
  const send = { event: 'say', args: ['{{message.text}}'] };
  return new Dialect({ name: 'odd', description: '', http: {}, socket, events: { send } }, RUN);
}

/** A user to whom the server gave a token. */
function userWith(token: string): ReturnType<typeof createUser> {
  const user = createUser(RUN, 0);
  user.captures['token'] = token;
  return user;
}

/** The two lines of a handshake that say where it goes; a head of other lines than the six of ours fails. */
function linesOf(url: string): readonly [request: string, host: string] {
  const { head } = upgradeRequest(new URL(url));
  const [request = '', host = '', ...rest] = head.split('\r\n');
  assert.equal(rest.length, 6, head);
  assert.match(request, /^GET \/[\u0021-\u007e]* HTTP\/1\.1$/);
  return [request, host];
}

describe('Whatever a file says', () => {
  it('the path of a dialect is refused with a message, or dialled on the host of the target as it is written', () => {
    fc.assert(
      fc.property(oddPath, fc.constantFrom(...TARGETS), odd, (path, target, token) => {
        const socket = socketOf({ path, query: { token: '{{user.token}}', [token]: token } });
        if ('length' in socket) {
          assert.ok(socket.length > 0 && socket.every((message) => message.length > 10), String(socket));
          return;
        }
        const { host, pathname } = new URL(target);
        const url = dialectWith(socket).socketUrl(target, userWith(token));
        const [request, hostLine] = linesOf(url);
        assert.equal(new URL(url).host, host);
        assert.equal(hostLine, `Host: ${host}`);
        const prefix = pathname === '/' ? '' : pathname;
        assert.ok(request.startsWith(`GET ${prefix}/`), request);
        // No part was resolved away.
        assert.equal(new URL(url).pathname.split('/').length, `${prefix}${path}`.split('/').length, request);
        assert.doesNotMatch(request, /^GET \/\//);
      }),
      { numRuns: runsOf(1000) },
    );
  });

  it('no path leads to another host, even where nobody checked it', () => {
    fc.assert(
      fc.property(
        oddPath,
        fc.constantFrom(...TARGETS, 'http://127.0.0.1:4500//10.9.8.7'),
        odd,
        (path, target, token) => {
          const { host } = new URL(target);
          const socket = { path, query: { token: '{{user.token}}' }, namespace: '/' };
          const url = dialectWith(socket).socketUrl(target, userWith(token));
          assert.equal(new URL(url).host, host);
          assert.equal(linesOf(url)[1], `Host: ${host}`);
          assert.equal(urlBelow(target, path).host, host);
        },
      ),
      { numRuns: runsOf(1000) },
    );
  });

  it('a target is refused with a message, or dialled at the host that it shows', () => {
    const base = fc.constantFrom('http://127.0.0.1:4500', 'http://localhost', 'ws://[::1]:80', 'https://', '', 'http:');
    fc.assert(
      fc.property(fc.tuple(base, odd), ([start, rest]) => {
        const text = `${start}${rest}`;
        const parsed = targetUrl(text);
        if (!parsed.ok) {
          assert.ok(parsed.message.length > 10);
          return;
        }
        const { host, hostname } = new URL(parsed.value);
        assert.equal(new URL(text.trim()).hostname, hostname);
        assert.deepEqual(targetUrl(parsed.value), parsed);
        assert.doesNotMatch(new URL(parsed.value).pathname, /^\/\//);
        const socket = { path: '/socket.io/', query: {}, namespace: '/' };
        assert.equal(linesOf(dialectWith(socket).socketUrl(parsed.value, userWith('t')))[1], `Host: ${host}`);
        if (refusedOf([parsed.value], []).length === 0) assert.match(hostname, /^(localhost|\[::1\]|127(\.\d+){3})$/);
      }),
      { numRuns: runsOf(1000) },
    );
  });

  it('a handshake is not sent where a part of its address would end a line', () => {
    const parts = { host: '127.0.0.1', pathname: '/', search: '' };
    assert.match(upgradeRequest(parts).head, /^GET \/ HTTP\/1\.1\r\nHost: 127\.0\.0\.1\r\n/);
    for (const [part, value] of [
      ['host', '127.0.0.1\r\nX: y'],
      ['pathname', '/\r\nX: y'],
      ['search', '?a\nX: y'],
    ] as const) {
      assert.throws(() => upgradeRequest({ ...parts, [part]: value }), { kind: 'protocol.unsendable' });
    }
  });
});

describe('A file that would lead elsewhere', () => {
  it('is refused at its line, with what to write instead', async (t) => {
    const scenario = await fileOf(
      t,
      [
        'target: http://127.0.0.1:4500//10.9.8.7',
        'dialect:',
        '  http:',
        '    login: { path: //10.9.8.7/login, headers: { Host: 10.9.8.7, "X Y": a, Cookie: "a\\r\\nb" } }',
        '    history: { path: /history#x, content: text }',
        '  socket: { path: "/\\\\10.9.8.7/", namespace: "/a,b" }',
        '  events: { send: say }',
        '',
      ].join('\n'),
    );
    assert.deepEqual(await problemsOf({ scenario }), [
      'my.yaml:1:9: target: "http://127.0.0.1:4500//10.9.8.7" must have one slash before its path, like "http://127.0.0.1:4500/10.9.8.7"',
      'my.yaml:4:20: dialect.http.login.path: must start with one slash, like "/10.9.8.7/login": two would name another host, and the host is always that of the target',
      'my.yaml:4:55: dialect.http.login.headers.Host: is written by the client itself, from the target; leave it out',
      'my.yaml:4:72: dialect.http.login.headers.X Y: "X Y" is no name that a header may have',
      'my.yaml:4:83: dialect.http.login.headers.Cookie: must have no line breaks, and no characters beyond Latin-1',
      'my.yaml:5:22: dialect.http.history.path: must end before the "#", which is never sent; write %23 where it is part of a name',
      'my.yaml:6:19: dialect.socket.path: must start with one slash, like "/10.9.8.7/": two would name another host, and the host is always that of the target',
      'my.yaml:6:46: dialect.socket.namespace: must not contain a comma, which ends a namespace in every packet',
    ]);
  });

  it('is refused for all that is wrong with one path', () => {
    assert.deepEqual(socketOf({ path: '/a\\b\t/%2E./?x#y' }), [
      'must not contain a backslash, which URLs take for a slash; write / or %5C',
      String.raw`"/a\b\x09/%2E./?x#y" must not contain control characters; leave them out`,
      'must not contain . or .. between slashes; write the path that they lead to',
      'must end before the "#", which is never sent; write %23 where it is part of a name',
      'must end before the "?"; parameters have a key of their own, query',
    ]);
  });

  it('is refused as a report, too, at the place in its plan', async (t) => {
    const dialect = { socket: { path: '//10.9.8.7/socket.io/' }, events: { send: 'say' } };
    const plan = { target: 'http://127.0.0.1:4500', durationMs: 1000, dialect };
    const report = JSON.stringify({ schema: 'newyear-load/report@1', plan });
    const [problem, ...others] = await problemsOf({ scenario: await fileOf(t, report, 'report.json') });
    assert.match(problem ?? '', /^report\.json:1:\d+: dialect\.socket\.path: must start with one slash/);
    assert.deepEqual(others, []);
  });

  it('is not every file: parts, queries, dots in names and placeholders of steps are as good as before', () => {
    for (const path of ['/socket.io/', '/socket.io', '/', '/a.b/..c/d../{x}/', '/a//b/', '/ä b/', '/%2F/']) {
      assert.ok(!('length' in socketOf({ path })), path);
    }
    const login = { path: '/in/{{user.name}}?as={{user.name}}&x=1', headers: { 'X-Api': 'é {{user.name}}' } };
    assert.ok(dialectSchema.safeParse({ events: { send: 'say' }, http: { login } }).success);
    for (const target of ['http://127.0.0.1//', 'http://127.0.0.1/a//b', 'http://127.1:4500/%2F/', ' http://[::1] ']) {
      assert.ok(targetUrl(target).ok, target);
    }
  });
});
