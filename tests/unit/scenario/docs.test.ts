import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentText, fencesOf } from '../../helpers/cli/document.js';
import { fileOf, resolve } from '../../helpers/run/scenario.js';

const examplesIn = (page: string): string[] => fencesOf(documentText(`docs/${page}`), 'yaml');

/** Some examples show a part of a dialect: the rest is that of a chat with a login. */
function completed(example: string): string {
  const login = 'http: { login: { path: /login, capture: { token: token } } }\n';
  const parts = [/^events:/m.test(example) ? '' : 'events: { send: message }\n', /^http:/m.test(example) ? '' : login];
  return [example, ...parts].join('');
}

test('every dialect of the docs works as it stands there, in at most 25 lines', async (t) => {
  const examples = examplesIn('dialects.md').map(completed);
  assert.ok(examples.length >= 7);
  const environment = { CHAT_API_KEY: 'key' };
  for (const example of examples) {
    assert.ok(example.split('\n').length <= 25);
    await resolve({ dialect: await fileOf(t, example) }, { environment });
  }
});

test('the scenario and the theme of the docs work as they stand there', async (t) => {
  const [scenario, people, targets, theme] = examplesIn('scenarios.md');
  assert.equal((await resolve({ scenario: await fileOf(t, scenario ?? '') })).plan.users, 300);
  assert.equal((await resolve({ duration: '1m', scenario: await fileOf(t, people ?? '') })).plan.storms?.length, 2);
  assert.equal((await resolve({ scenario: await fileOf(t, targets ?? '') })).plan.otherTargets.length, 1);
  assert.equal((await resolve({ theme: await fileOf(t, theme ?? '') })).plan.theme.rooms.length, 1);
});

test('the stages and the profile of the docs work as they stand there', async (t) => {
  const [scenario, profile] = examplesIn('load-shapes.md');
  assert.equal((await resolve({ scenario: await fileOf(t, scenario ?? '') })).plan.durationMs, 170_000);
  assert.equal((await resolve({ profile: await fileOf(t, profile ?? '') })).plan.stages.length, 5);
});
