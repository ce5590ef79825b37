import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BIN, cleanEnv, inFolder, runCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';

test('presets lists every preset with what it makes of a server', async () => {
  const { code, stdout, stderr } = await runHere(['presets']);
  assert.equal(code, 0);
  assert.equal(stderr, '');
  const names = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/\s+/)[0]);
  assert.deepEqual(names, ['name', 'quick', 'medium', 'strong', 'extreme', 'mega', 'ultra']);
  assert.match(stdout, /ultra +10,000 +35 +3-8 +10m +10,000 +~\d\d,\d\d\d +Ultra Test/);
});

test('dialects lists every dialect with what it is for, as a table and as data', async () => {
  const [table, data] = await Promise.all([runHere(['dialects']), runHere(['dialects', '--json'])]);
  assert.deepEqual([table.code, data.code], [0, 0]);
  const dialects = JSON.parse(data.stdout) as {
    name: string;
    description: string;
    steps: string[];
    hasRooms: boolean;
  }[];
  for (const { name, description } of dialects) {
    assert.ok(description.length > 10, name);
    assert.ok(table.stdout.split('\n').some((line) => line.startsWith(`${name} `) && line.endsWith(description)));
  }
  const minitalk = dialects.find(({ name }) => name === 'minitalk');
  assert.deepEqual(minitalk?.steps, ['register', 'login', 'createRoom', 'history', 'read']);
  assert.deepEqual(
    dialects.filter(({ hasRooms }) => !hasRooms).map(({ name }) => name),
    ['feathers', 'socketio-chat'],
  );
  const wrong = await runHere(['dialects', 'minitalk', '--jsn']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /did you mean "--json"/);
});

test('presets --json is the same as data, the same every time', async () => {
  const [one, other] = await Promise.all([runCli(['presets', '--json']), runHere(['presets', '--json'])]);
  assert.equal(one.stdout, other.stdout);
  const presets = JSON.parse(one.stdout) as { name: string; rate: number; deliveriesPerSecond: number }[];
  assert.deepEqual(
    presets.map(({ rate }) => rate),
    [100, 500, 1000, 2000, 5000, 10_000],
  );
  for (const { rate, deliveriesPerSecond } of presets)
    assert.ok(deliveriesPerSecond > 3 * rate && deliveriesPerSecond < 8 * rate);
});

test('--dry-run prints the plan and its arithmetic on stdout and touches nothing', async () => {
  const { code, stdout, stderr } = await runHere([
    'run',
    '--dry-run',
    '--preset',
    'ultra',
    '--target',
    'http://127.0.0.1:1',
  ]);
  assert.equal(code, 0);
  assert.equal(stderr, '');
  for (const part of ['Ultra Test', '10,000 messages/s × ', 'deliveries/s', 'connections', 'memory', '! Registering'])
    assert.ok(stdout.includes(part), part);
});

function withoutId(text: string): object {
  return { ...(JSON.parse(text) as object), runId: '' };
}

test('--dry-run --json is a plan that --scenario reads back', () =>
  inFolder(async (folder) => {
    const first = await runHere([
      'run',
      '--dry-run',
      '--json',
      '--users',
      '44',
      '--rate',
      '12.5',
      '--room-size',
      '2-4',
    ]);
    const file = join(folder, 'plan.json');
    writeFileSync(file, first.stdout);
    const again = await runHere(['run', '--dry-run', '--json', '--scenario', file]);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(withoutId(again.stdout), withoutId(first.stdout));
  }));

test('the command in a dry run makes the same plan again', async () => {
  const args = ['run', '--dry-run', '--preset', 'medium', '--users', '40', '--no-canary', '--fail-on', 'lost==0'];
  const { stdout } = await runHere(args);
  const command = /^again +npx newyear-load (.*)$/m.exec(stdout)?.[1] ?? '';
  const again = execFileSync('/bin/sh', ['-c', `"${process.execPath}" "${BIN}" ${command} --dry-run`], {
    encoding: 'utf8',
    env: cleanEnv(),
  });
  assert.equal(again, stdout);
});

test('a reader that goes away is no fault', () => {
  for (const command of ['presets --json', '--help', 'run --dry-run --preset ultra --json']) {
    const { status, stderr } = spawnSync(
      '/bin/bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${BIN}" ${command} | head -1`],
      {
        encoding: 'utf8',
        env: cleanEnv(),
        timeout: 20_000,
      },
    );
    assert.equal(status, 0, command);
    assert.equal(stderr, '', command);
  }
});

test('a stdout that cannot be written is told, with exit code 1', { skip: process.platform !== 'linux' }, () => {
  for (const command of ['presets', '--version', 'help run']) {
    const { status, stderr } = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${BIN}" ${command} >/dev/full`], {
      encoding: 'utf8',
      env: cleanEnv(),
      timeout: 20_000,
    });
    assert.equal(status, 1, command);
    assert.match(stderr, /standard output cannot be written: .*ENOSPC/, command);
  }
});

async function isColoured(env: Record<string, string>, ...flags: string[]): Promise<boolean> {
  const { stderr } = await runHere(['run', '--users', 'x', ...flags], { env });
  return stderr.includes('\u001b[');
}

test('colours come where they are wanted, and nowhere else', async () => {
  assert.equal(await isColoured({}), false);
  assert.equal(await isColoured({ FORCE_COLOR: '1' }), true);
  assert.equal(await isColoured({ FORCE_COLOR: '0' }), false);
  assert.equal(await isColoured({ FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  assert.equal(await isColoured({ FORCE_COLOR: '1' }, '--no-color'), false);
});

test('a scenario of somebody else does nothing to the terminal', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'theirs.yaml');
    const theme = { name: '\u009b2J', greetings: ['hi'], rooms: ['room'] };
    writeFileSync(file, JSON.stringify({ title: '\u001b[31mred\u202e', theme }));
    const { stdout } = await runHere(['run', '--scenario', file, '--dry-run']);
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    assert.ok(stdout.includes(String.raw`\x1b[31mred`));
  }));
