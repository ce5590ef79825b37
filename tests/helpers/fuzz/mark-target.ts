import assert from 'node:assert/strict';
import { Dialect } from '#dist/chat/dialect.js';
import { MarkCodec } from '#dist/chat/mark.js';
import { MessageMarks } from '#dist/chat/message-marks.js';
import type { Random } from '#dist/core/random.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { jsonParser } from '#dist/wire/socketio/parser/json.js';
import { MARKED_RUN, markText, someMarkFields } from '../wire/mark-texts.js';
import type { FuzzTarget, OpenTarget, Verdict } from './fuzz.js';
import { mutatedText } from './mutations.js';
import { pick } from './odd-values.js';

const [ONE, TWO] = [1, 2].map((number) => markText({ ...someMarkFields, number }));

/** Events with no, one and several messages of a run. */
const EVENTS = [
  '42["message",{"text":"hi"}]',
  `42["message",{"text":"hi ${ONE}"}]`,
  `4217["message",{"text":"hi ${TWO}","replyTo":{"text":"hi ${ONE}"}}]`,
  `42/chat,17["message",[{"text":"hi ${ONE}"},{"text":"hi ${TWO}"}]]`,
  `452-17["message",{"text":{"_placeholder":true,"num":0},"replyTo":{"text":"${ONE}${TWO}"}}]`,
] as const;
const TOKENS = [
  '~',
  MARKED_RUN,
  `~${MARKED_RUN}`,
  ONE ?? '',
  '"',
  '\\',
  '[',
  ']',
  '{',
  '}',
  ',',
  '-',
  '/',
  '17',
  '\u0000',
  '🎉',
];

function marksOf(text?: string): MessageMarks {
  const receive = { event: 'message', ...(text === undefined ? {} : { text }) };
  const dialect = new Dialect(
    {
      name: 'mine',
      description: '',
      http: {},
      socket: { path: '/socket.io/', query: {}, namespace: '/' },
      events: { send: { event: 'send', args: [] }, receive },
    },
    { id: MARKED_RUN, secrets: createRunSecrets() },
  );
  return new MessageMarks(dialect, new MarkCodec(MARKED_RUN));
}

/** Events, for the marks in them and for the acknowledgements that they ask for. */
export const markTarget: FuzzTarget = {
  name: 'marks',
  describe: 'events: every mark lies in its packet and is told once, and what is acknowledged is what was asked for',
  open: () => {
    const readers = [marksOf(), marksOf('0.text'), marksOf('0.*.text')];
    const input = (random: Random): Uint8Array => Buffer.from(mutatedText(random, pick(random, EVENTS), TOKENS));
    const take = async (bytes: Uint8Array): Promise<Verdict> => {
      const codec = new MarkCodec(MARKED_RUN);
      let found = 0;
      let from = 0;
      for (let at = codec.parseNext(bytes, 0, bytes.length); at !== -1; at = codec.parseNext(bytes, at, bytes.length)) {
        assert.ok(
          at >= from + codec.length && at <= bytes.length,
          'a mark lies in its packet, behind the one before it',
        );
        from = at;
        found++;
      }
      assert.equal(codec.parse(bytes, 0, bytes.length), found > 0);
      if (found > 0) assert.ok(codec.hasAnother(bytes, 0, bytes.length) || found === 1, 'none is overlooked');
      for (const reader of readers) {
        const { messages, quotes } = reader.read(bytes, 0, bytes.length);
        const told = [...messages, ...quotes].map(({ number }) => number);
        assert.equal(new Set(told).size, told.length, 'none is told twice');
        if (reader.canLearn) reader.learn(bytes, 0, bytes.length);
      }
      const packet = jsonParser.readPacket(bytes, 0, bytes.length);
      const receipt = jsonParser.isEvent(bytes, 0, bytes.length)
        ? jsonParser.receiptFor(bytes, 0, bytes.length)
        : undefined;
      if (packet.type === 'event' && packet.ackId !== undefined)
        assert.match(String(receipt), /^43.*?\d+\[\]$/su, 'what is asked for is answered');
      if (packet.type === 'event' && receipt !== undefined) {
        const answer = Buffer.from(receipt);
        const ack = jsonParser.readPacket(answer, 0, answer.length);
        assert.deepEqual([ack.type, 'namespace' in ack && ack.namespace], ['ack', packet.namespace]);
      }
      return Promise.resolve(found > 0 ? 'accepted' : 'refused');
    };
    return Promise.resolve({ input, take } satisfies OpenTarget);
  },
};
