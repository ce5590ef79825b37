import assert from 'node:assert/strict';
import type { Random } from '#dist/core/random.js';
import { socketIo } from '#dist/wire/socketio/socketio-wire.js';
import { parsePacket, readPacket } from '#dist/wire/socketio/packets.js';
import { msgpackParser } from '#dist/wire/socketio/parser/msgpack.js';
import { FrameReader } from '#dist/wire/ws/frame-reader.js';
import { parseUpgradeAnswer } from '#dist/wire/ws/upgrade.js';
import { inChunksOf, serverFrame } from '../wire/server-frames.js';
import type { FuzzTarget, OpenTarget, Verdict } from './fuzz.js';
import { mutatedBytes, mutatedText } from './mutations.js';
import { pick } from './odd-values.js';

/** Of one message; small, so that inputs reach it. */
const MOST_BYTES = 4096;

const PACKETS = [
  '0{"sid":"abc","pingInterval":25000,"pingTimeout":20000}',
  '40{"sid":"b"}',
  '40/chat,{"sid":"b"}',
  '42["message",{"text":"hi"}]',
  '42/chat,7["message",[1,2,{"a":null}]]',
  '43/chat,7["ok"]',
  '44{"message":"no"}',
  '451-["image",{"_placeholder":true,"num":0}]',
  '41',
  '2',
  '6',
] as const;
/** The same in MessagePack, in hexadecimal. */
const BINARY_PACKETS = [
  '83a47479706502a46461746192a76d657373616765a26869a36e7370a12f',
  '84a47479706502a46461746192a76d65737361676581a474657874a26869a36e7370a52f63686174a2696407',
  '83a47479706500a46461746182a3736964a162a3706964a163a36e7370a12f',
  '83a47479706504a46461746181a76d657373616765a26e6fa36e7370a12f',
  '84a47479706503a46461746191a26f6ba36e7370a12fa2696401',
] as const;
const PACKET_TOKENS = ['4', '2', '/', ',', '[', ']', '{', '}', '"', '\\', '\u0000', '9'.repeat(20), '[[[[', '🎉', '-'];
const ANSWER =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** What a reader told, whatever the chunks were; every offset lies in what it was given. */
function tellingOf(chunks: readonly Uint8Array[]): string {
  const told: string[] = [];
  const reader = new FrameReader(
    {
      onText: (bytes, start, end) => {
        assert.ok(start >= 0 && start <= end && end <= bytes.length, 'a text lies in its bytes');
        assert.ok(end - start <= MOST_BYTES, 'a text is no larger than allowed');
        told.push(`text ${Buffer.from(bytes.subarray(start, end)).toString('latin1')}`);
      },
      onBinary: (bytes, start, end) => {
        assert.ok(start >= 0 && start <= end && end <= bytes.length, 'a binary message lies in its bytes');
        assert.ok(end - start <= MOST_BYTES, 'a binary message is no larger than allowed');
        told.push(`binary ${Buffer.from(bytes.subarray(start, end)).toString('latin1')}`);
      },
      onPing: (payload) => told.push(`ping ${Buffer.from(payload).toString('latin1')}`),
      onClose: (code) => told.push(`close ${code}`),
      onIllegal: (code) => told.push(`illegal ${code}`),
    },
    MOST_BYTES,
  );
  for (const chunk of chunks) {
    reader.read(Buffer.from(chunk), 0, chunk.length);
    assert.ok(reader.heldBytes <= 2 * MOST_BYTES + 14, `${reader.heldBytes} bytes are held`);
  }
  return told.join('\n');
}

/** Frames of a server, cut into chunks anywhere. */
export const frameTarget: FuzzTarget = {
  name: 'frames',
  describe: 'a server’s bytes: the same is told however they are cut, nothing is held beyond the bound',
  open: () => {
    const input = (random: Random): Uint8Array => {
      const frames = Array.from({ length: 1 + random.integer(6) }, () => {
        const payload = Buffer.from(pick(random, PACKETS).repeat(1 + random.integer(20)));
        return serverFrame(pick(random, [0, 1, 1, 1, 2, 8, 9, 10]), payload, { final: random.integer(5) > 0 });
      });
      const whole = Buffer.concat(frames);
      return random.integer(4) === 0 ? whole : mutatedBytes(random, whole);
    };
    const take = async (bytes: Uint8Array): Promise<Verdict> => {
      const whole = tellingOf([bytes]);
      for (const size of [1, 3, 64]) assert.equal(tellingOf(inChunksOf(size, bytes)), whole, `in chunks of ${size}`);
      return Promise.resolve(whole.includes('illegal') ? 'refused' : 'accepted');
    };
    return Promise.resolve({ input, take } satisfies OpenTarget);
  },
};

/** Packets and answers to handshakes. */
export const packetTarget: FuzzTarget = {
  name: 'packets',
  describe: 'packets and heads of answers: read or illegal, never an exception',
  open: () => {
    const input = (random: Random): Uint8Array =>
      Buffer.from(mutatedText(random, random.integer(8) === 0 ? ANSWER : pick(random, PACKETS), PACKET_TOKENS));
    const take = async (bytes: Uint8Array): Promise<Verdict> => {
      parseUpgradeAnswer(Buffer.from(bytes).toString('latin1'));
      parsePacket(Buffer.from(bytes).toString());
      const packet = readPacket(bytes, 0, bytes.length);
      const event = socketIo({}).readEvent(bytes, 0, bytes.length);
      assert.equal(event.type === 'illegal', packet.type === 'illegal');
      return Promise.resolve(packet.type === 'illegal' ? 'refused' : 'accepted');
    };
    return Promise.resolve({ input, take } satisfies OpenTarget);
  },
};

/** Packets in MessagePack. */
export const msgpackTarget: FuzzTarget = {
  name: 'msgpack',
  describe: 'packets in MessagePack: read or illegal, never an exception',
  open: () => {
    const input = (random: Random): Uint8Array =>
      mutatedBytes(random, Buffer.from(pick(random, BINARY_PACKETS), 'hex'));
    const take = async (bytes: Uint8Array): Promise<Verdict> => {
      const packet = msgpackParser.readPacket(bytes, 0, bytes.length);
      const place = { bytes, start: 0, end: 0 };
      if (msgpackParser.findLastText(bytes, 0, bytes.length, place)) assert.ok(place.end <= place.bytes.length);
      msgpackParser.isEvent(bytes, 0, bytes.length);
      return Promise.resolve(packet.type === 'illegal' ? 'refused' : 'accepted');
    };
    return Promise.resolve({ input, take } satisfies OpenTarget);
  },
};
