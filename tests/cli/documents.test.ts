import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ENGLISH } from '#dist/core/language/words.js';
import { runCli } from '#dist/cli/cli.js';
import { TerminalGuard, UncaughtFaults } from '#dist/cli/io.js';
import { buildReport } from '#dist/report/build-report.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { commandsIn, documentsIn, documentText, fencesOf, inlineCodeOf } from '../helpers/cli/document.js';
import { KeptOutput } from '../helpers/cli/terminal-stub.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';

/** Read first of all, and by people who copy what they see: commands of their sentences count as well. */
const FIRST = ['README.md', 'README.ko.md', 'docs/first-hour.md', 'docs/ko/first-hour.md'];
const OTHERS = documentsIn('docs').filter((path) => !FIRST.includes(path));
/** With a flag that there is not nothing is done, and every problem of a command line is told. */
const NOT_A_FLAG = '--not-a-flag';

// The files that the documents speak of. No other test file runs in the process meanwhile.
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'newyear-load-'));
process.chdir(folder);
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the files that command lines read, and makes the folders that they write to. */
function prepareFor(commands: Iterable<readonly string[]>): void {
  const report = buildReport(runOutcome(), reportContext());
  for (const word of [...commands].flat()) {
    const reporter = /^[\w-]+\.(?:json|hlog)$/.test(word)
      ? REPORTERS.find(({ extension }) => word.endsWith(`.${extension}`))
      : undefined;
    if (reporter !== undefined) writeFileSync(word, reporter.render(report));
    const target = /^\w+=(\w+)\//.exec(word)?.[1];
    if (target !== undefined) mkdirSync(target, { recursive: true });
  }
  writeFileSync('evening.yaml', 'users: 300\n');
}

/** What a command line is told to be wrong, apart from the flag that there is not. */
async function problemsOf(args: readonly string[]): Promise<string[]> {
  const [stdout, stderr] = [new KeptOutput(), new KeptOutput()];
  const code = await runCli([...args.filter((word) => word !== '--help'), NOT_A_FLAG], {
    // As the documents have it exported.
    env: { NEWYEAR_LOAD_QUEUE: 'redis://127.0.0.1:6379' },
    words: ENGLISH,
    stdin: process.stdin,
    stdout,
    stderr,
    signals: new EventEmitter(),
    guard: new TerminalGuard(),
    annotate: () => undefined,
    faults: new UncaughtFaults(),
    exitNow: () => assert.fail(),
  });
  assert.equal(code, 2, `${args.join(' ')}\n${stderr.text}`);
  const lines = stderr.text.trimEnd().split('\n');
  assert.ok(
    lines.some((line) => line.startsWith(`${NOT_A_FLAG}: unknown flag`)),
    stderr.text,
  );
  return lines.filter((line) => !line.startsWith(NOT_A_FLAG));
}

/** Every command of the blocks of a document, and of the steps of workflows. */
function commandsOf(text: string): string[][] {
  const steps = fencesOf(text, 'yaml').map((block) => block.replaceAll(/^\s*- run: /gm, ''));
  const blocks = [...fencesOf(text, 'sh'), ...fencesOf(text, ''), ...steps];
  // A process that is looked up is one of some number.
  return blocks.flatMap((block) => commandsIn(block.replaceAll(/"\$\([^)]*\)"/g, '1')));
}

test('every command of every document is one that the command takes', async () => {
  const commands = new Map<string, string[]>();
  for (const path of [...FIRST, ...OTHERS]) {
    const text = documentText(path);
    const dialect = fencesOf(text, 'yaml').find((block) => block.startsWith('# chat.yaml'));
    if (dialect !== undefined && path === 'README.md') writeFileSync('chat.yaml', dialect);
    const inline = FIRST.includes(path) ? inlineCodeOf(text).flatMap(commandsIn) : [];
    const shown = [...commandsOf(text), ...inline];
    assert.ok(shown.length >= 20 || !FIRST.includes(path), `${path} shows ${shown.length} commands`);
    for (const args of shown) commands.set(args.join(' '), args);
  }
  assert.ok(commands.size >= 80);
  prepareFor(commands.values());
  for (const [line, args] of commands) assert.deepEqual(await problemsOf(args), [], line);
});

test('every command runs as it stands, where only npx finds it', () => {
  for (const path of [...FIRST, ...OTHERS]) {
    const text = documentText(path);
    const inline = FIRST.includes(path) ? inlineCodeOf(text) : [];
    const shown = [...fencesOf(text, 'sh'), ...fencesOf(text, ''), ...inline].flatMap((block) => block.split('\n'));
    assert.deepEqual(
      shown.filter((line) => line.startsWith('newyear-load ')),
      [],
      path,
    );
  }
});
