import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { reportThatAddsUp } from '../helpers/run/adds-up.js';
import { practiceFor } from '../helpers/run/engine-run.js';
import { portOf } from '../helpers/wire/listen.js';

const USERS = ['--users', '12', '--rooms', '3', '--workers', '2', '--duration', '300ms', '--no-canary'];

/** What keeps a run from its start, the flags that lead there, and what its report says. */
const CASES: readonly {
  readonly name: string;
  readonly flags: (test: Parameters<typeof practiceFor>[0]) => Promise<readonly string[]>;
  readonly says: RegExp;
  readonly phases: readonly (readonly [name: string, failed: number])[];
}[] = [
  {
    name: 'nothing answers at its target',
    flags: async () => ['--target', 'http://127.0.0.1:1'],
    says: /^Could not start: Nothing answers at http:\/\/127\.0\.0\.1:1 .*--embedded\.$/,
    phases: [],
  },
  {
    name: 'its target is on another machine',
    flags: async () => ['--target', 'http://192.0.2.1:9'],
    says: /^Could not start: http:\/\/192\.0\.2\.1:9 is not on this machine.*--allow-host 192\.0\.2\.1$/,
    phases: [],
  },
  {
    name: 'nobody can register',
    flags: async (test) => ['--target', (await practiceFor(test, ['refuse-signup=1/1'])).url],
    says: /^Could not start: Nobody could register/,
    phases: [['register', 12]],
  },
  {
    name: 'nobody can connect',
    flags: async (test) => {
      const { url } = await practiceFor(test, ['refuse-connect=1/1']);
      return ['--target', url];
    },
    says: /^Could not start: Nobody could connect/,
    phases: [
      ['register', 0],
      ['login', 0],
      ['rooms', 0],
      ['connect', 12],
    ],
  },
  {
    name: 'its dashboard cannot be had',
    flags: async (test) => {
      const taken = createServer();
      test.after(() => taken.close());
      return ['--target', 'http://127.0.0.1:1', `--dashboard=${await portOf(taken)}`];
    },
    says: /^Could not start: .*the dashboard cannot listen/,
    phases: [],
  },
];

describe('A run that could not start has a report in every format that was asked for', { concurrency: 3 }, () => {
  for (const { name, flags, says, phases } of CASES) {
    it(`when ${name}`, (test) =>
      inFolder(async (folder) => {
        const formats = [...REPORTERS.map(({ format }) => format), 'ndjson'];
        const outs = formats.flatMap((format) => ['--out', `${format}=${join(folder, `report.${format}`)}`]);
        const { code, stdout, stderr } = await runHere(['run', ...USERS, ...(await flags(test)), ...outs, '--json']);
        assert.equal(code, 3, stderr);
        assert.match(stderr, /^Error: /m);
        for (const format of formats) {
          assert.notEqual(readFileSync(join(folder, `report.${format}`), 'utf8'), '', format);
          assert.match(stderr, new RegExp(`What is known is written: .*report\\.${format}`));
        }
        const report = reportThatAddsUp(stdout);
        assert.deepEqual(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')), report);
        assert.deepEqual([report.run.interruptedBy, report.messages.sent], ['could-not-start', 0]);
        assert.match(report.findings[0] ?? '', says);
        assert.deepEqual(
          report.phases.map((phase) => [phase.name, phase.failed]),
          phases,
        );
        const failures = phases.reduce((sum, [, failed]) => sum + failed, 0);
        // Of a connection every try is an error, and the last one the failure.
        assert.ok(report.errors.total >= failures && report.errors.total % Math.max(failures, 1) === 0);
        const again = await runHere(['report', '--from', join(folder, 'report.ndjson'), '--json']);
        assert.deepEqual(JSON.parse(again.stdout), report);
        assert.match(again.stderr, /✖ COULD NOT START, after /);
      }));
  }
});
