import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createRunSecrets, passwordOf, withoutPasswords } from '#dist/core/run-secrets.js';

test('every run has a key of its own, of 256 bits', () => {
  const keys = Array.from({ length: 100 }, () => createRunSecrets().passwordKey);
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) assert.equal(Buffer.from(key, 'base64').length, 32);
});

test('a password has what servers ask for, is the same each time, and differs by name and by key', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.base64String(), (name, other, passwordKey) => {
      const secrets = { passwordKey, variables: {} };
      const password = passwordOf(secrets, name);
      assert.match(password, /^Pw-1[0-9a-hjkmnp-tv-z]{26}$/);
      assert.equal(passwordOf(secrets, name), password);
      assert.equal(passwordOf(secrets, other) === password, other === name);
      assert.notEqual(passwordOf(createRunSecrets(), name), password);
      assert.equal(withoutPasswords(`a ${password}, ${password}b`, '***'), 'a ***, ***b');
    }),
    { numRuns: 100 },
  );
});
