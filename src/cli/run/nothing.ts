import { wallClockIso } from '../../core/clock.js';
import type { RunPlan } from '../../core/plan.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { emptyCounters } from '../../metrics/snapshot.js';
import type { RunSignal } from './interrupts.js';

/** What a run has measured that was ended before it began. */
export function outcomeOfNothing(plan: RunPlan, interruption: RunSignal): RunOutcome {
  const now = wallClockIso();
  return {
    startedAt: now,
    endedAt: now,
    durationMs: 0,
    floodStartedAt: null,
    floodMs: 0,
    address: plan.target,
    interruption,
    phases: [],
    counters: emptyCounters(),
    deliveries: { expected: 0, received: 0, lost: 0, duplicated: 0, reordered: 0, receiverGone: 0 },
    rooms: [],
    places: [],
    latency: {
      echo: new BucketCounter(),
      fanout: new BucketCounter(),
      serviceEcho: new BucketCounter(),
      lastReceiver: new BucketCounter(),
    },
    timeline: [],
    intervals: [],
    errors: {},
    connections: { asked: plan.users, opened: 0, peak: 0, lost: 0, pings: 0, reconnects: 0, openAtEnd: 0 },
    workers: [],
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    bytesPerConnection: null,
    cpuSeconds: 0,
    unsentWritable: 0,
    canary: null,
    audit: null,
    findings: [`Ended by ${interruption} before the run began: nothing was measured.`],
  };
}
