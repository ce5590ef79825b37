import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
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

/** The modules of `dist/` that a command loads. */
async function modulesOf(folder: string, args: readonly string[]): Promise<string[]> {
  const file = join(folder, `${args[0]}.txt`);
  const options = `--import data:text/javascript,${encodeURIComponent(RECORDER)}`;
  await runCli(args, { env: { NODE_OPTIONS: options, LOADED_MODULES: file } });
  const addresses = readFileSync(file, 'utf8').split('\n');
  return addresses.flatMap((address) => address.split('/dist/')[1] ?? []);
}

test('a run writes reports and reads none: what checks them is loaded by the commands that read some', () =>
  inFolder(async (folder) => {
    const json = join(folder, 'report.json');
    const ofRun = await modulesOf(folder, [...SMALL_RUN, '-q', '--out', `json=${json}`]);
    assert.ok(ofRun.includes('report/build-report.js'));
    assert.deepEqual(
      ofRun.filter((path) => /^report\/(?:schema\/|report-check|read-report|hlog\/(?:read|foreign))/.test(path)),
      [],
    );
    assert.ok((await modulesOf(folder, ['report', json])).includes('report/schema/report.js'));
    assert.ok(!(await modulesOf(folder, ['compare', json, json, '--force'])).includes('report/hlog/read-hlog.js'));
  }));
