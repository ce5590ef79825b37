import assert from 'node:assert/strict';
import test from 'node:test';
import { hasNginx } from '#dist/lab/parts/nginx-part.js';
import { hasPostgres } from '#dist/lab/parts/postgres-part.js';
import { hasRedis } from '#dist/lab/parts/redis-part.js';
import { BIN, runCli } from '../helpers/cli/cli.js';
import { goToEmptyFolder } from '../helpers/cli/here.js';
import { missing } from '../helpers/lab/missing.js';

/** `LAB_MATRIX=full`: every practice server in the short form, one after the other, on a machine that does nothing else. */
const isWhole = process.env['LAB_MATRIX'] === 'full';
const LONGEST_CHECK_MS = 120_000;
const NOT_PROVEN = 4;

const PATH = process.env['PATH'];
const redis = missing('Redis', await hasRedis(PATH));
const postgres = missing('PostgreSQL', await hasPostgres(PATH));
const nginx = missing('nginx', await hasNginx(PATH));

interface Row {
  readonly id: string;
  /** Its broken servers, each with what it has to fail for at least. */
  readonly broken: Readonly<Record<string, string>>;
  readonly lacks?: false | string;
}

const ROWS: readonly Row[] = [
  { id: '1-1', broken: { 'since-start': 'metrics-users' } },
  { id: '1-2', broken: { 'heap-share': 'alert-within' } },
  { id: '2-1', broken: { 'no-queue': 'users-found', 'poisoned-queue': 'sign-ups-given' } },
  { id: '2-2', broken: { 'keeps-everything': 'memory-slope' } },
  { id: '3-1', broken: { 'whole-file': 'steady-latency' } },
  { id: '3-2', broken: { 'answers-first': 'nothing-missing' }, lacks: postgres },
  { id: '4-1', broken: { 'five-minutes': 'read-fresh' }, lacks: redis },
  { id: '4-2', broken: { alone: 'others-lose-nothing' }, lacks: redis || nginx },
  { id: '5-1', broken: { waits: 'latency-while' } },
  { id: '5-2', broken: { 'ends-at-once': 'nothing-missing', 'does-not-wait': 'nothing-missing' } },
  { id: 'delay', broken: { hasty: 'stays-connected' } },
  { id: 'memory', broken: { 'endless-queue': 'server-lives' } },
];

interface Judged {
  readonly code: number | null;
  /** Names of the criteria that failed. */
  readonly failed: readonly string[];
}

async function check(id: string, ...serve: readonly string[]): Promise<Judged> {
  const server = `"${process.execPath}" "${BIN}" lab serve ${id} ${serve.join(' ')}`;
  const args = ['lab', 'check', id, '--short', '--json', '--server', server];
  const { code, stdout, stderr } = await runCli(args, { cwd: process.cwd(), timeoutMs: LONGEST_CHECK_MS });
  assert.match(stdout, /^\{/, stderr);
  const { criteria } = JSON.parse(stdout) as {
    criteria: readonly { readonly name: string; readonly status: string }[];
  };
  return { code, failed: criteria.filter(({ status }) => status === 'failed').map(({ name }) => name) };
}

for (const { id, broken, lacks } of ROWS) {
  const skip = lacks || (!isWhole && 'LAB_MATRIX=full has it');
  for (const [variant, criterion] of Object.entries(broken)) {
    test(`${id}: "${variant}" fails for ${criterion}`, { skip, timeout: LONGEST_CHECK_MS }, async (context) => {
      goToEmptyFolder(context);
      const { code, failed } = await check(id, '--variant', variant);
      assert.ok(failed.includes(criterion), failed.join(' '));
      assert.equal(code, 99);
    });
  }

  test(`${id}: who has mended it fails in nothing`, { skip, timeout: 2 * LONGEST_CHECK_MS }, async (context) => {
    goToEmptyFolder(context);
    let judged = await check(id, '--solved');
    if (judged.code === NOT_PROVEN) judged = await check(id, '--solved');
    assert.deepEqual(judged.failed, []);
    assert.ok(judged.code === 0 || judged.code === NOT_PROVEN, `${judged.code}`);
  });
}
