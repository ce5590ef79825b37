import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { parse } from 'yaml';
import { buildReport } from '#dist/report/build-report.js';
import { goToEmptyFolder, runHere } from '../helpers/cli/here.js';
import { commandsIn, documentText, fencesOf } from '../helpers/cli/document.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';

const page = documentText('docs/ci.md');

/** A step of a workflow, as far as it matters here. */
interface Step {
  readonly run?: string;
  readonly with?: { readonly path?: string };
}

const [github = '', gitlab = ''] = fencesOf(page, 'yaml');
const workflow = parse(github) as { readonly jobs: { readonly load: { readonly steps: readonly Step[] } } };
const pipeline = parse(gitlab) as {
  readonly load: {
    readonly script: readonly string[];
    readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
    readonly allow_failure: { readonly exit_codes: readonly number[] };
  };
};
const scripts = [
  ...workflow.jobs.load.steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  pipeline.load.script.join('\n'),
  ...fencesOf(page, 'sh'),
];

const commands = scripts.flatMap(commandsIn);

test('the page has a command line for every kind of example', () => {
  assert.equal(fencesOf(page, 'yaml').length, 2);
  assert.equal(commands.filter(([name]) => name === 'run').length, 5);
  assert.equal(commands.filter(([name]) => name === 'serve').length, 2);
  // None is missed because it begins in another way.
  assert.equal(scripts.join('\n').match(/npx newyear-load/g)?.length, commands.length);
});

test('every load run of the page is one that the command takes', async (context) => {
  goToEmptyFolder(context);
  mkdirSync('load');
  writeFileSync('base.json', JSON.stringify(buildReport(runOutcome(), reportContext())));
  for (const args of commands.filter(([name]) => name === 'run')) {
    const { code, stdout, stderr } = await runHere([...args, '--dry-run']);
    assert.equal(code, 0, `${args.join(' ')}\n${stderr}`);
    assert.match(stdout, /^plan /m);
  }
});

test('every other command of the page takes the flags that it is given there', async () => {
  // A port that there is not keeps the server from starting, and is then all that is wrong.
  for (const args of commands.filter(([name]) => name === 'serve')) {
    const { code, stderr } = await runHere([...args, '--port', '99999']);
    assert.equal(code, 2);
    assert.match(stderr, /^--port: [^\n]*\n$/);
  }
});

test('the files that are kept are those that are written', () => {
  const written = new Set(commands.flatMap((args) => args.filter((word) => /^\w+=load\//.test(word))));
  assert.deepEqual([...written].toSorted(), [
    'html=load/report.html',
    'json=load/report.json',
    'junit=load/junit.xml',
    'md=load/summary.md',
  ]);
  assert.ok(workflow.jobs.load.steps.some((step) => step.with?.path === 'load'));
  assert.deepEqual(pipeline.load.artifacts.paths, ['load']);
  assert.equal(pipeline.load.artifacts.reports.junit, 'load/junit.xml');
  assert.deepEqual(pipeline.load.allow_failure.exit_codes, [4]);
  assert.ok(scripts.some((script) => script.includes('--body-file load/summary.md')));
});

test('every exit code of the help is explained', async () => {
  const { stdout } = await runHere(['run', '--help']);
  const codes = [...stdout.slice(stdout.indexOf('Exit codes:')).matchAll(/^ +(\d+) {2}/gm)].map(([, code]) => code);
  assert.ok(codes.length >= 7);
  for (const code of codes) assert.match(page, new RegExp(`^\\| (?:\\d+, )?${code}[ ,]`, 'm'), `exit code ${code}`);
});
