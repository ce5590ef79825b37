import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { CATALOG_KINDS, findByName, type FoundFile, namesOf } from '#dist/scenario/catalog.js';
import { readYaml, type ValuePath } from '#dist/scenario/document.js';
import { prepareShipped } from '#dist/scenario/prepare.js';
import { readPrepared } from '#dist/scenario/prepared.js';
import { fileOf } from '../../helpers/run/scenario.js';

async function shipped(): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const kind of CATALOG_KINDS) {
    for (const name of await namesOf(kind)) {
      const file = await findByName(kind, name, name);
      if ('path' in file) found.push(file);
    }
  }
  return found;
}

test('of every file that ships with the tool, the build has written what its schema makes of it now', async () => {
  const now = await prepareShipped();
  const files = await shipped();
  assert.ok(files.length > 20);
  for (const { path, prepared = '' } of files) {
    assert.deepEqual(JSON.parse(await readFile(prepared, 'utf8')), now.get(prepared), path);
  }
});

test('what was prepared has its values at the places that the YAML has them', async () => {
  const beyond: ValuePath = ['thresholds', 17, 'no such'];
  for (const found of await shipped()) {
    const [prepared, read] = await Promise.all([readPrepared(found), readYaml(found.path, found.shown)]);
    assert.ok(prepared !== undefined && 'file' in read, found.path);
    assert.deepEqual(prepared.file.value, read.file.value);
    const keys = Object.keys(Object(read.file.value) as object);
    for (const path of [[], beyond, ...keys.flatMap((key): ValuePath[] => [[key], [key, 0], [key, 'bytes']])]) {
      assert.equal(prepared.file.where(path), read.file.where(path));
      assert.equal(prepared.file.whereKey(path), read.file.whereKey(path));
    }
  }
});

test('a file that was changed since, or was never prepared, is read as any other', async (t) => {
  const found = await findByName('preset', 'quick', 'quick');
  assert.ok('path' in found);
  const changed = await fileOf(t, `${await readFile(found.path, 'utf8')}\n# mine\n`);
  assert.equal(await readPrepared({ ...found, path: changed }), undefined);
  assert.equal(await readPrepared({ ...found, prepared: `${changed}.json` }), undefined);
  assert.equal(await readPrepared({ path: found.path, shown: found.shown, name: found.name }), undefined);
});
