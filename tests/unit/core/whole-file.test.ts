import assert from 'node:assert/strict';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { whileLocked } from '#dist/core/file-lock.js';
import { makeFolder, tryBeside, writeWhole } from '#dist/core/whole-file.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newyear-load-whole-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** An empty folder inside of the test's. */
async function place(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}

test('a file is written whole, and nothing stays beside it', async () => {
  const here = await place('whole');
  const path = join(here, 'report.json');
  await tryBeside(path);
  await writeWhole(path, 'first');
  await writeWhole(path, 'second');
  assert.equal(await readFile(path, 'utf8'), 'second');
  assert.deepEqual(await readdir(here), ['report.json']);
});

test('a file that is replaced keeps its rights, whatever new files have', {
  skip: process.platform === 'win32' && 'no modes',
}, async () => {
  const here = await place('rights');
  for (const mode of [0o600, 0o640, 0o666, 0o755]) {
    const path = join(here, mode.toString(8));
    await writeFile(path, 'old');
    await chmod(path, mode);
    await writeWhole(path, 'new');
    assert.equal((await stat(path)).mode & 0o777, mode);
  }
});

test('a file that is replaced keeps its owner', {
  skip: process.getuid?.() !== 0 && 'only root may give files away',
}, async () => {
  const path = join(await place('owner'), 'report.json');
  await writeFile(path, 'old');
  const { chown } = await import('node:fs/promises');
  await chown(path, 12_345, 12_346);
  await writeWhole(path, 'new');
  const { uid, gid } = await stat(path);
  assert.deepEqual([uid, gid], [12_345, 12_346]);
});

test('a name as long as a file system takes is no longer with what is written beside it', async () => {
  const here = await place('long');
  const name = `${'n'.repeat(250)}.json`;
  await tryBeside(join(here, name));
  await writeWhole(join(here, name), 'text');
  assert.deepEqual(await readdir(here), [name]);
});

test('other temporary files and links to files in the same folder stay as they are', async () => {
  const here = await place('others');
  const kept = ['.report.json.a1b2c3.tmp', '.newyear-load-.tmp', 'keep.tmp'];
  for (const name of kept) await writeFile(join(here, name), 'kept');
  await symlink(join(here, 'keep.tmp'), join(here, '.report.json.tmp'));
  await writeWhole(join(here, 'report.json'), 'text');
  for (const name of kept) assert.equal(await readFile(join(here, name), 'utf8'), 'kept');
  assert.deepEqual((await readdir(here)).toSorted(), [...kept, '.report.json.tmp', 'report.json'].toSorted());
});

test('a link stays a link, and another name of the file keeps what it had', async () => {
  const here = await place('links');
  const real = join(here, 'real.json');
  await writeFile(real, 'old');
  await symlink(real, join(here, 'link.json'));
  await link(real, join(here, 'other-name.json'));
  await writeWhole(join(here, 'link.json'), 'new');
  assert.equal(await readFile(real, 'utf8'), 'new');
  assert.equal(await readFile(join(here, 'other-name.json'), 'utf8'), 'old');
});

test("many writers of one file do not get in each other's way, and one of them has written it whole", async () => {
  const here = await place('many');
  const path = join(here, 'report.json');
  const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
  await Promise.all(texts.map((text) => writeWhole(path, text)));
  assert.ok(texts.includes(await readFile(path, 'utf8')));
  assert.deepEqual(await readdir(here), ['report.json']);
});

test('what cannot take its place leaves nothing behind', async () => {
  const here = await place('failing');
  await mkdir(join(here, 'folder.json'));
  await assert.rejects(writeWhole(join(here, 'folder.json'), 'text'), { code: 'EISDIR' });
  await assert.rejects(writeWhole(join(here, 'none', 'report.json'), 'text'), { code: 'ENOENT' });
  await assert.rejects(tryBeside(join(here, 'none', 'report.json')), { code: 'ENOENT' });
  assert.deepEqual(await readdir(here), ['folder.json']);
});

test('a folder is made with those above it, and where none can be that is said at once', async () => {
  const here = await place('folders');
  await makeFolder(join(here, 'a', 'b'));
  await makeFolder(join(here, 'a', 'b'));
  await writeFile(join(here, 'file'), '');
  await assert.rejects(makeFolder(join(here, 'file')), { code: 'EEXIST' });
  await assert.rejects(makeFolder(join(here, 'file', 'c')), { code: 'ENOTDIR' });
  assert.deepEqual(await readdir(join(here, 'a')), ['b']);
});

test('a file system without folders of ours says so', { skip: process.platform !== 'linux' }, async () => {
  await assert.rejects(makeFolder('/proc/nowhere/deep'), { code: 'ENOENT' });
});

test('who changes a file under its lock loses nothing of what others write meanwhile, and leaves no lock', async () => {
  const path = join(await place('locked'), 'list.json');
  await writeFile(path, '[]');
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      whileLocked(path, async () => {
        const list = JSON.parse(await readFile(path, 'utf8')) as number[];
        await writeWhole(path, JSON.stringify([...list, index]));
      }),
    ),
  );
  assert.equal((JSON.parse(await readFile(path, 'utf8')) as number[]).length, 10);
  await assert.rejects(
    whileLocked(path, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.deepEqual(await readdir(join(path, '..')), ['list.json']);
});
