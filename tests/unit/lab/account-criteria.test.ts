import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CriterionFinding } from '#dist/lab/criteria/criterion.js';
import { CRITERIA } from '#dist/lab/criteria/index.js';
import { type Evidence, emptyEvidence, type SignUpEvidence } from '#dist/lab/evidence.js';
import { atOnce } from '#dist/lab/steps/at-once.js';

const WORDS = { en: 'then', ko: '그때' };

function judge(criterion: string, bounds: object, evidence: Partial<Evidence>): CriterionFinding {
  const found = CRITERIA[criterion];
  assert.ok(found !== undefined);
  return found.bind(criterion, bounds).judge({ ...emptyEvidence(), ...evidence });
}

function signUps(counts: Partial<SignUpEvidence>): Partial<Evidence> {
  const one = { name: 'many', asked: 1000, given: 1000, refusals: {}, logInsTried: 500, logInsOk: 500, ...counts };
  return { signUps: [one] };
}

test('every sign-up is to be taken, and why some were not is told, the most frequent first', () => {
  const given = { name: 'many', ...WORDS };
  assert.equal(judge('sign-ups-given', given, signUps({})).status, 'held');
  const refusals = { 'network.timeout': 2, 'server.http-500': 998 };
  const { status, measured } = judge('sign-ups-given', given, signUps({ given: 0, refusals }));
  assert.equal(status, 'failed');
  assert.equal(measured.en, '0 of 1,000 taken (server.http-500 998×, network.timeout 2×)');
  assert.equal(judge('sign-ups-given', given, {}).status, 'unproven');
});

test('one name is given once: neither twice nor never', () => {
  for (const [given, status] of [
    [1, 'held'],
    [2, 'failed'],
    [0, 'failed'],
  ] as const)
    assert.equal(judge('one-name-once', { name: 'many' }, signUps({ asked: 50, given })).status, status);
  assert.equal(judge('one-name-once', { name: 'other' }, signUps({})).status, 'unproven');
});

test('log-ins beside sign-ups all work, and nobody who tried is no proof', () => {
  assert.equal(judge('log-ins-beside', { name: 'many' }, signUps({})).status, 'held');
  assert.equal(judge('log-ins-beside', { name: 'many' }, signUps({ logInsOk: 499 })).status, 'failed');
  assert.equal(judge('log-ins-beside', { name: 'many' }, signUps({ logInsTried: 0, logInsOk: 0 })).status, 'unproven');
});

test('who was told to have an account has one; of a server that took nobody nothing is good', () => {
  const bounds = { name: 'after', ...WORDS };
  const found = (given: number, count: number): CriterionFinding['status'] =>
    judge('users-found', bounds, { lookUps: [{ name: 'after', given, found: count }] }).status;
  assert.deepEqual([found(10, 10), found(10, 9), found(0, 0)], ['held', 'failed', 'failed']);
  assert.equal(judge('users-found', bounds, {}).status, 'unproven');
});

test('as many things as asked for are done, no more at once than allowed, and none after the end', async () => {
  let [underWay, most, done] = [0, 0, 0];
  const ending = new AbortController();
  await atOnce(20, 3, ending.signal, async (index) => {
    underWay++;
    most = Math.max(most, underWay);
    await Promise.resolve();
    underWay--;
    done++;
    if (index === 9) ending.abort();
  });
  assert.equal(most, 3);
  assert.ok(done >= 10 && done <= 12, String(done));
});
