import type { HeldTrial } from '#dist/metrics/held-trial.js';
import { emptyOutcome } from '#dist/metrics/outcome-builder.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { emptyCounters, emptyLatencies } from '#dist/metrics/snapshot.js';
import { timelineSecond } from '../report/outcome.js';
import { spreadOf } from '../report/spread.js';

/** Copies that each message makes. */
export const COPIES = 5;

/** What happened in a trial, beside its load. */
export interface TrialMade {
  readonly durationMs?: number;
  /** Copies that came took from half of this to this. */
  readonly slowestMs?: number;
  /** Of the copies, so many never came. */
  readonly missing?: number;
  /** Of the missing ones, those whose receivers were cut. */
  readonly receiverGone?: number;
  /** Messages that the server answered with an error. */
  readonly refused?: number;
  /** Messages that the generator left unsent. */
  readonly unsent?: number;
  /** Messages that the server's sockets did not take. */
  readonly notTaken?: number;
  /** Copies under way at the end of each second. */
  readonly inFlight?: readonly number[];
  /** What the server was like in each second; unwatched when left out. */
  readonly server?: { readonly cpu: number; readonly rss: number };
  /** Was nothing under way any more when the next trial could begin? */
  readonly isSettled?: boolean;
  /** Latencies that cannot be, which no measured delay explains. */
  readonly impossible?: number;
  /** The generator sent its messages late by up to this. */
  readonly slipMs?: number;
  /** Share of a core that the generator's worker took, or waited for. */
  readonly runnableShare?: number;
}

/** What a trial at `load` messages/s measured. */
export function trialOutcome(load: number, made: TrialMade = {}): RunOutcome {
  const {
    durationMs = 10_000,
    slowestMs = 10,
    missing = 0,
    receiverGone = 0,
    refused = 0,
    impossible = 0,
    unsent = 0,
    notTaken = 0,
    inFlight,
    server,
    slipMs = 0,
    runnableShare = 0.3,
  } = made;
  const intended = (load * durationMs) / 1000;
  const sent = intended - unsent - notTaken;
  const expected = sent * COPIES;
  const received = expected - missing;
  const fanout = spreadOf(received, slowestMs * 500, slowestMs * 1000);
  fanout.impossible = impossible;
  const seconds = Math.floor(durationMs / 1000);
  return {
    ...emptyOutcome({ target: 'http://127.0.0.1:4000', users: 30 }, '2026-12-31T23:59:00.000Z'),
    floodMs: durationMs,
    floodStartedAt: '2026-12-31T23:59:00.000Z',
    counters: { ...emptyCounters(), intended, sent, refused, unsendable: notTaken, completed: sent, received },
    deliveries: {
      expected,
      received,
      lost: missing - receiverGone,
      duplicated: 0,
      reordered: 0,
      receiverGone,
      unconfirmed: 0,
    },
    latency: { ...emptyLatencies(), fanout },
    timeline: Array.from({ length: seconds }, (_, second) =>
      timelineSecond({
        second,
        inFlight: inFlight?.[second] ?? 0,
        ...(server === undefined ? {} : { serverCpuShare: server.cpu, serverRssBytes: server.rss }),
      }),
    ),
    connections: { asked: 30, opened: 30, peak: 30, lost: 0, pings: 0, reconnects: 0, openAtEnd: 30 },
    workers: [
      {
        cpuShare: runnableShare,
        cpuWaitShare: 0,
        gcShare: 0,
        peakCpuShare: runnableShare,
        eventLoopDelay: spreadOf(1000, 0, 100),
        scheduleSlip: spreadOf(1000, slipMs * 990, slipMs * 1000),
      },
    ],
    unsentWritable: unsent,
    server: server === undefined ? null : { pid: 1, url: null, series: [], samples: [] },
  };
}

/** A trial that was held, and settled at once. */
export function heldTrial(outcome: RunOutcome, { isSettled = true }: TrialMade = {}): HeldTrial {
  return { outcome, users: 30, atMs: 0, settleMs: 300, isSettled };
}
