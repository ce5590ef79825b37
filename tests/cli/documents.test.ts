import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { runCli } from '#dist/cli/cli.js';
import { TerminalGuard, UncaughtFaults } from '#dist/cli/io.js';
import { buildReport } from '#dist/report/build-report.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { commandsIn, documentText, fencesOf, inlineCodeOf } from '../helpers/cli/document.js';
import { KeptOutput } from '../helpers/cli/terminal-stub.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';

const DOCUMENTS = ['README.md', 'README.ko.md', 'docs/first-hour.md', 'docs/ko/first-hour.md'];
/** With a flag that there is not nothing is done, and every problem of a command line is told. */
const NOT_A_FLAG = '--not-a-flag';

// The files that the documents speak of. This test file has a process, and so a folder, of its own.
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'newyear-load-'));
process.chdir(folder);
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function writeNamedFiles(): void {
  const report = buildReport(runOutcome(), reportContext());
  for (const path of ['last-week.json', 'today.json', 'a.json', 'b.json', 'run.json', 'wrk2.hlog', 'new.hlog']) {
    const reporter = REPORTERS.find(({ extension }) => path.endsWith(`.${extension}`));
    writeFileSync(path, reporter?.render(report) ?? assert.fail(path));
  }
}

/** What a command line is told to be wrong, apart from the flag that there is not. */
async function problemsOf(args: readonly string[]): Promise<string[]> {
  const [stdout, stderr] = [new KeptOutput(), new KeptOutput()];
  const code = await runCli([...args.filter((word) => word !== '--help'), NOT_A_FLAG], {
    env: {},
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

/** Every command that a document shows: in blocks, in the steps of workflows, and in its sentences. */
function commandsOf(text: string): string[][] {
  const steps = fencesOf(text, 'yaml').map((block) => block.replaceAll(/^- run: /gm, ''));
  return [...fencesOf(text, 'sh'), ...steps, ...inlineCodeOf(text)].flatMap(commandsIn);
}

test('every command of the README and of the first hour is one that the command takes', async () => {
  writeNamedFiles();
  const commands = new Map<string, string[]>();
  for (const path of DOCUMENTS) {
    const text = documentText(path);
    const [dialect] = fencesOf(text, 'yaml');
    if (dialect?.startsWith('# chat.yaml') === true) writeFileSync('chat.yaml', dialect);
    const shown = commandsOf(text);
    assert.ok(shown.length >= 20, `${path} shows ${shown.length} commands`);
    for (const args of shown) commands.set(args.join(' '), args);
  }
  for (const [line, args] of commands) assert.deepEqual(await problemsOf(args), [], line);
});

test('every command of the README and of the first hour runs as it stands, where only npx finds it', () => {
  for (const path of DOCUMENTS) {
    const text = documentText(path);
    const shown = [...fencesOf(text, 'sh'), ...inlineCodeOf(text)].flatMap((block) => block.split('\n'));
    assert.deepEqual(
      shown.filter((line) => line.startsWith('newyear-load ')),
      [],
      path,
    );
  }
});
