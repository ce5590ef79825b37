import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { COMMANDS } from '#dist/cli/commands/index.js';
import { runHere } from '../helpers/cli/here.js';

/** Feeds a script to a program; undefined where it is missing, which is said. */
function fedTo(program: string, args: readonly string[], input: string): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', timeout: 20_000 });
  if (error !== undefined) {
    console.error(`${program} is not there; what is made for it is not tried`);
    return undefined;
  }
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

/** What bash would offer for the last of these words. */
function offered(script: string, words: readonly string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const call = `COMP_WORDS=(${list}) COMP_CWORD=${words.length - 1}; _newyear_load; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return (fedTo('bash', ['--norc', '-s'], `${script}\ncd scenarios\n${call}\n`) ?? '').split('\n').filter(Boolean);
}

test('bash completes commands, flags, names and files, with a command and without', async () => {
  const { code, stdout: script } = await runHere(['completion', 'bash']);
  assert.equal(code, 0);
  assert.deepEqual(offered(script, ['newyear-load', 'com']), ['compare', 'completion']);
  assert.deepEqual(offered(script, ['newyear-load', '--pre']), ['--preset']);
  assert.deepEqual(offered(script, ['newyear-load', '--preset', 'm']), ['medium', 'mega']);
  assert.deepEqual(offered(script, ['newyear-load', 'run', '--dialect', 'sa']), ['sails']);
  assert.deepEqual(offered(script, ['newyear-load', 'run', '-o', 'j']), ['json=', 'junit=']);
  assert.deepEqual(offered(script, ['newyear-load', 'compare', 'scen']), ['scenario.schema.json']);
  assert.deepEqual(offered(script, ['newyear-load', 'completion', '']), ['bash', 'zsh', 'fish']);
});

test('zsh and fish take their scripts, and fish offers the same', async () => {
  const [zsh, fish] = [await runHere(['completion', 'zsh']), await runHere(['completion', 'fish'])];
  assert.equal(fedTo('zsh', ['-f', '-n'], zsh.stdout) ?? '', '');
  const ask = `${fish.stdout}\ncomplete -C 'newyear-load --preset me'; complete -C 'newyear-load merg'\n`;
  const answer = fedTo('fish', ['--no-config', '-c', ask], '');
  if (answer === undefined) return;
  assert.deepEqual(
    answer
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t')[0]),
    ['medium', 'mega', 'merge'],
  );
});

test('a shell that there is no script for is answered with those that there are', async () => {
  const { code, stderr } = await runHere(['completion', 'zshh']);
  assert.equal(code, 2);
  assert.match(stderr, /^completion: unknown shell "zshh"; did you mean "zsh"\?$/m);
  assert.match((await runHere(['completion'])).stderr, /^completion: needs a shell: bash, zsh, fish$/m);
});

test('the manual page has every command and every flag, and is roff without a fault', async () => {
  const { code, stdout } = await runHere(['man']);
  assert.equal(code, 0);
  const shown = stdout
    .replaceAll(String.raw`\-`, '-')
    .replace(/\\\[u(\w+)\]/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  for (const { name, spec } of COMMANDS) {
    assert.ok(shown.includes(`.B ${name}\n`), name);
    for (const { flags } of (await spec()).options()) assert.ok(shown.includes(`.B ${flags}\n`), flags);
  }
  assert.equal(fedTo('groff', ['-man', '-Tutf8', '-ww', '-z'], stdout) ?? '', '');
});
