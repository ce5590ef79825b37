import { message } from '../core/language/words.js';
import { keysOf } from '../core/records.js';
import { nameOfServer } from '../core/server-watch.js';
import { type AuditGaps, emptyAudit, gapsOf } from '../metrics/audit.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { countOf, type LatencySummary, maxMs, PERCENTILES, summarise } from '../metrics/latency-summary.js';
import { NO_READ_TIMES } from '../metrics/reads.js';
import { perSecondOfFlood, type RunOutcome } from '../metrics/run-outcome.js';
import { totalErrors } from '../metrics/snapshot.js';
import { GRADES, gradeOf } from './grade.js';
import { type Language, latencySubjects, type Subject } from './expression.js';
import { PHASE_TIMES } from './phase-times.js';
import { readServer } from './server-values.js';
import { SERVER_STATISTICS, type NamedOfServer, serverSubjects, seriesSubject } from './server-subjects.js';
import type { FewSamples } from './few-samples.js';
import { verdictOf } from './verdict.js';
import { availabilityOf, downtimeMs, timeToRecoveryMs } from './outages.js';

/** What thresholds are evaluated on. */
export interface ThresholdFacts {
  readonly outcome: RunOutcome;
  /** The `delivery` latency of the same outcome. */
  readonly delivery: BucketCounter;
  /** Users that the plan asked for. */
  readonly usersAsked: number;
  /** Of one stage of the load: how long it took after it until times were what they were before; null when they never were. */
  readonly recoveryMs?: number | null;
}

/** Latencies that a threshold can name. */
export const THRESHOLD_LATENCIES = {
  echo: ({ outcome }) => outcome.latency.echo,
  fanout: ({ outcome }) => outcome.latency.fanout,
  delivery: ({ delivery }) => delivery,
  serviceEcho: ({ outcome }) => outcome.latency.serviceEcho,
  lastReceiver: ({ outcome }) => outcome.latency.lastReceiver,
  ack: ({ outcome }) => outcome.latency.ack,
} as const satisfies Record<string, (facts: ThresholdFacts) => BucketCounter>;

/** Times of reads, which are of the whole run. */
const READ_TIMES = {
  read: ({ outcome }) => outcome.reads?.latency ?? NO_READ_TIMES,
  staleness: ({ outcome }) => outcome.reads?.staleness ?? NO_READ_TIMES,
} as const satisfies Record<string, (facts: ThresholdFacts) => BucketCounter>;

/** Milliseconds for a latency, a share 0–1 for a limit in %, else the count; null without (enough) samples. */
export type ThresholdReading = (facts: ThresholdFacts) => number | null;

/** Values of a latency that a threshold can name: fields of its summary. */
export const THRESHOLD_STATISTICS = [
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
  'p999',
  'p9999',
  'mean',
  'max',
  'min',
] as const satisfies readonly (keyof LatencySummary)[];

type ReadNumber = (facts: ThresholdFacts) => number;

/** What the counts are parts of. */
const WHOLES = {
  expectedCopies: ({ outcome }) => outcome.deliveries.expected,
  receivedCopies: ({ outcome }) => outcome.deliveries.received,
  intendedMessages: ({ outcome }) => outcome.counters.intended,
  askedAcks: ({ outcome }) => outcome.counters.acksAsked,
  operations: ({ outcome }) => outcome.counters.operations,
  checkableUsers: (facts) => auditGaps(facts).usersCheckable,
  checkableMessages: (facts) => auditGaps(facts).messagesCheckable,
  askedUsers: ({ usersAsked }) => usersAsked,
  askedConnections: ({ outcome }) => outcome.connections.asked,
  intendedReads: ({ outcome }) => outcome.reads?.intended ?? 0,
  floodMs: ({ outcome }) => outcome.floodMs,
} as const satisfies Record<string, ReadNumber>;

/** A count that a threshold can name. */
interface ThresholdCount {
  readonly name: string;
  /** The bare number's value. */
  readonly count: ReadNumber;
  /** What 100 % is; where it is 0 there are no samples. */
  readonly whole: keyof typeof WHOLES;
  /** False where a share would mean nothing; `whole` then only tells whether there are samples. */
  readonly takesShare: boolean;
  /** Is it known of each stage of the load? */
  readonly isOfStages: boolean;
}

/** The counts that are known of each stage of the load. */
const OF_STAGES: ReadonlySet<string> = new Set([
  'lost',
  'duplicated',
  'reordered',
  'refused',
  'unsent',
  'errors',
  'delivered',
  'tps',
]);

/** Every count that a threshold can name; a new one is a line here and one in docs/thresholds.md. */
export const THRESHOLD_COUNTS: readonly ThresholdCount[] = [
  counted('lost', ({ outcome }) => outcome.deliveries.lost, 'expectedCopies'),
  counted('duplicated', ({ outcome }) => outcome.deliveries.duplicated, 'expectedCopies'),
  counted('reordered', ({ outcome }) => outcome.deliveries.reordered, 'receivedCopies'),
  counted('quoted', ({ outcome }) => outcome.counters.quoted, 'expectedCopies'),
  counted('replayed', ({ outcome }) => outcome.counters.replayed, 'expectedCopies'),
  counted('recovered', ({ outcome }) => outcome.counters.recovered, 'expectedCopies'),
  counted('late', ({ outcome }) => outcome.counters.late, 'expectedCopies'),
  counted('unexpected', ({ outcome }) => outcome.counters.unexpected, 'expectedCopies'),
  counted('refused', ({ outcome }) => outcome.counters.refused, 'intendedMessages'),
  counted(
    'unacknowledged',
    ({ outcome: { counters } }) => counters.acksAsked - counters.acknowledged - counters.declined,
    'askedAcks',
  ),
  counted(
    'unsent',
    ({ outcome: { counters } }) => counters.intended - counters.sent - counters.senderAway,
    'intendedMessages',
  ),
  counted('errors', ({ outcome }) => totalErrors(outcome.errors), 'operations'),
  counted(
    'readErrors',
    ({ outcome: { reads } }) => (reads === null ? 0 : reads.intended - reads.answered),
    'intendedReads',
  ),
  counted('delivered', WHOLES.receivedCopies, 'expectedCopies'),
  counted('usersMissing', (facts) => auditGaps(facts).usersMissing, 'checkableUsers'),
  counted('messagesMissing', (facts) => auditGaps(facts).messagesMissing, 'checkableMessages'),
  counted('users', usersRegistered, 'askedUsers'),
  counted('connections', ({ outcome }) => outcome.connections.openAtEnd, 'askedConnections'),
  counted('opened', ({ outcome }) => outcome.connections.opened, 'askedConnections'),
  counted('tps', ({ outcome }) => perSecondOfFlood(outcome, outcome.counters.completed), 'floodMs', false),
];

/** Counts that are as true on a busy machine as on a quiet one: what came, came, and what did not, did not. */
const CERTAIN_COUNTS: ReadonlySet<string> = new Set([
  'lost',
  'duplicated',
  'reordered',
  'quoted',
  'replayed',
  'recovered',
  'late',
  'unexpected',
  'refused',
  'unacknowledged',
  'delivered',
  'usersMissing',
  'messagesMissing',
  'connections',
  'opened',
]);

const readRecovery: ThresholdReading = ({ recoveryMs = null }) => recoveryMs;

/** How long it took after a stage until times were what they were before. */
export const RECOVERY: Subject<ThresholdReading> = {
  name: 'recovery',
  readings: { us: readRecovery, ms: readRecovery, s: readRecovery },
  stage: 'must',
  refusal: () => message('expr.unit.time', { name: 'recovery' }),
  example: 'recovery@spike<10s',
};

/** Whether the server was there: shares and times of the whole flood. */
const SERVICE: readonly Subject<ThresholdReading>[] = [
  {
    name: 'availability',
    readings: { '%': ({ outcome }) => availabilityOf(outcome) },
    refusal: () => message('expr.unit.share', { name: 'availability' }),
    example: 'availability>=99.9%',
  },
  timeSubject('downtime', ({ outcome }) => downtimeMs(outcome), 'downtime<5s'),
  timeSubject('mttr', ({ outcome }) => timeToRecoveryMs(outcome), 'mttr<10s'),
];

/** What the run has earned, as its place among the grades. */
const GRADE: Subject<ThresholdReading> = {
  name: 'grade',
  readings: { '': gradeReached },
  words: GRADES,
  refusal: () => message('expr.unit.word', { name: 'grade', words: GRADES.join(', ') }),
  example: 'grade>=Silver',
};

/** The promises `p99(delivery)<250ms`, `lost==0`, `errors<1%` and their like. */
export const THRESHOLD_LANGUAGE: Language<ThresholdReading> = {
  subjects: [
    ...THRESHOLD_COUNTS.map(countSubject),
    RECOVERY,
    ...SERVICE,
    GRADE,
    ...serverSubjects(SERVER_STATISTICS, serverReading),
    timeSubject('staleness', ({ outcome }) => maxMs(outcome.reads?.staleness ?? NO_READ_TIMES), 'staleness<1s'),
    ...latencySubjects(THRESHOLD_STATISTICS, THRESHOLD_LATENCIES, '<250ms', readingOf),
    ...latencySubjects(THRESHOLD_STATISTICS, { ...READ_TIMES, ...PHASE_TIMES }, '<100ms', readingOf).map(ofWholeRun),
  ],
  open: (name) => seriesSubject(name, SERVER_STATISTICS, serverReading),
  of: 'value',
  typical: 'p99(delivery)',
  statistic: ['statistic', 'p99'],
};

function ofWholeRun({ name, readings, refusal, example }: Subject<ThresholdReading>): Subject<ThresholdReading> {
  return { name, readings, refusal, example };
}

function readingOf(
  statistic: (typeof THRESHOLD_STATISTICS)[number],
  counterOf: (facts: ThresholdFacts) => BucketCounter,
): ThresholdReading {
  return (facts) => summarise(counterOf(facts))[statistic];
}

function timeSubject(name: string, read: ThresholdReading, example: string): Subject<ThresholdReading> {
  return {
    name,
    readings: { us: read, ms: read, s: read },
    refusal: () => message('expr.unit.time', { name }),
    example,
  };
}

function serverReading({ name, statistic }: NamedOfServer): ThresholdReading {
  return ({ outcome }) => readServer(outcome, name, statistic ?? 'max');
}

/** Is a subject as true on a busy machine as on a quiet one? A server's event loop waits for the same processors. */
export function isCertain(subject: string): boolean {
  const name = nameOfServer(subject);
  return CERTAIN_COUNTS.has(subject) || (name !== undefined && name !== 'lag' && name !== 'cpu');
}

/** The samples behind a percentile that a threshold names; undefined for all else that one can name. */
export function samplesOf(subject: string, facts: ThresholdFacts): FewSamples | undefined {
  const [, statistic = '', latency = ''] = /^(\w+)\((\w+)\)$/.exec(subject) ?? [];
  const counterOf = Object.entries({ ...THRESHOLD_LATENCIES, ...READ_TIMES, ...PHASE_TIMES }).find(
    ([name]) => name === latency,
  )?.[1];
  const percentile = keysOf(PERCENTILES).find((name) => name === statistic);
  if (counterOf === undefined || percentile === undefined) return undefined;
  const counter = counterOf(facts);
  const { sent } = facts.outcome.counters;
  return { counter, percentile, samplesPerMessage: Math.max(1, sent === 0 ? 1 : countOf(counter) / sent) };
}

function countSubject({ name, count, whole, takesShare, isOfStages }: ThresholdCount): Subject<ThresholdReading> {
  const wholeOf = WHOLES[whole];
  const read = (value: ReadNumber): ThresholdReading => {
    return (facts) => (wholeOf(facts) === 0 ? null : value(facts));
  };
  return {
    name,
    readings: { '': read(count), ...(takesShare ? { '%': read((facts) => count(facts) / wholeOf(facts)) } : {}) },
    refusal: (unit) =>
      unit === '%' ? message('expr.unit.no-share', { name }) : message('expr.unit.count', { name, unit }),
    example: takesShare ? `${name}<1%` : `${name}>=1000`,
    ...(isOfStages ? { stage: 'may' } : {}),
  };
}

function counted(name: string, count: ReadNumber, whole: keyof typeof WHOLES, takesShare = true): ThresholdCount {
  return { name, count, whole, takesShare, isOfStages: OF_STAGES.has(name) };
}

/** Without an audit nothing could be checked, which leaves its counts without samples. */
function auditGaps({ outcome: { audit } }: ThresholdFacts): AuditGaps {
  return gapsOf(audit ?? emptyAudit());
}

function gradeReached({ outcome, delivery }: ThresholdFacts): number | null {
  if (outcome.floodMs === 0) return null;
  const { level } = gradeOf({
    verdict: verdictOf(outcome, delivery).level,
    lost: outcome.deliveries.lost,
    completedPerSecond: perSecondOfFlood(outcome, outcome.counters.completed),
    deliveryP95Ms: summarise(delivery).p95,
  });
  return GRADES.indexOf(level ?? 'none');
}

/** Where a dialect registers nobody, every user is there from the start. */
function usersRegistered({ outcome, usersAsked }: ThresholdFacts): number {
  return outcome.phases.find(({ name }) => name === 'register')?.succeeded ?? usersAsked;
}
