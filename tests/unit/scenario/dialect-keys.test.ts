import assert from 'node:assert/strict';
import test from 'node:test';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { parseRatePerSecond } from '#dist/core/units.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

const EVERY_KEY = `
http:
  login:
    path: /login
    form: { name: "{{user.name}}", remember: true }
    capture: { token: header.x-auth-token, session: cookie.session }
  rate: 5/s
socket:
  headers: { Origin: "https://chat.example", Authorization: "Bearer {{user.token}}" }
  cookies: false
  engine: 4
  parser: msgpack
  recovery: false
events:
  ready: ready
  enter:
    - { event: authenticate, args: ["{{user.token}}"], ack: true }
    - { event: hello, confirmed: welcome }
    - online
  join: { event: join, args: ["{{room.id}}"], ack: { path: 0.ok, equals: true } }
  send: { event: send, args: ["{{room.id}}", "{{message.text}}"], ack: { path: 0 } }
  also: [{ event: typing, args: ["{{room.id}}"], every: 3s }]
`;

async function dialectOf(t: test.TestContext, yaml: string): Promise<DialectSpec> {
  return (await resolve({ dialect: await fileOf(t, yaml) })).plan.dialect;
}

test('the keys for getting in are read as they are written', async (t) => {
  const { http, socket, events } = await dialectOf(t, EVERY_KEY);
  assert.deepEqual(http.login?.form, { name: '{{user.name}}', remember: 'true' });
  assert.equal(http.rate, '5/s');
  assert.deepEqual(Object.keys(socket.headers ?? {}), ['Origin', 'Authorization']);
  assert.equal(socket.cookies, false);
  assert.deepEqual([socket.engine, socket.parser, socket.recovery], [4, 'msgpack', false]);
  assert.deepEqual(events.ready, { event: 'ready' });
  assert.deepEqual(events.enter, [
    { event: 'authenticate', args: ['{{user.token}}'], ack: true },
    { event: 'hello', args: [], confirmed: { event: 'welcome' } },
    { event: 'online', args: [] },
  ]);
  assert.deepEqual(events.join?.ack, { path: '0.ok', equals: true });
  assert.deepEqual(events.send.ack, { path: '0' });
  assert.deepEqual(events.also, [{ event: 'typing', args: ['{{room.id}}'], every: '3s' }]);
});

test('a dialect that a report carries is read back as the same', async (t) => {
  const once = await dialectOf(t, EVERY_KEY);
  assert.deepEqual(await dialectOf(t, JSON.stringify(once)), once);
});

test('what is wrong with these keys is told at its place, all at once', async (t) => {
  const dialect = await fileOf(
    t,
    `http:
  login: { path: /login, body: {}, form: { a: b } }
  rate: 5 a second
socket:
  headers: { Host: evil, sec-websocket-key: x, Cookie: "a\\r\\nb", cookie: c, "a b": c, X-Name: "{{user.nme}}" }
events:
  enter: [{ event: a, ack: true, confirmed: b }, { event: b, args: ["{{room.id}}"] }]
  send: { event: send, args: ["{{message.text}}"], ack: { equals: 5 } }
  also: [{ event: typing, every: 1ms }, { event: typing, args: ["{{message.text}}"], every: 3s }]
`,
  );
  assert.deepEqual(await problemsOf({ dialect }), [
    'my.yaml:2:42: http.login.form: must be left out beside body: a request has one body',
    'my.yaml:3:9: http.rate: "5 a second" must be a number above 0 with a unit: 5/s, 300/m, 10000/h',
    'my.yaml:5:20: socket.headers.Host: is written by the client itself, from the target; leave it out',
    'my.yaml:5:45: socket.headers.sec-websocket-key: is part of the WebSocket handshake, which the client makes; leave it out',
    'my.yaml:5:56: socket.headers.Cookie: must have no line breaks, and no characters beyond Latin-1',
    'my.yaml:5:74: socket.headers.cookie: is "Cookie" once more, since case makes no difference in names of headers',
    'my.yaml:5:84: socket.headers.a b: "a b" is no name that a header may have',
    'my.yaml:7:45: events.enter.0.confirmed: must be left out beside ack: either confirms the step',
    'my.yaml:8:57: events.send.ack.path: is missing',
    'my.yaml:9:34: events.also.0.every: "1ms" is too short; at least 10ms',
  ]);
});

test('templates of these keys know what is known by then', async (t) => {
  const dialect = await fileOf(
    t,
    `socket:
  headers: { X-Name: "{{user.nme}}" }
events:
  enter: [{ event: b, args: ["{{room.id}}"] }]
  send: { event: send, args: ["{{room.id}}", "{{message.text}}"] }
  also: [{ event: typing, args: ["{{message.text}}"], every: 3s }]
`,
  );
  const problems = await problemsOf({ dialect });
  assert.deepEqual(
    problems.map((problem) => problem.slice(0, problem.indexOf(';'))),
    [
      'my.yaml:2:22: socket.headers.X-Name: unknown placeholder "{{user.nme}}"',
      'my.yaml:4:30: events.enter.0.args.0: {{room.id}} is not known at this step',
      'my.yaml:6:34: events.also.0.args.0: {{message.text}} is not known at this step',
    ],
  );
});

test('a rate is a number with a unit', () => {
  const rates = ['5/s', '0.5/s', '300/m', '7200/h', '0/s', '5', '5/d', '-5/s', '5 /s', '1e3/s'];
  assert.deepEqual(rates.map(parseRatePerSecond), [5, 0.5, 5, 2, ...Array<undefined>(6).fill(undefined)]);
});

test('with Socket.IO 2 nothing is stated that it has not', async (t) => {
  const dialect = await fileOf(
    t,
    `socket:
  engine: 3
  auth: { token: x }
  parser: msgpack
events:
  send: say
`,
  );
  assert.deepEqual(await problemsOf({ dialect }), [
    'my.yaml:3:9: socket.auth: must be left out with engine 3: Socket.IO 2 has no payload of CONNECT; put its values into query',
    'my.yaml:4:11: socket.parser: must be left out with engine 3: the MessagePack of Socket.IO 2 is another one, which is not spoken',
  ]);
  const other = await fileOf(t, 'socket: { engine: 2, parser: xml, recovery: maybe }\nevents: { send: say }\n');
  assert.deepEqual(
    (await problemsOf({ dialect: other })).map((problem) => problem.split(':')[3]),
    [' socket.engine', ' socket.parser', ' socket.recovery'],
  );
});
