import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { OPTIONS } from '#dist/scenario/options.js';
import { BIN, runCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';

test('--help and -h name every command and every exit code, on stdout, and end with 0', async () => {
  for (const flag of ['--help', '-h']) {
    const { code, stdout, stderr } = await (flag === '-h' ? runHere : runCli)([flag]);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    for (const word of ['run', 'connect', 'serve', 'presets', 'Examples:', 'Exit codes:', '99', '130', '143'])
      assert.ok(stdout.includes(word), `${word} is missing`);
  }
});

test('the help of run and of connect lists every flag that there is for it, with its default', async () => {
  for (const command of ['run', 'connect'] as const) {
    const { code, stdout } = await runHere([command, '--help']);
    assert.equal(code, 0);
    for (const { flag, commands } of Object.values(OPTIONS))
      assert.equal(stdout.includes(`${flag} `), (commands as readonly string[]).includes(command), flag);
  }
  const { stdout } = await runHere(['help', 'run']);
  assert.match(stdout, /default: quick/);
  assert.match(stdout, /--fail-on .*Threshold/);
});

test('the help of serve explains every fault', async () => {
  const { code, stdout } = await runHere(['serve', '--help']);
  assert.equal(code, 0);
  for (const fault of ['drop=1/97', 'stall=2s@4s', 'cut=30%@5s', 'no-echo']) assert.ok(stdout.includes(fault), fault);
});

test('help fits a terminal of 80 columns', async () => {
  for (const args of [['--help'], ['run', '--help'], ['connect', '--help'], ['presets', '--help']]) {
    const { stdout } = await runHere(args);
    const long = stdout.split('\n').filter((line) => line.length > 80);
    assert.deepEqual(
      long.filter((line) => !line.startsWith('  newyear-load')),
      [],
      args.join(' '),
    );
  }
});

test('--version is that of the package', async () => {
  const content = JSON.parse(readFileSync(new URL('../package.json', `file://${BIN}`), 'utf8')) as { version: string };
  for (const flag of ['--version', '-V', '-v']) {
    const { code, stdout } = await runHere([flag]);
    assert.equal(code, 0);
    assert.equal(stdout, `${content.version}\n`);
  }
});

test('without arguments and without a terminal there is help on stderr, nothing on stdout, and exit code 2', async () => {
  const { code, stdout, stderr } = await runCli([]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /Usage: newyear-load/);
  assert.match(stderr, /Exit codes:/);
  assert.ok(!stderr.includes('\u001b'));
});
