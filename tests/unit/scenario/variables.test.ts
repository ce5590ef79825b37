import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planToJson } from '#dist/scenario/plan-json.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

const CHAT = `http:
  login:
    path: /login?key=\${CHAT_KEY}
    headers: { X-Api-Key: "\${API_KEY}", Cookie: "a=\${CHAT_KEY}" }
    body: { name: "{{user.name}}", key: "\${CHAT_KEY}" }
    capture: { token: token }
socket:
  auth: { key: "\${API_KEY}", plain: "$\${API_KEY}" }
events:
  join: { event: join, args: "{{room.id}}" }
  send: say
`;

test('the variables that a dialect names are taken from the environment, and the plan keeps their names', async (t) => {
  const dialect = await fileOf(t, CHAT, 'chat.yaml');
  const environment = { CHAT_KEY: 'chat key', API_KEY: 'api key', OTHER: 'not named', HOME: '/' };
  const { plan, variables, notices } = await resolve({ dialect }, { environment });
  assert.deepEqual(variables, { CHAT_KEY: 'chat key', API_KEY: 'api key' });
  assert.deepEqual(plan.dialect.socket.auth, { key: '${API_KEY}', plain: '$${API_KEY}' });
  assert.doesNotMatch(JSON.stringify([plan, planToJson(plan)]), /chat key|api key/);
  assert.deepEqual(notices, []);
});

test('all variables that are missing are named at once, each where it stands first', async (t) => {
  const dialect = await fileOf(t, CHAT, 'chat.yaml');
  assert.deepEqual(await problemsOf({ dialect, users: 'x' }, { environment: { API_KEY: '' } }), [
    '--users: "x" must be a whole number from 2 to 1000000',
    'chat.yaml:3:11: http.login.path: the environment variable CHAT_KEY is not set',
    'chat.yaml:4:27: http.login.headers.X-Api-Key: the environment variable API_KEY is set, but empty',
  ]);
  const inline = await fileOf(t, {
    dialect: { events: { send: { event: 'say', args: ['${toString}{{message.text}}'] } } },
  });
  assert.deepEqual(await problemsOf({ scenario: inline }), [
    'my.yaml:1:53: events.send.args.0: the environment variable toString is not set',
  ]);
});

test('they are named beside whatever else is wrong with the dialect', async (t) => {
  const dialect = await fileOf(t, CHAT.replace('path: /', 'path: ').replace('say', 'say\n  sedn: 5'), 'chat.yaml');
  const problems = await problemsOf({ dialect }, { environment: { CHAT_KEY: 'c' } });
  assert.deepEqual(problems, [
    'chat.yaml:3:11: http.login.path: must start with a slash',
    'chat.yaml:8:16: socket.auth.key: the environment variable API_KEY is not set',
    'chat.yaml:12:3: events: unknown key "sedn"; did you mean "send"?',
  ]);
});

test('a value that no header takes is refused, and never shown', async (t) => {
  const dialect = await fileOf(t, CHAT, 'chat.yaml');
  for (const value of ['key\n', 'a\r\nX-Other: b', 'gr€€n', 'nul \0'])
    assert.deepEqual(await problemsOf({ dialect }, { environment: { CHAT_KEY: 'c\n', API_KEY: value } }), [
      'chat.yaml:4:27: http.login.headers.X-Api-Key: the environment variable API_KEY holds a line break or another character that no header takes',
      'chat.yaml:4:49: http.login.headers.Cookie: the environment variable CHAT_KEY holds a line break or another character that no header takes',
    ]);
  await resolve({ dialect }, { environment: { CHAT_KEY: 'tab\tand ü', API_KEY: 'ÿ' } });
});

test('what begins like a variable and is none, and one where nothing is sent, are problems', async (t) => {
  const dialect = await fileOf(
    t,
    `description: needs \${CHAT_KEY:-} in the environment
http:
  login: { path: /in, headers: { X-Key: "\${CHAT_KEY:-5}" }, capture: { token: "\${PATH}" } }
events: { send: "say \${" }
`,
    'chat.yaml',
  );
  const write = 'is no variable; write ${NAME}, with letters, digits and _ alone, or $${ for a plain ${';
  assert.deepEqual(await problemsOf({ dialect }, { environment: { PATH: '/bin' } }), [
    `chat.yaml:3:41: http.login.headers.X-Key: "\${CHAT_KEY:-5}" ${write}`,
    'chat.yaml:3:79: http.login.capture.token: ${PATH} is not filled in here, for it is never sent',
    `chat.yaml:4:17: events.send.event: "\${" ${write}`,
  ]);
});

test('a preset that is only looked at needs no variables', async (t) => {
  const dialect = await fileOf(t, CHAT, 'chat.yaml');
  assert.deepEqual((await resolve({ dialect }, { environment: null })).variables, { CHAT_KEY: '', API_KEY: '' });
});

test('a report runs again where the variables are set', async (t) => {
  const environment = { CHAT_KEY: 'c', API_KEY: 'a' };
  const { plan } = await resolve({ dialect: await fileOf(t, CHAT, 'chat.yaml') }, { environment });
  const scenario = await fileOf(t, { schema: 'newyear-load/report@1', plan: planToJson(plan) }, 'report.json');
  assert.deepEqual((await resolve({ scenario }, { environment })).plan, plan);
  const problems = await problemsOf({ scenario });
  assert.deepEqual(
    problems.map((problem) => problem.replace(/^report\.json:\d+:\d+: /, '')),
    [
      'http.login.path: the environment variable CHAT_KEY is not set',
      'http.login.headers.X-Api-Key: the environment variable API_KEY is not set',
    ],
  );
});

test('a secret that is written out is told of, is not in the report, and keeps it from being run again by itself', async (t) => {
  const written = CHAT.replace('${API_KEY}', 'sk-live-123').replace('?key=${CHAT_KEY}', '?key=written');
  const dialect = await fileOf(t, written, 'chat.yaml');
  const environment = { CHAT_KEY: 'c', API_KEY: 'a' };
  const { plan, notices } = await resolve({ dialect }, { environment });
  assert.equal(plan.dialect.http.login?.headers['X-Api-Key'], 'sk-live-123');
  assert.deepEqual(notices, [
    'The dialect has secrets written out at http.login.path, http.login.headers.X-Api-Key: reports show *** there, and cannot be run again by themselves. Better write ${NAME} there and set that environment variable',
  ]);
  const json = planToJson(plan);
  assert.equal(json.dialect.http.login?.path, '/login?key=***');
  assert.equal(json.dialect.http.login?.headers['X-Api-Key'], '***');
  const scenario = await fileOf(t, { schema: 'newyear-load/report@1', plan: json }, 'report.json');
  const said = (await problemsOf({ scenario }, { environment })).map((problem) => problem.replace(/^\S+ /, ''));
  const advice =
    'a secret stood here, which reports do not tell; write ${NAME} for it and set that environment variable, or name the dialect of that run with --dialect';
  assert.deepEqual(said, [`http.login.path: ${advice}`, `http.login.headers.X-Api-Key: ${advice}`]);
  assert.deepEqual((await resolve({ scenario, dialect }, { environment })).plan, plan);
});

test('a problem with a secret does not quote it', async (t) => {
  const dialect = await fileOf(
    t,
    `http:
  login: { path: /in, headers: { X-Api-Key: 471147114711, Accept: 5 } }
socket: { query: { token: 47.11 } }
events: { send: say }
`,
    'chat.yaml',
  );
  assert.deepEqual(await problemsOf({ dialect }), [
    'chat.yaml:2:45: http.login.headers.X-Api-Key: must be a text, not ***',
    'chat.yaml:2:67: http.login.headers.Accept: must be a text, not 5',
    'chat.yaml:3:27: socket.query.token: must be a text, not ***',
  ]);
});
