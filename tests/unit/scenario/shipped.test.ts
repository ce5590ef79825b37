import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parse } from 'yaml';
import { knowsRooms } from '#dist/core/dialect-spec.js';
import { namesOf } from '#dist/scenario/catalog.js';
import { listPresets } from '#dist/scenario/presets.js';
import { resolve } from '../../helpers/run/scenario.js';

const ROOT = new URL('../../../scenarios/', import.meta.url);

async function shipped(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`${name}.schema.json`, ROOT), 'utf8'));
}

test('the presets are those of the menu, in its order and with its numbers', async () => {
  const presets = await listPresets();
  assert.deepEqual(
    presets.map((preset) => [
      preset.title,
      preset.users,
      preset.rooms,
      preset.durationMs / 1000,
      preset.messagesPerSecond,
    ]),
    [
      ['Quick Test', 30, 10, 30, 100],
      ['Medium Test', 100, 15, 60, 500],
      ['Strong Test', 500, 20, 120, 1000],
      ['Extreme Test', 1000, 25, 180, 2000],
      ['Mega Test', 5000, 30, 300, 5000],
      ['Ultra Test', 10_000, 35, 600, 10_000],
    ],
  );
  for (const preset of presets) assert.deepEqual(preset.roomSize, { min: 3, max: 8 });
});

test('every preset resolves to a plan of its own name and title', async () => {
  for (const { name, title, users } of await listPresets()) {
    const resolved = await resolve({ preset: name });
    assert.equal(resolved.plan.preset, name);
    assert.equal(resolved.plan.users, users);
    assert.equal(resolved.title, title);
    assert.deepEqual(resolved.notices, []);
  }
});

test('every theme has ten greetings and eight rooms, with the year filled in', async () => {
  const names = await namesOf('theme');
  assert.deepEqual(names, ['new-year', 'new-year-ko']);
  for (const name of names) {
    const { theme } = (await resolve({ theme: name })).plan;
    assert.equal(theme.name, name);
    assert.equal(theme.greetings.length, 10);
    assert.equal(theme.rooms.length, 8);
    assert.ok(theme.rooms.some((room) => room.includes('2031')));
    assert.doesNotMatch(JSON.stringify(theme), /\{\{/);
  }
});

test('every dialect resolves under the name of its file', async () => {
  const names = await namesOf('dialect');
  assert.deepEqual(names, [
    'feathers',
    'minitalk',
    'minitalk-username',
    'nestjs',
    'python-socketio',
    'sails',
    'socketio-chat',
  ]);
  for (const name of names) {
    const { dialect } = (await resolve({ dialect: name })).plan;
    assert.equal(dialect.name, name);
    assert.equal(knowsRooms(dialect), name !== 'socketio-chat' && name !== 'feathers');
  }
});

test('minitalk registers and logs in by batches of 200, and user names never repeat a signup', async () => {
  const { http } = (await resolve({})).plan.dialect;
  assert.equal(http.register?.batch?.size, 200);
  assert.equal(http.login?.batch?.size, 200);
  assert.equal(http.register?.retry, false);
  assert.deepEqual(http.createRoom?.body, { name: '{{room.name}}', participants: '{{room.members}}' });
  assert.deepEqual(http.history?.page, { query: 'since', from: 'timestamp', size: 100 });
  assert.equal(http.history?.method, 'GET');
});

test('minitalk-username logs nobody in', async () => {
  const { http, socket } = (await resolve({ dialect: 'minitalk-username' })).plan.dialect;
  assert.equal(http.login, undefined);
  assert.deepEqual(socket.query, { username: '{{user.name}}' });
});

test('the schemas for editors accept every shipped file', async () => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  for (const [kind, folder, schema] of [
    ['preset', 'presets', 'scenario'],
    ['theme', 'themes', 'theme'],
    ['dialect', 'dialects', 'dialect'],
    ['profile', 'profiles', 'profile'],
    ['scenario', 'examples', 'scenario'],
  ] as const) {
    const validate = new Ajv2020({ strict: false }).compile((await shipped(schema)) as object);
    for (const name of await namesOf(kind)) {
      const content: unknown = parse(await readFile(new URL(`${folder}/${name}.yaml`, ROOT), 'utf8'));
      assert.ok(validate(content), `${name}: ${JSON.stringify(validate.errors)}`);
    }
  }
});

test('editors refuse what the tool refuses, take what it takes, and complete names', async () => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const schema = (await shipped('scenario')) as { properties: Record<string, { anyOf?: { enum?: string[] }[] }> };
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const wrong = ['rate: fast', 'duration: 5 minutes', 'rooms: 0', 'users: many', 'users: 1', 'drain: 5', 'roomSize: 1'];
  const right = [
    'rate: 10k',
    'rate: max',
    'rate: 0.2/user',
    'duration: 1m30s',
    'users: 5k',
    'rooms: 3',
    'roomSize: 3-8',
  ];
  for (const text of [...wrong, 'workers: many', 'stages: [{duration: soon, rate: 5}]', 'limits: {httpTimeout: 5}'])
    assert.equal(validate(parse(text)), false, text);
  for (const text of [...right, 'theme: ./mine.yaml', 'dialect: nestjs', 'stages: [{duration: 10%, rate: 50%}]'])
    assert.equal(validate(parse(text)), true, text);
  for (const [key, kind] of [
    ['extends', 'preset'],
    ['theme', 'theme'],
    ['dialect', 'dialect'],
    ['profile', 'profile'],
  ] as const)
    assert.deepEqual(schema.properties[key]?.anyOf?.[0]?.enum, await namesOf(kind), key);
});
