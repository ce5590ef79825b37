import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dialect } from '#dist/chat/dialect.js';
import { MarkCodec } from '#dist/chat/mark.js';
import type { MarkFields } from '#dist/chat/mark-fields.js';
import { MessageMarks } from '#dist/chat/message-marks.js';
import { textsAt } from '#dist/chat/texts-at.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { MARKED_RUN, markText, someMarkFields } from '../../helpers/wire/mark-texts.js';

/** The text of message `number`. */
function said(number: number): string {
  return `🎉 "Happy" New Year! ${markText({ ...someMarkFields, number })}`;
}

/** Reads packets of a dialect whose `receive` says where the text lies, or does not. */
class Reader {
  readonly marks: MessageMarks;

  constructor(text?: string) {
    const receive = { event: 'message', ...(text === undefined ? {} : { text }) };
    const spec: DialectSpec = {
      name: 'mine',
      description: '',
      http: {},
      socket: { path: '/socket.io/', query: {}, namespace: '/' },
      events: { send: { event: 'send', args: [] }, receive },
    };
    const dialect = new Dialect(spec, { id: MARKED_RUN, secrets: createRunSecrets() });
    this.marks = new MessageMarks(dialect, new MarkCodec(MARKED_RUN));
  }

  /** The numbers of the messages in an event, and of its quotes. */
  read(...args: unknown[]): [messages: string, quotes: string] {
    const packet = packetOf(args);
    const { messages, quotes } = this.marks.read(packet, 0, packet.length);
    return [numbersOf(messages), numbersOf(quotes)];
  }

  learn(...args: unknown[]): void {
    const packet = packetOf(args);
    this.marks.learn(packet, 0, packet.length);
  }
}

function packetOf(args: readonly unknown[]): Buffer {
  return Buffer.from(`42${JSON.stringify(['message', ...args])}`);
}

function numbersOf(marks: readonly MarkFields[]): string {
  return marks.map(({ number }) => number).join(' ');
}

describe('Of a packet with several marks', () => {
  it('all are messages, each once and in their order, as long as nothing is known', () => {
    const reader = new Reader();
    assert.deepEqual(reader.read([{ text: said(3) }, { text: said(1) }, { text: said(3) }]), ['3 1', '']);
    assert.deepEqual(reader.read({ text: said(2), replyTo: { text: said(1) } }), ['2 1', '']);
  });

  it('those at another depth than a message alone are quotes, wherever they stand', () => {
    const reader = new Reader();
    assert.equal(reader.marks.canLearn, true);
    reader.learn({ id: 1, text: said(1) });
    assert.equal(reader.marks.canLearn, false);
    assert.deepEqual(reader.read({ text: said(2), replyTo: { text: said(1) } }), ['2', '1']);
    assert.deepEqual(reader.read({ replyTo: { text: said(1) }, text: said(2) }), ['2', '1']);
    assert.deepEqual(reader.read([{ text: said(2), replyTo: { text: said(1) } }, { text: said(3) }]), ['2 3', '1']);
    assert.deepEqual(
      reader.read({ text: said(2), replyTo: { text: said(2) } }),
      ['2', ''],
      'a quote of itself is none',
    );
    assert.deepEqual(reader.read({ text: said(2), quote: said(1) }), ['2 1', ''], 'equally deep: not to be told apart');
    assert.deepEqual(
      reader.read({ messages: [{ text: said(2) }, { text: said(3) }] }),
      ['2 3', ''],
      'none is where they were',
    );
  });

  it('nothing is learned from a packet with several, or without a text, and not for ever', () => {
    const reader = new Reader();
    reader.learn({ text: said(2), replyTo: { text: said(1) } });
    assert.deepEqual(reader.read({ text: said(2), replyTo: { text: said(1) } }), ['2 1', '']);
    for (let lesson = 0; lesson < 10; lesson++) reader.learn({ text: 'hi' });
    assert.equal(reader.marks.canLearn, false);
  });

  it('only those in the texts that the dialect names are read', () => {
    const one = new Reader('0.text');
    assert.equal(one.marks.isTold, true);
    assert.deepEqual(one.read({ text: said(2), quote: said(1) }), ['2', '']);
    assert.deepEqual(one.read({ text: 'gone', quote: said(1) }), ['', '']);
    assert.deepEqual(new Reader('0.*.text').read([{ text: said(2), quote: said(1) }, { text: said(3) }]), ['2 3', '']);
    assert.deepEqual(new Reader('1').read(said(1), said(2)), ['2', '']);
  });

  it('what is no event, or no JSON, is read as it lies there', () => {
    const reader = new Reader();
    const packet = Buffer.from(`42["message",${said(1)} ${said(2)}`);
    assert.equal(numbersOf(reader.marks.read(packet, 0, packet.length).messages), '1 2');
  });
});

describe('A path of texts', () => {
  it('leads through objects and lists, and * through all of either', () => {
    const args = [{ a: { text: 'one' }, b: { text: 'two' } }, [{ text: 'three' }, { text: 4 }, 'four'], 'five'];
    assert.deepEqual(textsAt(args, '0.a.text'), ['one']);
    assert.deepEqual(textsAt(args, '0.*.text'), ['one', 'two']);
    assert.deepEqual(textsAt(args, '1.*.text'), ['three']);
    assert.deepEqual(textsAt(args, '1.*'), ['four']);
    assert.deepEqual(textsAt(args, '2'), ['five']);
    assert.deepEqual(textsAt(args, '*.*.text'), ['one', 'two', 'three']);
    for (const nowhere of ['', '3', '2.length', '0.constructor', '1.text', '0.a.text.0'])
      assert.deepEqual(textsAt(args, nowhere), []);
    assert.deepEqual(textsAt('six', ''), ['six']);
    assert.deepEqual(textsAt([Buffer.from('seven')], '0'), ['seven'], 'bytes, as MessagePack may have them');
  });
});
