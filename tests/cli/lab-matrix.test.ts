import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { hasNginx } from '#dist/lab/parts/nginx-part.js';
import { hasPostgres } from '#dist/lab/parts/postgres-part.js';
import { hasRedis } from '#dist/lab/parts/redis-part.js';
import { runCli } from '../helpers/cli/cli.js';
import { assertMended, checkPractice, NOT_PROVEN, type PracticeCheck } from '../helpers/lab/check.js';
import { missing } from '../helpers/lab/missing.js';

/** `LAB_MATRIX=full`: every practice server in the short form, on a machine that does nothing else. Without it those of a row. */
const isWhole = process.env['LAB_MATRIX'] === 'full';
const LONGEST_CHECK_MS = 120_000;
/** Most of a check is waiting. */
const AT_ONCE = 3;
/** What a moment of a busy machine spoils is not proven, and checked again. */
const TRIES = 3;

const PATH = process.env['PATH'];
const redis = missing('Redis', await hasRedis(PATH));
const postgres = missing('PostgreSQL', await hasPostgres(PATH));
const nginx = missing('nginx', await hasNginx(PATH));

interface Row {
  readonly id: string;
  /** Its broken servers, each with what it has to fail for at least. */
  readonly broken: Readonly<Record<string, string>>;
  readonly lacks?: false | string;
  readonly isInEveryRun?: true;
}

const ROWS: readonly Row[] = [
  { id: '1-1', broken: { 'since-start': 'metrics-users' } },
  { id: '1-2', broken: { 'heap-share': 'alert-within' } },
  { id: '2-1', broken: { 'no-queue': 'users-found', 'poisoned-queue': 'sign-ups-given' } },
  { id: '2-2', broken: { 'keeps-everything': 'memory-slope' } },
  { id: '3-1', broken: { 'whole-file': 'steady-latency' } },
  { id: '3-2', broken: { 'answers-first': 'nothing-missing' }, lacks: postgres },
  { id: '4-1', broken: { 'five-minutes': 'read-fresh' }, lacks: redis, isInEveryRun: true },
  { id: '4-2', broken: { alone: 'others-lose-nothing' }, lacks: redis || nginx },
  { id: '5-1', broken: { waits: 'latency-while' } },
  { id: '5-2', broken: { 'ends-at-once': 'nothing-missing', 'does-not-wait': 'nothing-missing' } },
  { id: 'delay', broken: { hasty: 'stays-connected' } },
  { id: 'memory', broken: { 'endless-queue': 'server-lives' } },
];

async function check(context: TestContext, id: string, ...serve: readonly string[]): Promise<PracticeCheck> {
  const cwd = mkdtempSync(join(tmpdir(), 'newyear-load-test-'));
  context.after(() => rmSync(cwd, { recursive: true, force: true }));
  const once = (): Promise<PracticeCheck> =>
    checkPractice((args) => runCli(args, { cwd, timeoutMs: LONGEST_CHECK_MS }), id, ...serve);
  let seen = await once();
  for (let tries = 1; seen.code === NOT_PROVEN && tries < TRIES; tries++) seen = await once();
  return seen;
}

describe('The practice servers of the lab', { concurrency: AT_ONCE }, () => {
  for (const { id, broken, lacks, isInEveryRun = isWhole } of ROWS) {
    const options = { skip: lacks || (!isInEveryRun && 'LAB_MATRIX=full has it'), timeout: TRIES * LONGEST_CHECK_MS };
    for (const [variant, criterion] of Object.entries(broken)) {
      it(`${id}: "${variant}" fails for ${criterion}`, options, async (context) => {
        const { code, checked } = await check(context, id, '--variant', variant);
        assert.ok(checked.failed.includes(criterion), checked.failed.join(' '));
        assert.equal(code, 99);
      });
    }

    it(`${id}: who has mended it fails in nothing`, options, async (context) => {
      assertMended(await check(context, id, '--solved'));
    });
  }
});
