import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';

async function problemsOf(...args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runHere(args);
  assert.equal(code, 2, stderr);
  assert.equal(stdout, '');
  assert.ok(!/\n\s+at /.test(stderr), 'a stack was shown');
  return stderr.trimEnd().split('\n');
}

test('an unknown flag is refused with the nearest one', async () => {
  assert.deepEqual(await problemsOf('run', '--usres', '30'), ['--usres: unknown flag; did you mean "--users"?']);
  assert.deepEqual(await problemsOf('--durtion=5s'), ['--durtion: unknown flag; did you mean "--duration"?']);
  assert.match((await problemsOf('presets', '--xyzzy'))[0] ?? '', /--xyzzy: unknown flag; .*presets --help/);
});

test('a flag of another command is told apart from one that does not exist', async () => {
  assert.deepEqual(await problemsOf('connect', '--rate', '5'), ['--rate: is a flag of "newyear-load run"']);
  assert.deepEqual(await problemsOf('serve', '--users', '5'), ['--users: is a flag of "newyear-load run"']);
});

test('a mistyped command and loose words are refused', async () => {
  assert.deepEqual(await problemsOf('conect'), ['conect: unknown command; did you mean "connect"?']);
  assert.deepEqual(await problemsOf('run', 'quick'), ['quick: stands alone; "run" takes flags only']);
  assert.deepEqual(await problemsOf('presets', 'quick'), ['quick: stands alone; "presets" takes flags only']);
});

test('a flag without its value is refused', async () => {
  assert.deepEqual(await problemsOf('run', '--users'), ['--users: needs a value: --users <n>']);
  assert.deepEqual(await problemsOf('serve', '--port'), ['--port: needs a value: --port <n>']);
});

test('every problem of flags, values, thresholds and outputs is told at once', async () => {
  const text = '--usres=1 --rate fast --duration 5 --fail-on p99(delivry)<1ms --out jsn=x.json --json --dry-run';
  const problems = await problemsOf(...text.split(' '), '--out', 'csv=/no/such/folder/x.csv', '--out', 'json=-');
  const wheres = problems.map((line) => line.replace(/: .*/, ''));
  assert.deepEqual(wheres.toSorted(), ['--duration', '--fail-on', '--out', '--out', '--out', '--rate', '--usres']);
  assert.ok(
    problems.some((line) => line.includes('"json"')),
    'the nearest format',
  );
  assert.ok(
    problems.some((line) => line.includes('"delivery"')),
    'the nearest latency',
  );
  assert.ok(problems.some((line) => line.includes('there is no folder /no/such/folder')));
});

test('a scenario file is refused with the place of each problem', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'users: many\nromos: 5\n');
    const problems = await problemsOf('run', '--scenario', file);
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /mine\.yaml:1:8: users/);
    assert.match(problems[1] ?? '', /mine\.yaml:2:1: .*did you mean "rooms"/);
  }));

test('every problem of serve is told at once', async () => {
  const problems = await problemsOf(
    'serve',
    '--port',
    '99999',
    '--hash-cost',
    '3',
    '--fault',
    'dorp=1/2',
    '--fault',
    'drop',
  );
  assert.deepEqual(
    problems.map((line) => line.replace(/: .*/, '')),
    ['--port', '--fault dorp=1/2', '--fault drop', '--hash-cost'],
  );
});

test('a target on another machine is refused before anything is sent, with exit code 3', async () => {
  const { code, stderr } = await runHere(['run', '--target', 'http://192.0.2.1:9']);
  assert.equal(code, 3);
  assert.match(stderr, /not on this machine/);
  assert.match(stderr, /--allow-host 192\.0\.2\.1/);
});

test('what the user typed reaches the terminal without control characters', async () => {
  const { stderr } = await runHere(['run', '--users', '\u001b[31mred']);
  assert.ok(!stderr.includes('\u001b'));
  assert.ok(stderr.includes(String.raw`\x1b[31mred`));
});

test('a flag that takes no value says so when it is given one, and one behind -- that it is not read there', async () => {
  const { code, stderr } = await runHere(['run', '--json=yes', '--no-canary=3', '--', '--users', '5']);
  assert.equal(code, 2);
  assert.equal(
    stderr,
    '--json: takes no value\n--no-canary: takes no value\n--users: stands behind "--", where no flags are read\n',
  );
});
