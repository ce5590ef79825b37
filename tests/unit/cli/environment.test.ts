import assert from 'node:assert/strict';
import test from 'node:test';
import { withEnvironment } from '#dist/cli/environment.js';
import { OPTIONS } from '#dist/scenario/options.js';

const VARIABLE = OPTIONS.alertWebhook.environment;

test('a variable holds where its flag is not given', () => {
  assert.deepEqual(withEnvironment({ users: '5' }, { [VARIABLE]: 'http://a/' }), {
    users: '5',
    alertWebhook: 'http://a/',
  });
  assert.deepEqual(withEnvironment({ alertWebhook: 'http://b/' }, { [VARIABLE]: 'http://a/' }), {
    alertWebhook: 'http://b/',
  });
});

test('an empty variable says nothing, and others are not read', () => {
  assert.deepEqual(withEnvironment({}, { [VARIABLE]: '', NEWYEAR_LOAD_USERS: '5' }), {});
});
