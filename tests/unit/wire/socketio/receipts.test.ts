import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { Server } from 'socket.io';
import { Encoder, PacketType } from 'socket.io-parser';
import { readMsgpack } from '#dist/wire/msgpack/decode.js';
import { encodeMsgpack } from '#dist/wire/msgpack/encode.js';
import { encodeEvent } from '#dist/wire/socketio/packets.js';
import { jsonParser } from '#dist/wire/socketio/parser/json.js';
import { msgpackParser } from '#dist/wire/socketio/parser/msgpack.js';
import { eventually } from '../../../helpers/eventually.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { Diary, open } from '../../../helpers/wire/session-diary.js';

const namespaces = fc.oneof(fc.constant('/'), fc.stringMatching(/^\/[a-z0-9/-]{1,12}$/));
const names = fc.oneof(fc.string(), fc.constant('message'));

/** What a text packet asks for, looked at in the middle of other bytes. */
function askedBy(packet: string): unknown {
  const bytes = Buffer.from(`17,[${packet}17[],`);
  return jsonParser.receiptFor(bytes, 4, 4 + Buffer.byteLength(packet));
}

/** Is the packet recognised as one of the event, in the middle of other bytes? */
function isOf(nsp: string, name: string, packet: string): boolean {
  const bytes = Buffer.from(`17,[${packet}17[],`);
  return jsonParser.eventPattern(nsp, name).matches(bytes, 4, 4 + Buffer.byteLength(packet));
}

describe('An event that asks for an acknowledgement', () => {
  it('is answered as the official encoder answers, in its namespace, and recognised all the same', () => {
    fc.assert(
      fc.property(namespaces, names, fc.option(fc.nat(), { nil: undefined }), (nsp, name, id) => {
        const packet = encodeEvent(nsp, name, ['17[]'], id);
        const ack = new Encoder().encode({ type: PacketType.ACK, nsp, data: [], ...(id === undefined ? {} : { id }) });
        assert.equal(askedBy(packet), id === undefined ? undefined : `4${String(ack[0])}`);
        assert.equal(isOf(nsp, name, packet), true);
        assert.equal(isOf(nsp, `${name}s`, packet), false);
      }),
    );
  });

  it('may have binary parts', () => {
    assert.equal(askedBy('451-["message",{"_placeholder":true,"num":0}]'), undefined);
    assert.equal(askedBy('452-17["message",{"_placeholder":true,"num":0}]'), '4317[]');
    assert.equal(askedBy('4512-/chat,17["message"]'), '43/chat,17[]');
  });

  it('is none when it is cut off, is no event, or has more digits than any number', () => {
    for (const packet of [
      '42',
      '4217',
      '42/chat',
      '42/chat,',
      '42/chat,17',
      '45',
      '451',
      '451-',
      '451-17',
      '42["17[]"]',
    ])
      assert.equal(askedBy(packet), undefined, packet);
  });

  it('is answered in MessagePack, too', () => {
    const event = { type: 2, data: ['message', 'hi'], nsp: '/chat' };
    const asking = encodeMsgpack({ ...event, id: 17 });
    const receipt = msgpackParser.receiptFor(asking, 0, asking.length);
    assert.ok(receipt instanceof Uint8Array);
    assert.deepEqual(readMsgpack(receipt, 0, receipt.length, 100).value, { type: 3, data: [], nsp: '/chat', id: 17 });
    for (const other of [
      encodeMsgpack(event),
      encodeMsgpack({ ...event, options: {} }),
      encodeMsgpack({ ...event, id: 'x' }),
    ])
      assert.equal(msgpackParser.receiptFor(other, 0, other.length), undefined);
  });

  it('is answered at once by a session that confirms, each by its own number, and by no other', async (test) => {
    const http = createServer();
    const io = new Server(http);
    test.after(() => io.close());
    const answers: string[] = [];
    io.of('/chat').on('connection', (socket) => {
      for (const name of ['a', 'b'])
        socket.timeout(200).emit(name, (problem: Error | null) => answers.push(`${name} ${problem === null}`));
    });
    const url = `ws://127.0.0.1:${await portOf(http)}/socket.io/?EIO=4&transport=websocket`;
    for (const confirms of [true, false]) {
      const diary = new Diary();
      const session = await open(url, diary, { namespace: '/chat', confirms });
      const before = answers.length;
      await eventually(() => answers.length === before + 2);
      await session.leave();
    }
    assert.deepEqual(answers, ['a true', 'b true', 'a false', 'b false']);
  });
});
