import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { acceptFor, parseUpgradeAnswer, upgradeRequest } from '#dist/wire/ws/upgrade.js';

/** The head of a good answer, with some lines changed, added, or left out where undefined. */
function headWith(
  changes: Readonly<Record<string, string | undefined>> = {},
  status = 'HTTP/1.1 101 Switching Protocols',
): string {
  const headers = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Accept': 'abc=', ...changes };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [status, ...lines].join('\r\n');
}

describe('A request for WebSocket', () => {
  it('expects what RFC 6455 answers to its example', () => {
    assert.equal(acceptFor('dGhlIHNhbXBsZSBub25jZQ=='), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('is a complete HTTP request with a key of sixteen bytes, and expects the answer to it', () => {
    const { head, accept } = upgradeRequest(new URL('ws://127.0.0.1:4000/socket.io/?EIO=4&token=a%20b#part'));
    const key = /^Sec-WebSocket-Key: (.*)$/m.exec(head)?.[1]?.trim() ?? '';
    assert.equal(Buffer.from(key, 'base64').length, 16);
    assert.equal(accept, acceptFor(key));
    assert.equal(
      head,
      [
        'GET /socket.io/?EIO=4&token=a%20b HTTP/1.1',
        'Host: 127.0.0.1:4000',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${key}`,
        '\r\n',
      ].join('\r\n'),
    );
  });

  it('names the host without a port that goes without saying, and an IPv6 address in brackets', () => {
    assert.match(upgradeRequest(new URL('ws://chat.example:80')).head, /^GET \/ HTTP\/1\.1\r\nHost: chat\.example\r\n/);
    assert.match(upgradeRequest(new URL('wss://chat.example:443/x')).head, /\r\nHost: chat\.example\r\n/);
    assert.match(upgradeRequest(new URL('ws://[::1]:4000/x')).head, /\r\nHost: \[::1\]:4000\r\n/);
  });

  it('has further headers behind those of the handshake, none of which ends its line', () => {
    const url = new URL('ws://127.0.0.1/');
    const { head } = upgradeRequest(url, { Origin: 'https://chat.example', Cookie: 'a=1; b=2' });
    assert.match(head, /\r\nSec-WebSocket-Key: .*\r\nOrigin: https:\/\/chat\.example\r\nCookie: a=1; b=2\r\n\r\n$/);
    assert.throws(() => upgradeRequest(url, { Authorization: 'Bearer a\r\nHost: other' }), {
      kind: 'protocol.unsendable',
    });
  });

  it('has another key every time', () => {
    const url = new URL('ws://127.0.0.1/');
    assert.notEqual(upgradeRequest(url).accept, upgradeRequest(url).accept);
  });
});

describe('An answer to a request for WebSocket', () => {
  it('is read with its status and its accept', () => {
    assert.deepEqual(parseUpgradeAnswer(headWith()), {
      status: 101,
      accept: 'abc=',
      choosesUnasked: false,
      server: undefined,
      bodyLength: undefined,
      isChunked: false,
      setCookies: [],
    });
  });

  it('sets several cookies, whose dates have commas', () => {
    const cookies = ['Set-Cookie: io=1; Expires=Wed, 21 Oct 2030 07:28:00 GMT', 'set-cookie: route=2'];
    const answer = parseUpgradeAnswer([headWith(), ...cookies].join('\r\n'));
    assert.deepEqual(answer?.setCookies, ['io=1; Expires=Wed, 21 Oct 2030 07:28:00 GMT', 'route=2']);
  });

  it('is read whatever the case of its names and the space around its values', () => {
    const head =
      'HTTP/1.1 101\r\nUPGRADE:WebSocket\r\nconnection: keep-alive , Upgrade\t\r\nsec-websocket-accept:\t abc= ';
    assert.equal(parseUpgradeAnswer(head)?.accept, 'abc=');
    const twice = headWith({ Connection: 'keep-alive', connection: 'upgrade' });
    assert.equal(parseUpgradeAnswer(twice)?.accept, 'abc=');
  });

  it('accepts nothing where a header is missing or says something else', () => {
    const bad = [
      { Upgrade: undefined },
      { Upgrade: 'h2c' },
      { Connection: undefined },
      { Connection: 'close' },
      { Connection: 'not-upgrade' },
      { 'Sec-WebSocket-Accept': undefined },
    ];
    for (const changes of bad) assert.equal(parseUpgradeAnswer(headWith(changes))?.accept, undefined);
  });

  it('does not accept the right key beside another', () => {
    const twice = headWith({ 'sec-websocket-accept': 'def=' });
    assert.equal(parseUpgradeAnswer(twice)?.accept, 'abc=, def=');
  });

  it('may choose nothing that was not offered', () => {
    for (const name of ['Sec-WebSocket-Extensions', 'sec-websocket-protocol']) {
      assert.equal(parseUpgradeAnswer(headWith({ [name]: 'permessage-deflate' }))?.choosesUnasked, true);
    }
  });

  it('is read with any status', () => {
    for (const [line, status] of [
      ['HTTP/1.0 404 Not Found', 404],
      ['HTTP/1.1 503', 503],
      ['HTTP/1.1 400 ', 400],
    ] as const) {
      assert.equal(parseUpgradeAnswer(headWith({}, line))?.status, status);
    }
  });

  it('is no HTTP where its first line is not', () => {
    for (const line of [
      '',
      'HTTP/1.1',
      'HTTP/1.1 ',
      'HTTP/1.1 1010',
      'HTTP/1.1 10',
      'HTTP/2 101',
      'http/1.1 101',
      'SSH-2.0-x',
    ]) {
      assert.equal(parseUpgradeAnswer(headWith({}, line)), undefined, line);
    }
  });

  it('makes nothing throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(':', '\r\n', 'a:', 'HTTP/1.1 101'))), (parts) => {
        const rest = parts.join('');
        parseUpgradeAnswer(rest);
        assert.equal(parseUpgradeAnswer(`HTTP/1.1 200 OK\r\n${rest}`)?.status, 200);
      }),
    );
  });
});
