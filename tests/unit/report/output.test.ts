import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { checkOutputs } from '#dist/report/output.js';
import { writeOutputs } from '#dist/report/write-report.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';

const report = buildReport(runOutcome(), reportContext());
const rendered = `${JSON.stringify(report, null, 2)}\n`;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newyear-load-output-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const noStdout = (): Promise<void> => Promise.reject(new Error('stdout was not asked for'));
const toJson = (...paths: string[]) => paths.map((path) => ({ format: 'json', path }));

async function problemsOf(...paths: string[]): Promise<string[]> {
  return (await checkOutputs(toJson(...paths))).map(({ message }) => message);
}

test('a writable path has no problems, and checking it writes nothing', async () => {
  assert.deepEqual(await problemsOf(join(folder, 'fine.json'), '-'), []);
  assert.ok(!(await readdir(folder)).includes('fine.json'));
});

test('every path that cannot be written is found at once', async () => {
  await writeFile(join(folder, 'file'), '');
  const problems = await problemsOf(join(folder, 'none/report.json'), folder, join(folder, 'file/report.json'));
  assert.equal(problems.length, 3);
  assert.match(problems[0] ?? '', /there is no folder .*none/);
  assert.match(problems[1] ?? '', /is a folder/);
  assert.match(problems[2] ?? '', /is no folder/);
});

test('two outputs to one place are found, however the path is written', async () => {
  const nested = join(folder, 'nested');
  await mkdir(nested);
  await symlink(nested, join(folder, 'alias'));
  const problems = await problemsOf(
    join(nested, 'a.json'),
    `${nested}/../nested/a.json`,
    join(folder, 'alias', 'a.json'),
    '-',
    '-',
  );
  assert.equal(problems.length, 3);
  assert.match(problems[2] ?? '', /stdout can take one output only/);
});

test('a folder or a file without permission is found', {
  skip: process.getuid?.() === 0 && 'root may write anywhere',
}, async () => {
  const closed = join(folder, 'closed');
  await mkdir(closed);
  await writeFile(join(folder, 'read-only.json'), '');
  await chmod(closed, 0o500);
  await chmod(join(folder, 'read-only.json'), 0o400);
  const problems = await problemsOf(join(closed, 'report.json'), join(folder, 'read-only.json'));
  assert.equal(problems.length, 2);
  for (const problem of problems) assert.match(problem, /permission denied/);
});

test('a folder that takes no files is found, whatever its permissions say', {
  skip: process.platform !== 'linux' && 'no /proc',
}, async () => {
  const [problem, ...more] = await problemsOf('/proc/timeline.csv');
  assert.match(problem ?? '', /^\/proc\/timeline\.csv cannot be written: \/proc takes no files$/);
  assert.deepEqual(more, []);
});

test('a check leaves a report that is there as it was, and nothing beside it', async () => {
  const place = join(folder, 'there');
  await mkdir(place);
  await writeFile(join(place, 'report.json'), 'old');
  assert.deepEqual(await problemsOf(join(place, 'report.json')), []);
  assert.deepEqual(await readdir(place), ['report.json']);
  assert.equal(await readFile(join(place, 'report.json'), 'utf8'), 'old');
});

test('several outputs are written whole, and nothing stays beside them', async () => {
  const place = join(folder, 'several');
  await mkdir(place);
  const printed: string[] = [];
  const failures = await writeOutputs(
    report,
    [
      { format: 'json', path: join(place, 'report.json') },
      { format: 'csv', path: join(place, 'timeline.csv') },
      { format: 'json', path: '-' },
    ],
    (text) => {
      printed.push(text);
      return Promise.resolve();
    },
  );
  assert.deepEqual(failures, []);
  assert.equal(await readFile(join(place, 'report.json'), 'utf8'), rendered);
  assert.match(await readFile(join(place, 'timeline.csv'), 'utf8'), /^second,/);
  assert.deepEqual(printed, [rendered]);
  assert.deepEqual((await readdir(place)).toSorted(), ['report.json', 'timeline.csv']);
});

test('an output that fails is told, and the others are written all the same', async () => {
  const good = join(folder, 'good.json');
  const failures = await writeOutputs(report, toJson(join(folder, 'gone/report.json'), '-', good), noStdout);
  assert.deepEqual(
    failures.map(({ path }) => path),
    [join(folder, 'gone/report.json'), '-'],
  );
  assert.match(failures[0]?.message ?? '', /could not write .*ENOENT/);
  assert.equal(await readFile(good, 'utf8'), rendered);
});

test('an existing report is replaced, a link to it stays a link', async () => {
  const real = join(folder, 'real.json');
  const link = join(folder, 'link.json');
  await writeFile(real, 'old');
  await symlink(real, link);
  assert.deepEqual(await writeOutputs(report, toJson(link), noStdout), []);
  assert.equal(await readFile(real, 'utf8'), rendered);
  assert.equal(await readFile(link, 'utf8'), rendered);
});

test('a device is written to and never replaced', {
  skip: process.platform === 'win32' && 'no device files',
}, async () => {
  assert.deepEqual(await problemsOf('/dev/null'), []);
  assert.deepEqual(await writeOutputs(report, toJson('/dev/null'), noStdout), []);
  assert.ok((await stat('/dev/null')).isCharacterDevice());
});

test('a rename that fails leaves no temporary file', async () => {
  const place = join(folder, 'blocked');
  const target = join(place, 'report.json');
  await mkdir(target, { recursive: true });
  const failures = await writeOutputs(report, toJson(target), noStdout);
  assert.equal(failures.length, 1);
  assert.deepEqual(await readdir(place), ['report.json']);
});

test('nothing of a report becomes part of a path, and however long its run id is, it is written', async () => {
  const place = join(folder, 'hostile');
  await mkdir(join(place, 'out'), { recursive: true });
  await writeFile(join(place, 'keep.tmp'), 'kept');
  for (const id of ['/../../keep', '../keep', 'x'.repeat(300), Array(40).fill('a1b2c3').join('+'), 'nul\u0000', '']) {
    const named = { ...report, run: { ...report.run, id } };
    assert.deepEqual(await writeOutputs(named, toJson(join(place, 'out', 'report.json')), noStdout), []);
    assert.deepEqual(await readdir(join(place, 'out')), ['report.json']);
    assert.equal(await readFile(join(place, 'keep.tmp'), 'utf8'), 'kept');
  }
});

test('a name that is too long is found before the run', async () => {
  assert.match((await problemsOf(join(folder, `${'n'.repeat(300)}.json`)))[0] ?? '', /the name is too long/);
});
