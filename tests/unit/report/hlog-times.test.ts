import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import { readLatencyLog } from '#dist/report/hlog/read-hlog.js';
import { hlogReporter } from '#dist/report/reporters/hlog.js';
import { inFolder } from '../../helpers/cli/cli.js';
import { smallReport } from '../../helpers/report/small-report.js';

test('a line whose time and that of its log make one beyond every calendar is refused', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'a.hlog');
    const lines = hlogReporter.render(smallReport()).split('\n');
    const far = lines.map((line) =>
      line.replace(/Time: [\d.]+/, 'Time: 7999999990000').replace(/^0\.000,/, '8000000000000,'),
    );
    writeFileSync(path, far.join('\n'));
    await assert.rejects(readLatencyLog(path, undefined), (error) => {
      assert.ok(error instanceof UsageError);
      assert.deepEqual(error.problems, [{ where: `${path}:6`, message: 'begins at a time that no calendar has' }]);
      return true;
    });
  }));
