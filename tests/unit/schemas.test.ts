import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

test('the schema files are those that the declarations make', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tests/schemas.mjs', '--check'], {
    encoding: 'utf8',
  });
  assert.equal(stdout + stderr, '');
  assert.equal(status, 0);
});
