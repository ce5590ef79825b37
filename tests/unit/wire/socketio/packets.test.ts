import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { describe, it } from 'node:test';
import { decodePacket } from 'engine.io-parser';
import * as fc from 'fast-check';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import type { JsonValue } from '#dist/core/json.js';
import {
  encodeAck,
  encodeConnect,
  encodeDisconnect,
  encodeEvent,
  PONG,
  parsePacket,
  readPacket,
  type ServerPacket,
} from '#dist/wire/socketio/packets.js';
import { runsOf } from '../../../helpers/runs-of.js';

/** An event as a packet says it. */
function event(namespace: string, name: string, args: readonly unknown[], ackId?: number, parts = 0): ServerPacket {
  return { type: 'event', namespace, name, args, ackId, parts };
}

/** The confirmation of a CONNECT. */
function connected(namespace: string, sid?: string, pid?: string): ServerPacket {
  return { type: 'connect', namespace, answer: { sid, pid } };
}

/** Every packet of the annotated session in docs/protocol.md, and what it says. */
const LITERALS: readonly (readonly [string, ServerPacket])[] = [
  [
    '0{"sid":"NTZi","upgrades":[],"pingInterval":25000,"pingTimeout":60000,"maxPayload":100000000}',
    {
      type: 'open',
      handshake: { sid: 'NTZi', pingIntervalMs: 25_000, pingTimeoutMs: 60_000, maxPayloadBytes: 100_000_000 },
    },
  ],
  ['1', { type: 'close' }],
  ['2', { type: 'ping' }],
  ['3', { type: 'pong' }],
  ['2probe', { type: 'ping' }],
  ['6', { type: 'noop' }],
  ['40', connected('/')],
  ['40{"sid":"oUBU"}', connected('/', 'oUBU')],
  ['40{"sid":"oUBU","pid":"kIqG"}', connected('/', 'oUBU', 'kIqG')],
  ['40{"sid":5,"pid":{}}', connected('/')],
  ['40/admin,{"sid":"oUBU"}', connected('/admin', 'oUBU')],
  ['40/admin', connected('/admin')],
  ['41', { type: 'disconnect', namespace: '/' }],
  ['41/admin,', { type: 'disconnect', namespace: '/admin' }],
  ['42["joined_room",{"roomId":"f16f"}]', event('/', 'joined_room', [{ roomId: 'f16f' }])],
  ['42/admin,["hi"]', event('/admin', 'hi', [])],
  ['4213["hi",1]', event('/', 'hi', [1], 13)],
  ['42/admin,13["hi",1]', event('/admin', 'hi', [1], 13)],
  ['42[7,"numbers may be names"]', event('/', '7', ['numbers may be names'])],
  ['431["done"]', { type: 'ack', namespace: '/', id: 1, args: ['done'] }],
  ['43/admin,12[]', { type: 'ack', namespace: '/admin', id: 12, args: [] }],
  ['44{"message":"Authentication error"}', { type: 'connect-error', namespace: '/', message: 'Authentication error' }],
  ['44{"message":"no","data":{"code":"E42"}}', { type: 'connect-error', namespace: '/', message: 'no {"code":"E42"}' }],
  ['44{"code":5}', { type: 'connect-error', namespace: '/', message: '{"code":5}' }],
  ['44/admin,{"message":"no"}', { type: 'connect-error', namespace: '/admin', message: 'no' }],
  ['44"Invalid namespace"', { type: 'connect-error', namespace: '/', message: 'Invalid namespace' }],
  ['44', { type: 'connect-error', namespace: '/', message: 'no reason given' }],
  ['451-["file",{"_placeholder":true,"num":0}]', event('/', 'file', [{ _placeholder: true, num: 0 }], undefined, 1)],
  [
    '452-/admin,["file",{"_placeholder":true,"num":0}]',
    event('/admin', 'file', [{ _placeholder: true, num: 0 }], undefined, 2),
  ],
  [
    '461-3[{"_placeholder":true,"num":0}]',
    { type: 'ack', namespace: '/', id: 3, args: [{ _placeholder: true, num: 0 }] },
  ],
];

const ILLEGAL = [
  '',
  '0',
  '0{}',
  '0{"sid":5}',
  '0null',
  '5',
  '7',
  'x',
  '4',
  '47',
  '4x',
  '42',
  '42{}',
  '42[]',
  '42[{}]',
  '42["a"',
  '42/admin,',
  '<html>',
  'HTTP/1.1 200 OK',
];

const namespaces = fc.oneof(fc.constant('/'), fc.stringMatching(/^\/[\w./-]{1,12}$/));
const values = fc.jsonValue() as fc.Arbitrary<JsonValue>;
const encoder = new Encoder();
const officially = (packet: Packet): string => `4${String(encoder.encode(packet)[0])}`;

describe('A packet', () => {
  for (const [text, packet] of LITERALS) {
    it(`${text} is read as ${packet.type}`, () => assert.deepEqual(parsePacket(text), packet));
  }

  for (const text of ILLEGAL) {
    it(`${JSON.stringify(text)} is illegal, with a reason`, () => {
      const packet = parsePacket(text);
      assert.equal(packet.type, 'illegal');
      assert.ok('reason' in packet && packet.reason.length > 0);
    });
  }

  it('is read where it lies, and is illegal when its bytes are not UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (payload) => {
        const bytes = Buffer.concat([Buffer.from('xx42["'), payload, Buffer.from('"]xx')]);
        const packet = readPacket(bytes, 2, bytes.length - 2);
        if (isUtf8(payload)) assert.deepEqual(packet, parsePacket(bytes.toString().slice(2, -2)));
        else assert.deepEqual(packet, { type: 'illegal', reason: 'a text that is not UTF-8' });
      }),
    );
  });

  it('is written as the protocol has it', () => {
    assert.equal(PONG, '3');
    assert.equal(encodeConnect('/'), '40');
    assert.equal(encodeConnect('/', { token: 't' }), '40{"token":"t"}');
    assert.equal(encodeConnect('/admin'), '40/admin,');
    assert.equal(encodeConnect('/admin', { token: 't' }), '40/admin,{"token":"t"}');
    assert.equal(encodeDisconnect('/'), '41');
    assert.equal(encodeDisconnect('/admin'), '41/admin,');
    assert.equal(encodeEvent('/', 'join_room', [{ roomId: 'f16f' }]), '42["join_room",{"roomId":"f16f"}]');
    assert.equal(encodeEvent('/admin', 'a "quoted" name', []), '42/admin,["a \\"quoted\\" name"]');
  });

  it('that connects without credentials has no payload, since null is none', () => {
    assert.equal(encodeConnect('/', null), '40');
  });

  it('without heartbeat times gets those of Engine.IO, and a limit that is none is none', () => {
    assert.deepEqual(parsePacket('0{"sid":"a","pingInterval":"soon","maxPayload":"much"}'), {
      type: 'open',
      handshake: { sid: 'a', pingIntervalMs: 25_000, pingTimeoutMs: 20_000, maxPayloadBytes: undefined },
    });
  });
});

describe('Packets and the official parsers', () => {
  it('agree on every event that we write', () => {
    fc.assert(
      fc.property(namespaces, fc.string(), fc.array(values, { maxLength: 4 }), fc.nat(), (nsp, name, args, id) => {
        const packet = encodeEvent(nsp, name, args);
        assert.equal(packet, officially({ type: PacketType.EVENT, nsp, data: [name, ...args] }));
        const asking = encodeEvent(nsp, name, args, id);
        assert.equal(asking, officially({ type: PacketType.EVENT, nsp, data: [name, ...args], id }));
      }),
    );
  });

  it('agree on connecting and disconnecting', () => {
    const credentials = fc.option(fc.dictionary(fc.string(), values), { nil: undefined });
    fc.assert(
      fc.property(namespaces, credentials, (nsp, auth) => {
        assert.equal(encodeConnect(nsp, auth), officially({ type: PacketType.CONNECT, nsp, data: auth }));
        assert.equal(encodeDisconnect(nsp), officially({ type: PacketType.DISCONNECT, nsp }));
      }),
    );
  });

  it('agree on every event that a server may send', () => {
    const ids = fc.option(fc.nat(), { nil: undefined });
    fc.assert(
      fc.property(namespaces, fc.string(), fc.array(values), ids, (nsp, name, args, id) => {
        const asked = { type: PacketType.EVENT, nsp, data: [name, ...args] };
        const text = officially(id === undefined ? asked : { ...asked, id });
        // What JSON does not keep (a negative zero) is not ours to keep either.
        const arrived = JSON.parse(JSON.stringify(args)) as unknown[];
        assert.deepEqual(parsePacket(text), event(nsp, name, arrived, id));
      }),
    );
  });

  it('agree on acknowledgements and refusals', () => {
    fc.assert(
      fc.property(namespaces, fc.nat(), fc.array(values), fc.string(), (nsp, id, data, message) => {
        assert.deepEqual(parsePacket(officially({ type: PacketType.ACK, nsp, id, data })), {
          type: 'ack',
          namespace: nsp,
          id,
          args: JSON.parse(JSON.stringify(data)) as unknown[],
        });
        assert.equal(encodeAck(nsp, id), officially({ type: PacketType.ACK, nsp, id, data: [] }));
        assert.deepEqual(parsePacket(officially({ type: PacketType.CONNECT_ERROR, nsp, data: { message } })), {
          type: 'connect-error',
          namespace: nsp,
          message,
        });
      }),
    );
  });

  it('agree on binary events, whose attachments leave placeholders', () => {
    fc.assert(
      fc.property(namespaces, fc.nat({ max: 5 }), (nsp, extra) => {
        const attachments = Array.from({ length: extra + 1 }, () => Buffer.of(1));
        const text = officially({ type: PacketType.EVENT, nsp, data: ['file', ...attachments] });
        const args = attachments.map((_, num) => ({ _placeholder: true, num }));
        assert.deepEqual(parsePacket(text), event(nsp, 'file', args, undefined, args.length));
      }),
    );
  });
});

const TYPES: Readonly<Record<PacketType, ServerPacket['type']>> = {
  [PacketType.CONNECT]: 'connect',
  [PacketType.DISCONNECT]: 'disconnect',
  [PacketType.EVENT]: 'event',
  [PacketType.ACK]: 'ack',
  [PacketType.CONNECT_ERROR]: 'connect-error',
  [PacketType.BINARY_EVENT]: 'event',
  [PacketType.BINARY_ACK]: 'ack',
};

/** What the official parsers take a text for; undefined when they refuse it. */
function officialReading(text: string): { readonly type: ServerPacket['type']; readonly nsp: string } | undefined {
  const outer = decodePacket(text);
  // A space passes for the digit 0 there.
  if (outer.type !== 'message' || !/^\d/.test(outer.data as string)) return undefined;
  let read: Packet | undefined;
  const decoder = new Decoder();
  decoder.on('decoded', (packet: Packet) => {
    read = packet;
  });
  try {
    decoder.add(outer.data as string);
  } catch {
    return undefined;
  }
  // An event without even a name gets through them, but means nothing.
  if (read === undefined || (read.type === PacketType.EVENT && read.data === undefined)) return undefined;
  return { type: TYPES[read.type], nsp: read.nsp };
}

describe('Garbage', () => {
  const nearlyLegal = fc
    .tuple(
      fc.constantFrom('4', '40', '41', '42', '43', '44', '45', '46', '0', '1', '2', '3', '5', '6', ''),
      fc.constantFrom('', '1-', '12', '-', '9-9'),
      fc.constantFrom('', '/', '/,', '/a,', '/a', '/a?b=c,', ','),
      fc.constantFrom('', '0', '17', ' '),
      fc.oneof(fc.json(), fc.constantFrom('', '[', '["a"]', '["a",{}]', '[1]', '{}', '"x"'), fc.string()),
    )
    .map((parts) => parts.join(''));
  const garbage = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), nearlyLegal);

  it('never makes the parser throw', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        assert.equal(typeof parsePacket(text).type, 'string');
      }),
      { numRuns: runsOf(2000) },
    );
  });

  it('is read as the official parsers read it, wherever they take it at all', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        const official = officialReading(text);
        if (official === undefined) return;
        const own = parsePacket(text);
        assert.deepEqual([own.type, 'namespace' in own ? own.namespace : ''], [official.type, official.nsp]);
      }),
      { numRuns: runsOf(4000) },
    );
  });
});
