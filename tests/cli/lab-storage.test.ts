import assert from 'node:assert/strict';
import test from 'node:test';
import { hasNginx } from '#dist/lab/parts/nginx-part.js';
import { hasPostgres } from '#dist/lab/parts/postgres-part.js';
import { hasRedis } from '#dist/lab/parts/redis-part.js';
import { BIN, type CliResult, runCli } from '../helpers/cli/cli.js';
import { goToEmptyFolder, runHere } from '../helpers/cli/here.js';
import { missing } from '../helpers/lab/missing.js';

/** On a machine that is busy with other tests. */
const LONGEST_CHECK_MS = 240_000;
const PATH = process.env['PATH'];

interface Judged {
  readonly code: number | null;
  /** Names of the criteria that failed. */
  readonly failed: readonly string[];
}

type Run = (args: readonly string[]) => Promise<CliResult>;
/** Those that are made beside each other: each needs a thread of its own for its times to be proof. */
const apart: Run = (args) => runCli(args, { cwd: process.cwd(), timeoutMs: LONGEST_CHECK_MS });

/** Not proven, as what a machine that is busy with other tests spoils is. */
const NOT_PROVEN = 4;
const TRIES = 2;

/** Checks a practice server of an exercise in its short form, again where nothing is proven. */
async function check(run: Run, id: string, ...serve: readonly string[]): Promise<Judged> {
  let judged = await checkOnce(run, id, ...serve);
  for (let tries = 1; judged.code === NOT_PROVEN && tries < TRIES; tries++) judged = await checkOnce(run, id, ...serve);
  return judged;
}

async function checkOnce(run: Run, id: string, ...serve: readonly string[]): Promise<Judged> {
  const server = `"${process.execPath}" "${BIN}" lab serve ${id} ${serve.join(' ')}`;
  const { code, stdout, stderr } = await run(['lab', 'check', id, '--short', '--json', '--server', server]);
  assert.match(stdout, /^\{/, stderr);
  const { criteria } = JSON.parse(stdout) as {
    criteria: readonly { readonly name: string; readonly status: string }[];
  };
  return { code, failed: criteria.filter(({ status }) => status === 'failed').map(({ name }) => name) };
}

test('sign-ups without a queue lose users, a poisoned queue ends them, and a queue does neither', {
  timeout: LONGEST_CHECK_MS,
}, async (context) => {
  goToEmptyFolder(context);
  const [racy, poisoned, mended] = await Promise.all([
    check(apart, '2-1'),
    check(apart, '2-1', '--variant', 'poisoned-queue'),
    check(apart, '2-1', '--solved'),
  ]);
  assert.equal(racy.code, 99);
  assert.ok(racy.failed.includes('users-found'), racy.failed.join(' '));
  assert.deepEqual([poisoned.code, poisoned.failed], [99, ['sign-ups-given']]);
  assert.deepEqual([mended.code, mended.failed], [0, []]);
});

test('a server that tells before it has written loses what was told while its database was cut off', {
  skip: missing('PostgreSQL', await hasPostgres(PATH)),
  timeout: LONGEST_CHECK_MS,
}, async (context) => {
  goToEmptyFolder(context);
  const careless = await check(runHere, '3-2');
  assert.ok(careless.failed.includes('nothing-missing'), careless.failed.join(' '));
  assert.equal(careless.code, 99);
});

test('a cache that nothing invalidates answers with what was', {
  skip: missing('Redis', await hasRedis(PATH)),
  timeout: LONGEST_CHECK_MS,
}, async (context) => {
  goToEmptyFolder(context);
  const forgetful = await check(runHere, '4-1');
  assert.ok(forgetful.failed.includes('read-fresh'), forgetful.failed.join(' '));
  assert.equal(forgetful.code, 99);
});

test('three instances that know nothing of each other are three chats, and with an adapter they are one', {
  skip: missing('Redis', await hasRedis(PATH)) || missing('nginx', await hasNginx(PATH)),
  timeout: LONGEST_CHECK_MS,
}, async (context) => {
  goToEmptyFolder(context);
  const [alone, together] = await Promise.all([check(apart, '4-2'), check(apart, '4-2', '--solved')]);
  assert.deepEqual([alone.code, alone.failed], [99, ['expression', 'others-lose-nothing']]);
  assert.deepEqual(together.failed, []);
});
