import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomOf } from '#dist/chat/people.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

test('all problems of a file and of the flags are named at once, with their places', async (t) => {
  const scenario = await fileOf(
    t,
    `usrs: 5
users: many
rate: 0
extends: quik
thresholds:
  - p99(delivery)
limits: { httpTimeout: 5, foo: 1 }
`,
  );
  assert.deepEqual(await problemsOf({ scenario, rooms: 'x', theme: 'newyear' }), [
    'my.yaml:1:1: unknown key "usrs"; did you mean "users"?',
    'my.yaml:2:8: users: "many" must be a whole number from 2 to 1000000',
    'my.yaml:3:7: rate: "0" must be messages per second, a number above 0 and at most 10000000, 10k, 0.2/user, or max',
    'my.yaml:4:10: extends: unknown preset "quik"; did you mean "quick"?',
    'my.yaml:6:5: is no comparison',
    'my.yaml:7:24: limits.httpTimeout: "5" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h',
    'my.yaml:7:27: limits: unknown key "foo"; there is httpConcurrency, connectConcurrency, readConcurrency, httpTimeout, connectTimeout, phaseTimeout, auditTimeout',
    '--rooms: "x" must be a whole number from 0 to 1000000',
    '--theme: unknown theme "newyear"; did you mean "new-year"?',
  ]);
});

test('a dialect inside a scenario is checked down to its placeholders, even when parts of it are wrong', async (t) => {
  const scenario = await fileOf(
    t,
    `dialect:
  events:
    sned: x
    join: { event: 5 }
    send: { event: msg, args: ["{{mesage.text}}"] }
  socket: { path: socket.io }
`,
  );
  assert.deepEqual(await problemsOf({ scenario }), [
    'my.yaml:3:5: dialect.events: unknown key "sned"; did you mean "send"?',
    'my.yaml:4:20: dialect.events.join.event: must be a text, not 5',
    'my.yaml:5:31: events.send.args: must contain {{message.text}}',
    'my.yaml:5:32: events.send.args.0: unknown placeholder "{{mesage.text}}"; did you mean "{{message.text}}"?',
    'my.yaml:6:19: dialect.socket.path: must start with a slash',
  ]);
});

test('a dialect file is checked with its own places', async (t) => {
  const dialect = await fileOf(
    t,
    `http:
  login:
    methd: PUT
    method: PSOT
    path: login
    accept: 2000
    capture: { name: user.name }
events:
  join: { event: join, args: "{{user.tokn}}" }
`,
    'chat.yaml',
  );
  assert.deepEqual(await problemsOf({ dialect }), [
    'chat.yaml:3:5: http.login: unknown key "methd"; did you mean "method"?',
    'chat.yaml:4:13: http.login.method: must be one of GET, POST, PUT, PATCH, DELETE; did you mean "POST"?',
    'chat.yaml:5:11: http.login.path: must start with a slash',
    'chat.yaml:6:13: http.login.accept: must be at most 599',
    'chat.yaml:9:3: events.send: is missing',
  ]);
});

test('expressions and placeholders are checked beside values of the wrong shape', async (t) => {
  const scenario = await fileOf(
    t,
    `users: [1]
thresholds: ["p99(nope)", 5]
alerts: [errors>0, never]
theme: { greetings: ["{{yaer}}", 7], rooms: [a] }
dialect:
  http: { register: { path: signup, capture: { token: t } }, login: { path: /in, method: PSOT } }
  events:
    join: { event: 5 }
    send: { event: msg, args: ["{{room.id}}"] }
`,
  );
  assert.deepEqual(await problemsOf({ scenario }), [
    'my.yaml:1:8: users: must be a single value, not a list or a map of keys',
    'my.yaml:2:14: is no comparison',
    'my.yaml:2:27: thresholds.1: must be a text, not 5',
    'my.yaml:3:20: is no alert rule',
    'my.yaml:4:22: greetings.0: unknown placeholder "{{yaer}}"; did you mean "{{year}}"?',
    'my.yaml:4:34: theme.greetings.1: must be a text, not 7',
    'my.yaml:6:29: dialect.http.register.path: must start with a slash',
    'my.yaml:6:90: dialect.http.login.method: must be one of GET, POST, PUT, PATCH, DELETE; did you mean "POST"?',
    'my.yaml:8:20: dialect.events.join.event: must be a text, not 5',
    'my.yaml:9:31: events.send.args: must contain {{message.text}}',
  ]);
});

test('a bare index is a path into the arguments of an event', async (t) => {
  const dialect = await fileOf(
    t,
    `events:
  join: { event: join, args: "{{room.id}}" }
  joined: { event: joined, room: 0 }
  send: say
  error: { event: oops, message: 1 }
`,
  );
  const { events } = (await resolve({ dialect })).plan.dialect;
  assert.equal(events.joined?.room, '0');
  assert.equal(events.error?.message, '1');
  const wrong = await fileOf(t, 'events: { send: say, joined: { event: joined, room: 0.5 } }\n');
  assert.equal((await problemsOf({ dialect: wrong })).length, 1);
});

test('a placeholder is known only after the step that captures it', async (t) => {
  const dialect = await fileOf(
    t,
    `http:
  register: { path: "/signup/{{user.token}}" }
  login: { path: /login, capture: { token: data.token, index: id } }
  createRoom: { path: "/rooms/{{room.id}}", capture: { id: roomId } }
socket: { query: { token: "{{user.token}}" }, auth: { room: "{{room.id}}" } }
events:
  send: { event: say, args: ["{{room.id}}", "{{message.text}}", "{{ user.name }}"] }
`,
  );
  assert.deepEqual(await problemsOf({ dialect }), [
    'my.yaml:2:21: http.register.path: {{user.token}} is not known at this step; there is {{run.id}}, {{user.name}}, {{user.password}}, {{user.index}}',
    'my.yaml:3:63: http.login.capture.index: would hide our own {{user.index}}; choose another name',
    'my.yaml:4:23: http.createRoom.path: {{room.id}} is not known at this step; there is {{run.id}}, {{user.name}}, {{user.password}}, {{user.index}}, {{user.token}}, {{room.name}}, {{room.index}}, {{room.members}}, {{room.other}}',
    'my.yaml:5:61: socket.auth.room: {{room.id}} is not known at this step; there is {{run.id}}, {{user.name}}, {{user.password}}, {{user.index}}, {{user.token}}',
    'my.yaml:7:65: events.send.args.2: unknown placeholder "{{ user.name }}"; did you mean "{{user.name}}"?',
  ]);
});

test('a theme is checked with its own places', async (t) => {
  const empty = await fileOf(t, 'greetings: []\nrooms: [a, 5]\n', 'theme.yaml');
  assert.deepEqual(await problemsOf({ theme: empty }), [
    'theme.yaml:1:12: greetings: must not be empty',
    'theme.yaml:2:12: rooms.1: must be a text, not 5',
  ]);
  const misspelt = await fileOf(t, 'greetings: [a]\nrooms: ["b {{yaer}}"]\n', 'theme.yaml');
  assert.deepEqual(await problemsOf({ theme: misspelt }), [
    'theme.yaml:2:9: rooms.0: unknown placeholder "{{yaer}}"; did you mean "{{year}}"?',
  ]);
});

test('every mistake of YAML itself is named with its place', async (t) => {
  const scenario = await fileOf(t, 'users: [1\nrooms: }\n');
  assert.deepEqual(
    (await problemsOf({ scenario })).map((problem) => problem.replace(/^(\S+) .*/, '$1')),
    ['my.yaml:2:1:', 'my.yaml:2:8:'],
  );
  const repeated = await fileOf(t, 'users: 5\nusers: 6\n');
  assert.deepEqual(await problemsOf({ scenario: repeated }), ['my.yaml:2:1: map keys must be unique']);
});

test('a file that is missing, a folder, empty, or no map of keys is said to be so', async (t) => {
  const empty = await fileOf(t, '');
  const list = await fileOf(t, '- users\n');
  assert.deepEqual(await problemsOf({ scenario: `${empty}.none.yaml` }), ['my.yaml.none.yaml: there is no such file']);
  assert.deepEqual(await problemsOf({ scenario: '.' }), [
    `${process.cwd().replace(/^.*\//, '')}: is a folder, not a file`,
  ]);
  assert.deepEqual(await problemsOf({ scenario: empty }), ['my.yaml: is empty']);
  assert.deepEqual(await problemsOf({ scenario: list }), ['my.yaml:1:1: must be a map of keys, not a list']);
});

test('a name that resembles none gets the list of those that there are', async () => {
  assert.deepEqual(await problemsOf({ preset: 'gigantic-run', dialect: 'irc' }), [
    '--preset: unknown preset "gigantic-run"; there is extreme, medium, mega, quick, strong, ultra',
    '--dialect: unknown dialect "irc"; there is feathers, minitalk, minitalk-username, nestjs, python-socketio, sails, socketio-chat',
  ]);
});

test('rooms, sizes, users and window are checked against each other', async () => {
  assert.deepEqual(await problemsOf({ users: '4', roomSize: '5', window: '3', rooms: '0' }), [
    '--rooms: must be at least 1',
    '--room-size: 5 members are more than the 4 users there are',
    '--window: takes effect with the rate max only, and the rate is 100',
  ]);
  assert.deepEqual(await problemsOf({ users: '5', roomSize: 'all', rooms: '3' }), [
    '--rooms: 3 rooms leave fewer than 2 of the 5 users in some room; at most 2',
  ]);
});

test('what does not fit others is told with the name of its key, where it is one of a file', async (t) => {
  assert.deepEqual(
    await problemsOf({ scenario: await fileOf(t, 'users: 4\nrooms: 0\nroomSize: 5\ntheme: newyear\n') }),
    [
      'my.yaml:2:8: rooms: must be at least 1',
      'my.yaml:3:11: roomSize: 5 members are more than the 4 users there are',
      'my.yaml:4:8: theme: unknown theme "newyear"; did you mean "new-year"?',
    ],
  );
});

test('a wrong value is not checked against others', async () => {
  assert.deepEqual(await problemsOf({ users: 'x', roomSize: '900' }), [
    '--users: "x" must be a whole number from 2 to 1000000',
  ]);
});

test('a text with control characters is shown without them', async () => {
  const [problem] = await problemsOf({ users: '\u001b[31m5' });
  assert.equal(problem, '--users: "\\x1b[31m5" must be a whole number from 2 to 1000000');
});

test('rooms of the target are as many as are named, by these names, and none is made', async (t) => {
  const theme = 'theme: { greetings: [Hi], rooms: [lobby, support], existing: true }';
  assert.deepEqual(await problemsOf({ scenario: await fileOf(t, `rooms: 3\n${theme}\n`) }), [
    'my.yaml:1:8: rooms: 3 rooms are more than the 2 existing ones that the theme "inline" names; say 2, or name more',
  ]);
  const { plan } = await resolve({ scenario: await fileOf(t, `rooms: 2\n${theme}\n`) });
  assert.equal(plan.dialect.http.createRoom, undefined);
  assert.deepEqual(
    [0, 1].map((index) => roomOf(plan, index, []).name),
    ['lobby', 'support'],
  );
  const { plan: own } = await resolve({ rooms: '2' });
  assert.match(roomOf(own, 0, []).name, new RegExp(` \\(${own.runId}\\)$`));
});
