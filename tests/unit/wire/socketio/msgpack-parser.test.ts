import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import official from 'socket.io-msgpack-parser';
import type { JsonValue } from '#dist/core/json.js';
import type { ServerPacket } from '#dist/wire/socketio/packets.js';
import { msgpackParser } from '#dist/wire/socketio/parser/msgpack.js';
import type { Packet } from '#dist/wire/wire.js';

const { PacketType } = official;

const namespaces = fc.oneof(fc.constant('/'), fc.stringMatching(/^\/[\w./-]{1,12}$/));
/** What JSON and the official parser hold alike: that takes no integers beyond 64 bits, and `__proto__` for no key. */
const values = fc
  .jsonValue()
  .map(
    (value) =>
      JSON.parse(JSON.stringify(value), (key, inner: unknown) => (isTaken(key, inner) ? inner : 0)) as JsonValue,
  );
// As the values, none that the official parser takes for an object's prototype.
const credentialNames = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
const ids = fc.option(fc.nat(), { nil: undefined });

function isTaken(key: string, value: unknown): boolean {
  const isKept = typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
  return (
    isKept && (typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__')) && key !== '__proto__'
  );
}

/** A packet as the official parser writes it. */
function written(packet: object): Buffer {
  return (
    (new official.Encoder() as unknown as { encode(packet: object): Buffer[] }).encode(packet)[0] ?? Buffer.alloc(0)
  );
}

/** What the official parser reads of a packet; it throws where a server would close the connection. */
function readOfficially(packet: Packet): unknown {
  const decoder = new official.Decoder() as {
    on(event: 'decoded', listener: (packet: unknown) => void): void;
    add(data: Packet): void;
  };
  const decoded: unknown[] = [];
  decoder.on('decoded', (one) => void decoded.push(one));
  decoder.add(packet);
  return decoded[0];
}

function read(packet: Packet): ServerPacket {
  const bytes = Buffer.from(packet as Uint8Array);
  return msgpackParser.readPacket(Buffer.concat([Buffer.of(0x93), bytes, Buffer.of(0xc0)]), 1, 1 + bytes.length);
}

const isEvent = (packet: Packet): boolean => msgpackParser.isEvent(Buffer.from(packet as Uint8Array), 0, packet.length);

describe('A packet in MessagePack', () => {
  it('is written as the protocol has it', () => {
    assert.equal(
      Buffer.from(msgpackParser.encodeEvent('/', 'message', ['hi']) as Uint8Array).toString('hex'),
      '83a47479706502a46461746192a76d657373616765a26869a36e7370a12f',
    );
  });

  it('is read by the official parser as it was meant', () => {
    fc.assert(
      fc.property(namespaces, fc.string(), fc.array(values, { maxLength: 20 }), ids, (nsp, name, args, id) => {
        const packet = msgpackParser.encodeEvent(nsp, name, args, id);
        const asked = id === undefined ? {} : { id };
        assert.deepEqual(readOfficially(packet), { type: PacketType.EVENT, data: [name, ...args], nsp, ...asked });
        assert.equal(isEvent(packet), true);
      }),
    );
    const credentials = fc.option(fc.dictionary(credentialNames, values, { noNullPrototype: true }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(namespaces, credentials, fc.nat(), (nsp, auth, id) => {
        const data = auth === undefined ? {} : { data: auth };
        assert.deepEqual(readOfficially(msgpackParser.encodeConnect(nsp, auth)), {
          type: PacketType.CONNECT,
          ...data,
          nsp,
        });
        assert.deepEqual(readOfficially(msgpackParser.encodeConnect(nsp, null)), { type: PacketType.CONNECT, nsp });
        assert.deepEqual(readOfficially(msgpackParser.encodeDisconnect(nsp)), { type: PacketType.DISCONNECT, nsp });
        assert.deepEqual(readOfficially(msgpackParser.encodeAck(nsp, id)), { type: PacketType.ACK, data: [], nsp, id });
      }),
    );
  });

  it('of the official parser is read as it was meant', () => {
    fc.assert(
      fc.property(namespaces, fc.string(), fc.array(values), fc.nat(), (nsp, name, args, id) => {
        const event = { type: 'event', namespace: nsp, name, args } as const;
        const plain = written({ type: PacketType.EVENT, data: [name, ...args], nsp });
        assert.deepEqual(read(plain), { ...event, ackId: undefined, parts: 0 });
        assert.deepEqual(read(written({ type: PacketType.EVENT, data: [name, ...args], id, nsp })), {
          ...event,
          ackId: id,
          parts: 0,
        });
        const acknowledgement = written({ type: PacketType.ACK, data: args, id, nsp });
        assert.deepEqual(read(acknowledgement), { type: 'ack', namespace: nsp, id, args });
        assert.deepEqual([isEvent(plain), isEvent(acknowledgement)], [true, false]);
      }),
    );
    const answer = { sid: 'a', pid: 'b' };
    assert.deepEqual(read(written({ type: PacketType.CONNECT, data: answer, nsp: '/' })), {
      type: 'connect',
      namespace: '/',
      answer,
    });
    assert.deepEqual(read(written({ type: PacketType.DISCONNECT, nsp: '/admin' })), {
      type: 'disconnect',
      namespace: '/admin',
    });
    assert.deepEqual(
      read(written({ type: PacketType.CONNECT_ERROR, data: { message: 'no', data: { code: 5 } }, nsp: '/' })),
      {
        type: 'connect-error',
        namespace: '/',
        message: 'no {"code":5}',
      },
    );
  });

  it('of an event is told from those of others by its beginning, as the official parser writes it', () => {
    const pattern = msgpackParser.eventPattern('/', 'message');
    const matches = (packet: Packet): boolean => pattern.matches(packet as Uint8Array, 0, packet.length);
    fc.assert(
      fc.property(fc.string(), fc.array(values, { maxLength: 14 }), ids, (name, args, id) => {
        const packet = { type: PacketType.EVENT, data: [name, ...args], nsp: '/', ...(id === undefined ? {} : { id }) };
        assert.equal(matches(written(packet)), name === 'message');
        assert.equal(matches(written({ ...packet, data: ['message', ...args] })), true);
        assert.equal(matches(written({ ...packet, type: PacketType.ACK, data: ['message', ...args] })), false);
      }),
    );
    // The keys in another order: legal, and read as an event, but not by its beginning.
    const unusual = written({ nsp: '/', data: ['message'], type: PacketType.EVENT });
    assert.deepEqual([matches(unusual), isEvent(unusual), read(unusual).type], [false, false, 'event']);
  });

  it('is illegal when it is none, and says why', () => {
    const illegal: readonly (readonly [object | string, string])[] = [
      ['c1', 'a packet that is no MessagePack'],
      ['90', 'a packet that is no map'],
      [{ type: PacketType.EVENT, data: ['x'] }, 'a packet without a namespace'],
      [{ type: 7, nsp: '/' }, 'an unknown Socket.IO packet type'],
      [{ type: PacketType.EVENT, data: {}, nsp: '/' }, 'an event that is no list with a name'],
    ];
    for (const [packet, reason] of illegal) {
      const bytes = typeof packet === 'string' ? Buffer.from(packet, 'hex') : written(packet);
      assert.deepEqual(read(bytes), { type: 'illegal', reason });
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void read(bytes).type));
  });
});
