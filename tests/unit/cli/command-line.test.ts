import assert from 'node:assert/strict';
import test from 'node:test';
import { commandLineOf } from '#dist/cli/run/command-line.js';
import { OPTIONS } from '#dist/scenario/options.js';

test('the command holds what shaped the run, and the seed that was drawn', () => {
  const flags = { preset: 'medium', users: '40', embedded: true, failOn: ['lost==0', 'tps>=10'] };
  assert.equal(
    commandLineOf('run', flags, 17),
    "newyear-load run --preset medium --embedded --users 40 --fail-on lost==0 --fail-on 'tps>=10' --seed 17",
  );
});

test('what was shown and written is not part of it, and an old seed is not named twice', () => {
  const flags = { json: true, out: ['csv=-'], quiet: true, color: false, progress: false, seed: '17' };
  assert.equal(commandLineOf('connect', flags, 17), 'newyear-load connect --seed 17');
});

test('no secret is part of it', () => {
  const secrets = Object.entries(OPTIONS).filter(([, spec]) => 'secret' in spec);
  assert.ok(secrets.length > 0);
  const flags = Object.fromEntries(secrets.map(([name]) => [name, 'http://127.0.0.1/secret']));
  assert.equal(
    commandLineOf('run', { ...flags, dialect: 'chat.yaml' }, 1),
    'newyear-load run --dialect chat.yaml --seed 1',
  );
});

test('a switch is named when it is not as it stands', () => {
  assert.equal(commandLineOf('run', { canary: true, audit: false }, 1), 'newyear-load run --seed 1');
  assert.equal(
    commandLineOf('run', { canary: false, audit: true }, 1),
    'newyear-load run --audit --no-canary --seed 1',
  );
});

test('a shell reads every word back as it was', () => {
  const command = commandLineOf('run', { theme: "it's $HOME/a theme.yaml" }, 1);
  assert.equal(command, String.raw`newyear-load run --theme 'it'\''s $HOME/a theme.yaml' --seed 1`);
});
