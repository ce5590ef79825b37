import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { judge, remedyOf } from '#dist/judgement/verdict.js';
import { type VerdictFacts, verdictFactsOf } from '#dist/judgement/verdict-facts.js';
import { canaryOutcome, runOutcome } from '../../helpers/report/outcome.js';

/** What of a delay belongs to how senders are woken. */
const GRID_US = 2000;

const HEALTHY: VerdictFacts = verdictFactsOf(runOutcome({ canary: canaryOutcome() }));

/** The levels of times and counts. */
function partsWith(changes: Partial<VerdictFacts>): string {
  const { times, counts } = judge({ ...HEALTHY, ...changes });
  return `${times.level} ${counts.level}`;
}

test('what the generator is late for spoils times, never counts', () => {
  const slip = { percentile: 'p99', slipUs: GRID_US + 5000, gridUs: GRID_US, deliveryUs: 20_000 } as const;
  assert.equal(partsWith({ slip }), 'INVALID VALID');
  assert.equal(partsWith({ busiestCpuShare: 0.97 }), 'INVALID VALID');
  assert.equal(partsWith({ busiestCpuShare: 0.85 }), 'SUSPECT VALID');
  assert.equal(partsWith({ starvation: { waitShare: 0.9, waitOfRunnable: 0.9 } }), 'INVALID VALID');
  assert.equal(partsWith({ intended: 100, unsentWritable: 50 }), 'INVALID VALID');
  assert.equal(partsWith({ deliveries: 10 }), 'SUSPECT VALID');
});

test('a generator that fails spoils both, and fewer connections than planned colour both', () => {
  assert.equal(partsWith({ interruption: 'worker-crashed' }), 'INVALID INVALID');
  assert.equal(partsWith({ generatorErrors: 5, descriptorErrors: 5 }), 'INVALID INVALID');
  assert.equal(partsWith({ connectionsOpened: 1 }), 'SUSPECT SUSPECT');
});

test('the level is the worse of the two, and each reason carries its part', () => {
  const verdict = judge({ ...HEALTHY, busiestCpuShare: 0.97, connectionsOpened: 1 });
  assert.deepEqual([verdict.level, verdict.times.level, verdict.counts.level], ['INVALID', 'INVALID', 'SUSPECT']);
  assert.deepEqual(
    verdict.reasons.map(({ code, part }) => `${code} ${part}`),
    ['generator-cpu times', 'connections-missing both'],
  );
});

test('there is something to do about every reason of an INVALID run', () => {
  const ways: readonly Partial<VerdictFacts>[] = [
    { interruption: 'worker-crashed' },
    { slip: { percentile: 'p99', slipUs: GRID_US + 5000, gridUs: GRID_US, deliveryUs: 20_000 } },
    { intended: 100, unsentWritable: 50 },
    { busiestCpuShare: 0.97 },
    { starvation: { waitShare: 0.9, waitOfRunnable: 0.9 } },
    { canary: { percentile: 'p99', fleetUs: 500_000, canaryUs: 1000, loopDelayUs: 490_000 } },
    { generatorErrors: 5, descriptorErrors: 5 },
    { impossibleSamples: 100_000 },
  ];
  for (const way of ways) {
    const verdict = judge({ ...HEALTHY, ...way });
    assert.equal(verdict.level, 'INVALID');
    assert.ok(inEnglish(remedyOf(verdict) ?? '').length > 10, verdict.reasons[0]?.code);
  }
});
