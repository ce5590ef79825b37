import assert from 'node:assert/strict';
import test from 'node:test';
import { maskOfValues } from '#dist/core/secret-mask.js';
import type { FromWorker } from '#dist/engine/messages.js';
import { withoutSecrets } from '#dist/engine/worker/without-secrets.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';

const SECRET = 'secret-of-4711';

test('what a phase heard is told without secrets, also where nothing failed', () => {
  for (const failures of [[], [{ kind: 'server.error-event', count: 1, example: `no ${SECRET}` } as const]]) {
    const posted: FromWorker[] = [];
    const post = withoutSecrets((message) => posted.push(message), maskOfValues([SECRET]), []);
    const sample = `{"token":"${SECRET}"}`;
    post({
      type: 'phase-done',
      phase: 'drain',
      tally: { total: 0, attempted: 0, succeeded: 0, failed: 0 },
      latency: encodeCounts(new BucketCounter()),
      failures,
      heard: [{ name: `problem ${SECRET}`, count: 1, marked: 0, damaged: 0, sample }],
    });
    const told = JSON.stringify(posted);
    assert.ok(told.includes('problem ') && !told.includes(SECRET), told);
  }
});
