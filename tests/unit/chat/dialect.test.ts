import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ChatEvent, Dialect } from '#dist/chat/dialect.js';
import { MARK_LENGTH, MarkCodec } from '#dist/chat/mark.js';
import { MARK_FORMS } from '#dist/core/mark-form.js';
import { type ChatRoom, type ChatRun, type ChatUser, createRoom, createUser } from '#dist/chat/people.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { CookieJar } from '#dist/wire/cookies.js';
import { applyMask } from '#dist/wire/ws/frame-writer.js';

const RUN = 'k3f9q2';
const SECRETS = { passwordKey: 'key', variables: { KEY: 'k-{{run.id}}-$&', PART: 'part' } };
/** Of user 12. */
const PASSWORD = 'Pw-1n7hg9s3p24yfn7knqgdtt524rd';
const run: ChatRun = { id: RUN, secrets: SECRETS };

interface SpecParts {
  readonly socket?: Partial<DialectSpec['socket']>;
  readonly events?: Partial<DialectSpec['events']>;
}

function specOf({ socket, events }: SpecParts = {}): DialectSpec {
  return {
    name: 'test',
    description: '',
    http: {},
    socket: { path: '/socket.io/', query: {}, namespace: '/', ...socket },
    events: {
      join: { event: 'join_room', args: [{ roomId: '{{room.id}}' }] },
      joined: { event: 'joined_room', room: '0.roomId' },
      send: { event: 'send_message', args: [{ roomId: '{{room.id}}', content: '{{message.text}}' }] },
      receive: { event: 'message' },
      error: { event: 'error', message: '0.message' },
      ...events,
    },
  };
}

const dialectOf = (parts?: SpecParts): Dialect => new Dialect(specOf(parts), run);

/** The test dialect without one of its optional events. */
function without(name: 'join' | 'joined' | 'receive' | 'error'): Dialect {
  const spec = specOf();
  const { [name]: _, ...events } = spec.events;
  return new Dialect({ ...spec, events }, run);
}

function userOf(captures: ChatUser['captures'] = {}): ChatUser {
  const user = createUser(run, 3);
  Object.assign(user.captures, captures);
  return user;
}

function roomOf(captures: ChatRoom['captures'] = {}): ChatRoom {
  const room = createRoom(RUN, 0, { name: 't', greetings: [], rooms: ['Times Square'] }, [
    userOf(),
    createUser(run, 4),
  ]);
  Object.assign(room.captures, captures);
  return room;
}

const bytes = (packet: string): Uint8Array => Buffer.from(packet);
const meaning = (dialect: Dialect, packet: string): ChatEvent =>
  dialect.interpret(bytes(packet), 0, bytes(packet).length);
const looksLikeMessage = (dialect: Dialect, packet: string): boolean =>
  dialect.looksLikeMessage(bytes(packet), 0, bytes(packet).length);

describe('People', () => {
  it('have names that no other run has, and passwords that only those can compute who have the run’s key', () => {
    const user = createUser(run, 12);
    // printf ny-k3f9q2-u12 | openssl dgst -sha256 -hmac key: five bits of each of the first 26 bytes.
    assert.deepEqual(user, {
      index: 12,
      name: 'ny-k3f9q2-u12',
      password: PASSWORD,
      captures: {},
      cookies: new CookieJar(),
    });
    assert.deepEqual(createUser(run, 12), user);
    const passwords = Array.from({ length: 500 }, (_, index) => createUser(run, index).password);
    assert.equal(new Set(passwords).size, 500);
    const other = { ...run, secrets: { ...SECRETS, passwordKey: 'another key' } };
    assert.notEqual(createUser(other, 12).password, user.password);
    assert.equal(createUser(run, 0, 'canary').name, 'ny-k3f9q2-canary0');
  });

  it('meet in rooms named by the theme, numbered from the second round on', () => {
    const theme = { name: 't', greetings: [], rooms: ['A', 'B'] };
    const names = [0, 1, 2, 3, 4].map((index) => createRoom(RUN, index, theme, []).name);
    assert.deepEqual(names, ['A (k3f9q2)', 'B (k3f9q2)', 'A 2 (k3f9q2)', 'B 2 (k3f9q2)', 'A 3 (k3f9q2)']);
    assert.deepEqual(createRoom(RUN, 0, theme, []).captures, { id: 'A (k3f9q2)' });
  });
});

describe('What a dialect writes', () => {
  it('is a WebSocket URL with the Engine.IO query and filled parameters', () => {
    const dialect = dialectOf({ socket: { path: '/chat/socket.io/', query: { token: '{{user.token}}' } } });
    assert.equal(
      dialect.socketUrl('http://127.0.0.1:4000', userOf({ token: 'a&b c' })),
      'ws://127.0.0.1:4000/chat/socket.io/?EIO=4&transport=websocket&token=a%26b%20c',
    );
    assert.match(dialect.socketUrl('https://example.test', userOf()), /^wss:\/\/example\.test\//);
    assert.match(
      dialect.socketUrl('http://127.0.0.1:4000/behind/a/proxy/', userOf()),
      /^ws:\/\/127\.0\.0\.1:4000\/behind\/a\/proxy\/chat\/socket\.io\/\?/,
    );
  });

  it('has the variables in everything that is sent or compared, and in what stands for itself', () => {
    const dialect = dialectOf({
      socket: {
        path: '/${PART}/socket.io/',
        query: { key: 'Bearer ${KEY}', plain: '$${KEY}' },
        namespace: '/${PART}',
        auth: { deep: [{ key: '${KEY}', token: '${PART}.{{user.token}}' }], number: 5 },
      },
      events: {
        join: { event: 'join ${PART}', args: ['${KEY}', '{{room.id}}'] },
        joined: { event: 'joined ${PART}' },
        receive: { event: 'message ${PART}' },
      },
    });
    const user = userOf({ token: '${KEY}' });
    assert.equal(
      dialect.socketUrl('http://127.0.0.1:4000', user),
      `ws://127.0.0.1:4000/part/socket.io/?EIO=4&transport=websocket&key=${encodeURIComponent('Bearer k-{{run.id}}-$&')}&plain=${encodeURIComponent('${KEY}')}`,
    );
    // What a server gave is not read for variables, nor what a variable holds for placeholders.
    assert.deepEqual(dialect.authPayload(user), {
      deep: [{ key: 'k-{{run.id}}-$&', token: 'part.${KEY}' }],
      number: 5,
    });
    assert.equal(dialect.joinPacket(user, roomOf({ id: 'r' })), '42/part,["join part","k-{{run.id}}-$&","r"]');
    assert.equal(dialect.spec.socket.namespace, '/part');
    assert.deepEqual(meaning(dialect, '42/part,["joined part"]'), { type: 'joined', roomId: undefined });
    assert.equal(looksLikeMessage(dialect, '42/part,["message part",{}]'), true);
  });

  it('is the payload of the CONNECT packet, where it has one', () => {
    assert.equal(dialectOf().authPayload(userOf()), undefined);
    const dialect = dialectOf({ socket: { auth: { token: '{{user.token}}' } } });
    assert.deepEqual(dialect.authPayload(userOf({ token: 't' })), { token: 't' });
  });

  it('is a packet that joins, in the namespace of the dialect', () => {
    assert.equal(dialectOf().joinPacket(userOf(), roomOf({ id: 'f16f' })), '42["join_room",{"roomId":"f16f"}]');
    const admin = dialectOf({ socket: { namespace: '/admin' } });
    assert.equal(admin.joinPacket(userOf(), roomOf({ id: 'f16f' })), '42/admin,["join_room",{"roomId":"f16f"}]');
    assert.equal(without('join').joinPacket(userOf(), roomOf()), undefined);
  });

  it('is a packet with a place for the mark at the end of the text', () => {
    const codec = new MarkCodec(RUN);
    const template = dialectOf().messageTemplate(userOf(), roomOf({ id: 'f16f' }), '🎉 "Hi"', codec);
    const { bytes: frame, markAt, payloadAt } = template;
    const mark = { room: 1, sender: 2, number: 3, intendedUs: 4, lagUs: 5 };
    codec.write(frame, markAt, mark);
    applyMask(frame, markAt, markAt + MARK_LENGTH, payloadAt);
    applyMask(frame, payloadAt, frame.length, payloadAt);
    const packet = frame.subarray(payloadAt);
    const text = Buffer.from(packet).toString();
    const [name, payload] = JSON.parse(text.slice(2)) as [string, { roomId: string; content: string }];
    assert.deepEqual([name, payload.roomId], ['send_message', 'f16f']);
    assert.match(payload.content, new RegExp(`^🎉 "Hi" ~${RUN}[0-9a-z]{${MARK_LENGTH - RUN.length - 1}}$`, 'u'));
    assert.equal(codec.parse(packet, 0, packet.length), true);
    assert.deepEqual(codec.fields, mark);
  });

  for (const form of MARK_FORMS) {
    it(`is a packet with a place for a mark of the form "${form}", at the front where that is the form`, () => {
      const codec = new MarkCodec(RUN, form);
      const template = dialectOf().messageTemplate(userOf(), roomOf(), 'Hi', codec);
      const { bytes: frame, markAt, payloadAt } = template;
      applyMask(frame, payloadAt, frame.length, payloadAt);
      const [, { content }] = JSON.parse(Buffer.from(frame.subarray(payloadAt + 2)).toString()) as [
        string,
        { content: string },
      ];
      const placeholder = codec.placeholder();
      assert.equal(content, form === 'end' ? `Hi ${placeholder}` : `${placeholder} Hi`);
      assert.equal(Buffer.from(frame.subarray(markAt, markAt + codec.length)).toString(), placeholder);
    });
  }

  it('says that it has no place for a mark where the message is left out', () => {
    const dialect = dialectOf({ events: { send: { event: 'wave', args: ['{{user.name}}'] } } });
    assert.equal(dialect.messageTemplate(userOf(), roomOf(), 'hi', new MarkCodec(RUN)).markAt, -1);
  });

  it('is told apart by whether it names the user', () => {
    assert.equal(dialectOf().sendsUserData, false);
    const named = dialectOf({ events: { send: { event: 'say', args: ['{{user.name}}', '{{message.text}}'] } } });
    assert.equal(named.sendsUserData, true);
  });
});

describe('A message, by its first bytes,', () => {
  it('is one of the receive event, with arguments or without', () => {
    const dialect = dialectOf();
    assert.equal(looksLikeMessage(dialect, '42["message",{"content":"hi"}]'), true);
    assert.equal(looksLikeMessage(dialect, '42["message"]'), true);
  });

  it('is none of an event whose name only begins or ends like it', () => {
    const dialect = dialectOf();
    for (const packet of ['42["messages",1]', '42["messag', '42["message"', '42["a message",1]', '42', '', '42["m"]']) {
      assert.equal(looksLikeMessage(dialect, packet), false, packet);
    }
  });

  it('belongs to the namespace of the dialect', () => {
    const admin = dialectOf({ socket: { namespace: '/admin' } });
    assert.equal(looksLikeMessage(admin, '42/admin,["message",1]'), true);
    assert.equal(looksLikeMessage(admin, '42["message",1]'), false);
    assert.equal(looksLikeMessage(dialectOf(), '42/admin,["message",1]'), false);
  });

  it('cannot be told where the dialect names no receive event', () => {
    assert.equal(looksLikeMessage(without('receive'), '42["message",1]'), false);
  });

  it('may have a name that needs escaping', () => {
    const dialect = dialectOf({ events: { receive: { event: 'say "hi" 🎉' } } });
    assert.equal(looksLikeMessage(dialect, '42["say \\"hi\\" 🎉",1]'), true);
  });
});

describe('An event, by parsing it,', () => {
  it('is a message however it is written', () => {
    for (const packet of [
      '42["message",{"content":"hi"}]',
      '42[ "message" , 1 ]',
      '4217["message",1]',
      '42["\\u006dessage",1]',
    ]) {
      assert.deepEqual(meaning(dialectOf(), packet), { type: 'message', parts: 0 }, packet);
    }
  });

  it('confirms a join, with the room where the dialect says where that stands', () => {
    assert.deepEqual(meaning(dialectOf(), '42["joined_room",{"roomId":"f16f"}]'), { type: 'joined', roomId: 'f16f' });
    assert.deepEqual(meaning(dialectOf(), '42["joined_room"]'), { type: 'joined', roomId: undefined });
    const unnamed = dialectOf({ events: { joined: { event: 'login' } } });
    assert.deepEqual(meaning(unnamed, '42["login",{"numUsers":3}]'), { type: 'joined', roomId: undefined });
  });

  it('reports an error, with the reason where there is one', () => {
    assert.deepEqual(meaning(dialectOf(), '42["error",{"message":"no"}]'), { type: 'error', reason: 'no' });
    assert.deepEqual(meaning(dialectOf(), '42["error",{"message":{"code":7}}]'), {
      type: 'error',
      reason: '{"code":7}',
    });
    assert.deepEqual(meaning(dialectOf(), '42["error"]'), { type: 'error', reason: 'no reason given' });
    const whole = dialectOf({ events: { error: { event: 'err' } } });
    assert.deepEqual(meaning(whole, '42["err",1,"b"]'), { type: 'error', reason: '[1,"b"]' });
  });

  it('is a complaint when it sounds like one, and the dialect does not name it', () => {
    assert.deepEqual(meaning(without('error'), '42["error",1]'), { type: 'complaint', name: 'error', args: [1] });
    assert.deepEqual(meaning(dialectOf(), '42["rate_limited"]'), { type: 'complaint', name: 'rate_limited', args: [] });
    assert.deepEqual(meaning(without('receive'), '42["denied"]'), { type: 'complaint', name: 'denied', args: [] });
  });

  it('is of no concern when it is none of these, or of another namespace', () => {
    assert.deepEqual(meaning(dialectOf(), '42["typing",1]'), { type: 'other' });
    assert.deepEqual(meaning(dialectOf(), '42/admin,["message",1]'), { type: 'other' });
    assert.deepEqual(meaning(without('joined'), '42["joined_room",1]'), { type: 'other' });
  });

  it('may be a message whatever it is called where the dialect names no receive event', () => {
    const dialect = without('receive');
    assert.deepEqual(meaning(dialect, '42["anything",1]'), { type: 'message', parts: 0 });
    assert.deepEqual(meaning(dialect, '42["joined_room",{"roomId":"f16f"}]'), { type: 'joined', roomId: 'f16f' });
    assert.deepEqual(meaning(dialect, '42["error",{"message":"no"}]'), { type: 'error', reason: 'no' });
  });

  it('that both confirms joins and brings messages is a confirmation once it is parsed', () => {
    const dialect = dialectOf({ events: { joined: { event: 'message' } } });
    assert.equal(looksLikeMessage(dialect, '42["message","welcome"]'), true);
    assert.deepEqual(meaning(dialect, '42["message","welcome"]'), { type: 'joined', roomId: undefined });
  });

  it('is illegal, with the reason, when it is no JSON array with a name', () => {
    for (const packet of ['42', '42{"message":1}', '42["message",']) {
      const event = meaning(dialectOf(), packet);
      assert.equal(event.type, 'illegal', packet);
    }
  });
});
