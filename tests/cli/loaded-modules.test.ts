import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { inFolder, runCli, SMALL_RUN } from '../helpers/cli/cli.js';

/** Writes the address of every module that is loaded into a file. */
const RECORDER = `
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    import { appendFileSync } from 'node:fs';
    export function load(url, context, next) {
      appendFileSync(process.env.LOADED_MODULES, url + '\\\\n');
      return next(url, context);
    }
  \`));
`;

/** The built files that a command loads. */
async function filesOf(folder: string, args: readonly string[]): Promise<string[]> {
  const file = join(folder, `${args[0]}.txt`);
  const options = `--import data:text/javascript,${encodeURIComponent(RECORDER)}`;
  await runCli(args, { env: { NODE_OPTIONS: options, LOADED_MODULES: file } });
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((address) => address.includes('/bundle/'));
}

/** What a command loads: modules of `src/` (`report/build-report.ts`) and packages (`zod`), as the files that it is built into say. */
async function loadedBy(folder: string, args: readonly string[]): Promise<Set<string>> {
  return modulesIn(await filesOf(folder, args));
}

function modulesIn(files: readonly string[]): Set<string> {
  const texts = files.map((address) => readFileSync(fileURLToPath(address), 'utf8'));
  const origins = texts.flatMap((text) => [...text.matchAll(/^\/\/ (?:src\/|node_modules\/)(\S+)$/gm)]);
  return new Set(
    origins.map(([line, path = '']) =>
      line.includes('node_modules/') ? (/^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '') : path,
    ),
  );
}

/** The modules of Node's own that files take when they are loaded. */
function builtinsIn(files: readonly string[]): string[] {
  const texts = files.map((address) => readFileSync(fileURLToPath(address), 'utf8'));
  const taken = texts.flatMap((text) => [
    ...text.matchAll(/^(?:var \w+ = .*getBuiltinModule\("node:([\w/]+)"\);|import .* from "node:([\w/]+)";)$/gm),
  ]);
  return [...new Set(taken.map(([, taking, importing]) => taking ?? importing ?? ''))].toSorted();
}

function among(loaded: ReadonlySet<string>, unwanted: RegExp): string[] {
  return [...loaded].filter((name) => unwanted.test(name));
}

test('a run writes reports and reads none: what checks them is loaded by the commands that read some', () =>
  inFolder(async (folder) => {
    const json = join(folder, 'report.json');
    const ofRun = await loadedBy(folder, [...SMALL_RUN, '-q', '--out', `json=${json}`]);
    assert.ok(ofRun.has('report/build-report.ts'));
    assert.deepEqual(among(ofRun, /^(?:zod|yaml)$/), []);
    assert.deepEqual(among(ofRun, /^report\/(?:schema\/|report-check|read-report|hlog\/(?:read|foreign))/), []);
    assert.ok((await loadedBy(folder, ['report', json])).has('report/schema/report.ts'));
    assert.ok(!(await loadedBy(folder, ['compare', json, json, '--force'])).has('report/hlog/read-hlog.ts'));
  }));

test('the list of commands is in two files, with the flags of none of them and nothing of what a run takes', () =>
  inFolder(async (folder) => {
    const files = await filesOf(folder, ['--help']);
    assert.equal(files.length, 2);
    assert.deepEqual(builtinsIn(files), ['fs', 'os']);
    const ofHelp = modulesIn(files);
    assert.deepEqual(among(ofHelp, /^(?:scenario\/|cli\/commands\/\w+\/|cli\/run\/)/), []);
    assert.ok(ofHelp.has('cli/program.ts') && ofHelp.has('commander'));
    assert.deepEqual(among(ofHelp, /^(?:zod|yaml|undici|socket\.io|inquirer|hdr-histogram-js|prom-client)$/), []);
    assert.deepEqual(among(ofHelp, /^core\/language\/ko\//), []);
    // Sentences are a text until one of them is said, apart from the names of errors, which are known by them.
    assert.deepEqual(among(ofHelp, /^core\/language\/en\//), [
      'core/language/en/index.ts',
      'core/language/en/errors.ts',
    ]);
    assert.deepEqual(among(ofHelp, /^(?:engine|wire|ledger|report\/build|scenario\/resolve)\b/), []);
  }));

test('a plan of what ships with the tool is made without what reads YAML and checks schemas, in a dozen files', () =>
  inFolder(async (folder) => {
    const files = await filesOf(folder, ['run', '--preset', 'quick', '--dry-run']);
    assert.ok(files.length <= 12, `${files.length} files`);
    const ofPlan = modulesIn(files);
    assert.ok(ofPlan.has('scenario/resolve.ts'));
    assert.deepEqual(builtinsIn(files), [
      'buffer',
      'crypto',
      'events',
      'fs',
      'fs/promises',
      'os',
      'path',
      'perf_hooks',
      'url',
      'util',
    ]);
    assert.deepEqual(among(ofPlan, /^judgement\//), []);
    assert.deepEqual(among(ofPlan, /^(?:yaml|zod|undici)$|^(?:engine\/(?:main|worker)|wire|ledger)\//), []);
    assert.deepEqual(among(ofPlan, /^report\/(?:reporters|page|markdown|build-report)/), []);
    const own = join(folder, 'own.yaml');
    writeFileSync(own, 'extends: quick\nusers: 40\n');
    const ofOwn = await loadedBy(folder, ['run', '--scenario', own, '--dry-run']);
    assert.ok(ofOwn.has('yaml') && ofOwn.has('zod'));
    // Of a mistake in flags the schema has its say.
    assert.ok((await loadedBy(folder, ['run', '--users', 'many', '--dry-run'])).has('zod'));
  }));
