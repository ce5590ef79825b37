import { recordOf } from '#dist/core/records.js';
import { emptyAudit } from '#dist/metrics/audit.js';
import type { AuditOutcome } from '#dist/metrics/audit-outcome.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { columnsMerged } from '#dist/metrics/columns.js';
import { addDeliveries, emptyOutcome } from '#dist/metrics/outcome-builder.js';
import { NO_PAIRS } from '#dist/metrics/pairs.js';
import type {
  CanaryOutcome,
  IntervalCounts,
  PhaseResult,
  RoomResult,
  RunOutcome,
  StageOutcome,
  TimelineSecond,
  WorkerOutcome,
} from '#dist/metrics/run-outcome.js';
import { emptyCounters, emptyLatencies, emptyStageCounters } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import type { ReportContext } from '#dist/report/build-report.js';
import { spreadOf } from './spread.js';

const SECONDS = 30;
const ROOMS = 10;
const MEMBERS = 5;
const USERS = 50;
const MESSAGES = 30_000;
const COPIES = MESSAGES * MEMBERS;

function phase(name: PhaseResult['name'], durationMs: number, operations: number): PhaseResult {
  return {
    name,
    durationMs,
    attempted: operations,
    succeeded: operations,
    failed: 0,
    latency: spreadOf(operations, 2_000, 20_000),
  };
}

function room(index: number): RoomResult {
  const sent = MESSAGES / ROOMS;
  const expected = sent * MEMBERS;
  return {
    room: `🎉 New Year Celebration Central ${index + 1}`,
    members: MEMBERS,
    sent,
    expected,
    received: expected,
    lost: 0,
    duplicated: 0,
    reordered: 0,
    receiverGone: 0,
    unconfirmed: 0,
    p99Ms: 2.431,
  };
}

/** A second of which nothing is known, with what a test wants otherwise. */
export function timelineSecond(fields: Partial<TimelineSecond>): TimelineSecond {
  const nulls = recordOf(
    [...columnsMerged('percentile'), ...columnsMerged('highest'), ...columnsMerged('unknown')],
    () => null,
  );
  return { second: 0, ...recordOf(columnsMerged('sum'), () => 0), ...nulls, ...fields };
}

function second(index: number): TimelineSecond {
  return timelineSecond({
    second: index,
    intended: MESSAGES / SECONDS,
    sent: MESSAGES / SECONDS,
    completed: MESSAGES / SECONDS,
    delivered: COPIES / SECONDS,
    connections: USERS,
    inFlight: 3,
    echoP50Ms: 0.9,
    echoP90Ms: 1.8,
    echoP99Ms: 2.1,
    fanoutP50Ms: 1,
    fanoutP90Ms: 1.9,
    fanoutP99Ms: 2.4,
    deliveryP50Ms: 1,
    deliveryP90Ms: 1.9,
    deliveryP99Ms: 2.4,
    cpuShare: 0.22,
    slipP99Ms: 1.1,
    slipMaxMs: 1.9,
  });
}

/** The latencies of a second of such a run. */
const ECHO = encodeCounts(spreadOf(MESSAGES / SECONDS, 500, 2_400));
const FANOUT = encodeCounts(spreadOf((COPIES - MESSAGES) / SECONDS, 520, 2_500));

function interval(index: number): IntervalCounts {
  return { second: index, echo: ECHO, fanout: FANOUT };
}

/** A worker at ease. */
export function workerOutcome(overrides: Partial<WorkerOutcome> = {}): WorkerOutcome {
  return {
    cpuShare: 0.22,
    cpuWaitShare: 0.02,
    gcShare: 0.01,
    peakCpuShare: 0.35,
    eventLoopDelay: spreadOf(30_000, 0, 900),
    scheduleSlip: spreadOf(15_000, 0, 1_100),
    ...overrides,
  };
}

/** A canary that lost nothing; 10 messages/s. */
export function canaryOutcome(overrides: Partial<CanaryOutcome> = {}): CanaryOutcome {
  const sent = SECONDS * 10;
  return {
    sent,
    expected: sent * 2,
    received: sent * 2,
    lost: 0,
    refused: 0,
    echoToSender: true,
    echo: spreadOf(sent, 400, 1_500),
    fanout: spreadOf(sent, 420, 1_600),
    ...overrides,
  };
}

/** An audit that found everything: 50 users, and as many messages as it is told to have looked for. */
export function auditOutcome(overrides: Partial<AuditOutcome> = {}): AuditOutcome {
  const { messagesExpected = 0 } = overrides;
  return {
    ...emptyAudit(),
    sample: { share: 1, rooms: ROOMS, ofRooms: ROOMS, users: USERS, ofUsers: USERS },
    usersExpected: USERS,
    usersFound: USERS,
    messagesFound: messagesExpected,
    signUps: { firstMs: 100, lastMs: 5300, firstMissingMs: null, lastMissingMs: null },
    ...overrides,
  };
}

/** A healthy run: 50 users in 10 rooms of 5, 1,000 messages/s for 30 s, everything delivered within 2.5 ms. */
export function runOutcome(overrides: Partial<RunOutcome> = {}): RunOutcome {
  return {
    ...emptyOutcome({ target: 'http://127.0.0.1:4000', users: USERS }, '2026-12-31T23:59:00.000Z'),
    endedAt: '2026-12-31T23:59:31.200Z',
    durationMs: 31_200,
    floodStartedAt: '2026-12-31T23:59:00.400Z',
    floodMs: SECONDS * 1000,
    mark: 'end',
    pacing: 'timer',
    firstMessages: 1,
    address: 'http://127.0.0.1:4000',
    interruption: null,
    phases: [
      phase('register', 120, USERS),
      phase('login', 90, USERS),
      phase('rooms', 20, ROOMS),
      phase('connect', 80, USERS),
      phase('join', 30, USERS),
      phase('flood', SECONDS * 1000, MESSAGES),
      phase('drain', 40, 0),
      phase('disconnect', 10, USERS),
    ],
    counters: {
      ...emptyCounters(),
      intended: MESSAGES,
      sent: MESSAGES,
      completed: MESSAGES,
      received: COPIES,
      operations: MESSAGES + 4 * USERS + ROOMS,
      connectionsOpened: USERS,
      pings: USERS,
    },
    deliveries: {
      expected: COPIES,
      received: COPIES,
      lost: 0,
      duplicated: 0,
      reordered: 0,
      receiverGone: 0,
      unconfirmed: 0,
    },
    rooms: Array.from({ length: ROOMS }, (_, index) => room(index)),
    entrances: [],
    storms: [],
    sessions: null,
    slowReaders: null,
    reads: null,
    places: [],
    pairs: NO_PAIRS,
    latency: {
      echo: spreadOf(MESSAGES, 500, 2_400),
      fanout: spreadOf(COPIES - MESSAGES, 520, 2_500),
      serviceEcho: spreadOf(MESSAGES, 300, 1_900),
      lastReceiver: spreadOf(MESSAGES, 600, 2_500),
      ack: new BucketCounter(),
    },
    timeline: Array.from({ length: SECONDS }, (_, index) => second(index)),
    intervals: Array.from({ length: SECONDS }, (_, index) => interval(index)),
    errors: {},
    reasons: [],
    connections: {
      asked: USERS,
      opened: USERS,
      peak: USERS,
      lost: 0,
      pings: USERS,
      reconnects: 0,
      openAtEnd: USERS,
    },
    stages: [],
    workers: [workerOutcome(), workerOutcome()],
    peakRssBytes: 96 * 1024 * 1024,
    bytesPerConnection: 8192,
    cpuSeconds: 7.5,
    unsentWritable: 0,
    findings: [],
    ...overrides,
  };
}

/** What `connect` measures: connections, and no message. */
export function connectOutcome(overrides: Partial<RunOutcome> = {}): RunOutcome {
  const healthy = runOutcome();
  return {
    ...healthy,
    floodStartedAt: null,
    floodMs: 0,
    mark: null,
    firstMessages: null,
    phases: healthy.phases.filter(({ name }) => name !== 'rooms' && name !== 'join' && name !== 'drain'),
    counters: { ...emptyCounters(), operations: 4 * USERS + ROOMS, connectionsOpened: USERS, pings: USERS },
    deliveries: addDeliveries([]),
    rooms: [],
    places: [],
    latency: emptyLatencies(),
    timeline: [],
    intervals: [],
    workers: [],
    cpuSeconds: 0,
    ...overrides,
  };
}

/** The rest of what a report of {@link runOutcome} is made from. */
export function reportContext(overrides: Partial<ReportContext> = {}): ReportContext {
  return {
    tool: { name: 'newyear-load', version: '0.1.0' },
    host: { node: '20.20.0', platform: 'linux', arch: 'x64', cpus: 2, memoryBytes: 8 * 1024 ** 3 },
    runId: 'a1b2c3',
    preset: null,
    seed: 42,
    target: 'http://127.0.0.1:4000',
    dialect: 'minitalk',
    command: 'newyear-load run --users 50 --rooms 10 --duration 30s --rate 1000 --seed 42',
    plan: {
      users: USERS,
      rooms: ROOMS,
      roomSize: '5-5',
      durationMs: SECONDS * 1000,
      rate: MESSAGES / SECONDS,
      workers: 2,
      deliveriesPerSecond: COPIES / SECONDS,
    },
    thresholds: [],
    alerts: [],
    ...overrides,
  };
}

/** A measured stage of a second, of which nothing was counted. */
export function stageOutcome(name: string, overrides: Partial<StageOutcome> = {}): StageOutcome {
  return {
    name,
    startMs: 0,
    durationMs: 1000,
    measured: true,
    plannedFrom: 100,
    plannedTo: 100,
    counters: emptyStageCounters(),
    deliveries: addDeliveries([]),
    latency: emptyLatencies(),
    errors: {},
    workers: [],
    unsentWritable: 0,
    ...overrides,
  };
}
