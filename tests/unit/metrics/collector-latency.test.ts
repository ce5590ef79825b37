import assert from 'node:assert/strict';
import test from 'node:test';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { Collector } from '#dist/metrics/collector.js';
import { SnapshotSums } from '#dist/metrics/snapshot-sums.js';
import { emptyLatencies, RECORDED_LATENCIES } from '#dist/metrics/snapshot.js';
import { decodeCounts, encodeCounts, type SparseCounts } from '#dist/metrics/sparse-counts.js';
import { NO_LATENCY, snapshotOf } from '../../helpers/report/live-second.js';

/** Values and their neighbours, one that is none and one that is too large. */
function countsOf(firstUs: number): SparseCounts {
  const counter = new BucketCounter();
  for (const valueUs of [firstUs, firstUs + 1, firstUs * 1000, -1, 1e10]) counter.record(valueUs);
  return encodeCounts(counter);
}

test('latencies are counted once, in the whole and in their second, whenever they come', () => {
  const [collector, sums] = [new Collector(), new SnapshotSums()];
  // Before the flood, in order, too late for a second that is still open, and for one that is closed.
  for (const [index, second] of [-1, 0, 1, 0, 40, 0].entries()) {
    const latency = { ...snapshotOf(0).latency };
    for (const [place, name] of RECORDED_LATENCIES.entries()) latency[name] = countsOf(100 * (index + 1) + place);
    const snapshot = snapshotOf(second, { workerIndex: index % 2, latency });
    collector.add(snapshot, 2);
    sums.addUp(snapshot);
  }
  for (const name of RECORDED_LATENCIES) {
    assert.deepEqual(encodeCounts(collector.latency[name]), encodeCounts(sums.latency[name]), name);
    assert.deepEqual([collector.latency[name].impossible, collector.latency[name].clamped], [6, 6], name);
  }
  const { echo } = emptyLatencies();
  for (const interval of collector.intervals) echo.add(decodeCounts(interval.echo));
  assert.notDeepEqual(encodeCounts(echo), NO_LATENCY);
  assert.deepEqual([echo.impossible, echo.clamped], [5, 5]);
});
