import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

test('constants of our modules are constants in the bundle of a worker, where reading a message uses them', () => {
  const bundle = readFileSync(new URL('../../bundle/engine/worker.js', import.meta.url), 'utf8');
  const ours = bundle.split(/^(?=\/\/ (?:src|node_modules)\/)/m).filter((part) => part.startsWith('// src/'));
  assert.ok(ours.length > 50);
  const variables = ours.flatMap((part) => part.match(/^var .*/gm) ?? []);
  // Variables of modules, to which something is assigned, are written in small letters.
  assert.deepEqual(
    variables.filter((line) => !/^var [a-z]/.test(line)),
    [],
  );
});
