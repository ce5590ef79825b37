import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { inFolder } from '../helpers/cli/cli.js';
import type { WithoutDescriptors } from '../helpers/run/descriptor-worker.js';

const script = fileURLToPath(new URL('../helpers/run/descriptor-worker.js', import.meta.url));
const LIMIT = 96;

test(
  'a process without a file descriptor still knows its memory and its CPU time, and writes what was to be written',
  {
    skip: process.platform === 'linux' ? false : 'only Linux takes a descriptor to read them',
  },
  () =>
    inFolder(async (folder) => {
      const shell = `ulimit -n ${LIMIT}; exec "$0" "$@"`;
      const { stdout, stderr } = spawnSync('sh', ['-c', shell, process.execPath, script, String(LIMIT), folder], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.equal(stderr, '');
      const found = JSON.parse(stdout) as WithoutDescriptors;
      assert.equal(found.nodeSays, 'EMFILE');
      assert.ok(found.rssBytes > 1e7, String(found.rssBytes));
      assert.ok(found.memoryShare > 0 && found.memoryShare <= 1, String(found.memoryShare));
      assert.ok(found.cpuShare > 0, String(found.cpuShare));
      assert.equal(found.openedOfReserve, 4);
      assert.deepEqual(found.failures, []);
      assert.equal(readFileSync(join(folder, 'late.txt'), 'utf8'), 'here after all');
    }),
);
