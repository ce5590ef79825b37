import { FORESEEN_KINDS } from '../../core/error-kinds.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import type { Counters, Gauges } from '../../metrics/snapshot.js';
import type { Report, StormReport } from '../../report/report-types.js';
import { byName, type HistogramMetric, type Metric, type NumberMetric, type Sample, single } from './metric.js';
import type { MetricsState } from './state.js';

const MESSAGE = '{message}';
const COPY = '{copy}';
const CONNECTION = '{connection}';
const USER = '{user}';

/**
 * Everything that newyear-load tells systems that take metrics, once for all of them; a new one is an entry here and a row in
 * docs/metrics.md. Counters and histograms are those of the fleet and hold for the run so far, set-up included.
 */
export const VOCABULARY: readonly Metric[] = [
  counted('messages.intended', MESSAGE, 'intended', 'Messages that the schedule asked for'),
  counted('messages.sent', MESSAGE, 'sent', 'Messages handed to a socket'),
  counted('messages.sender_away', MESSAGE, 'senderAway', 'Messages of users who were away by plan, which nobody sends'),
  counted('messages.refused', MESSAGE, 'refused', 'Messages that the server answered with an error event or refused'),
  counted('messages.acknowledged', MESSAGE, 'acknowledged', 'Messages that the server acknowledged'),
  counted('messages.completed', MESSAGE, 'completed', 'Messages that at least one member received'),
  level('messages.backlog', MESSAGE, 'backlog', 'Messages whose time has come and that no socket has taken yet'),
  counted('deliveries.received', COPY, 'received', 'First copies received'),
  counted('deliveries.duplicated', COPY, 'duplicated', 'Further copies of a message that the member already had'),
  counted('deliveries.reordered', COPY, 'reordered', 'Copies that came after a later message of the same sender'),
  counted('deliveries.quoted', COPY, 'quoted', 'Messages that came again inside a later one, as a quote'),
  counted('deliveries.replayed', COPY, 'replayed', 'Copies of messages from before the member had joined'),
  counted('deliveries.recovered', COPY, 'recovered', 'Missed copies that a recovered connection brought'),
  counted('deliveries.late', COPY, 'late', 'Copies of lost messages that came after the drain'),
  counted('deliveries.unexpected', COPY, 'unexpected', 'Copies received by somebody who is no member of the room'),
  level('deliveries.expected', COPY, 'expected', 'Copies of the messages sent so far that members should receive'),
  level('deliveries.in_flight', COPY, 'inFlight', 'Copies under way: expected, neither received nor given up'),
  level('deliveries.missing', COPY, 'missing', 'Copies that later messages have overtaken and that have not come'),
  gauge('deliveries.lost', COPY, 'Copies that never came; known when the run is over', ({ report }) =>
    single(report?.deliveries.lost),
  ),
  counted('operations', '{operation}', 'operations', 'Operations tried: HTTP requests, handshakes, joins, sends'),
  {
    ...base('errors', '{error}', 'Failures by kind'),
    type: 'counter',
    labels: ['error_type'],
    read: ({ fleet }) => byName('error_type', Object.entries<number>(fleet.errors), FORESEEN_KINDS),
  },
  level('connections.open', CONNECTION, 'connectionsOpen', 'Connections open'),
  level(
    'connections.away',
    CONNECTION,
    'usersAway',
    'Users without a connection by plan: in a storm, between two sessions',
  ),
  counted('connections.opened', CONNECTION, 'connectionsOpened', 'Connections opened'),
  counted('connections.lost', CONNECTION, 'connectionsLost', 'Connections closed by somebody else than us'),
  counted('connections.reconnects', CONNECTION, 'reconnects', 'Connections opened again'),
  counted('connections.pings', '{ping}', 'pings', 'Heartbeats of the server that were answered'),
  byPath('delivery.latency', 'From the intended send until a member receives a copy', ({ fleet }) => fleet.latency),
  times('service_echo.latency', 'From the actual send until the sender receives its own message', ({ fleet }) =>
    single(fleet.latency.serviceEcho),
  ),
  times('last_receiver.latency', 'From the intended send until the last member has the message', ({ fleet }) =>
    single(fleet.latency.lastReceiver),
  ),
  times('ack.latency', 'From the intended send until the sender has the acknowledgement', ({ fleet }) =>
    single(fleet.latency.ack),
  ),
  byPath('canary.latency', 'Delivery latency of the two observers', ({ observers }) => observers.latency),
  times('schedule.slip', 'How much later than intended messages were sent', ({ scheduleSlip }) => single(scheduleSlip)),
  times('event_loop.delay', 'How long the event loops of the workers were held up', ({ eventLoopDelay }) =>
    single(eventLoopDelay),
  ),
  byWorker('generator.cpu.utilization', 'Share of a core that a worker used in its last second', 'cpuShare'),
  byWorker('generator.gc.utilization', 'Share of its last second that a worker collected garbage', 'gcShare'),
  gauge('generator.memory.rss', 'By', 'Memory of the process', ({ rssBytes }) => single(rssBytes)),
  level('generator.sockets.buffered', 'By', 'bufferedBytes', 'Bytes that wait in sockets for the server to take them'),
  gauge('memory.utilization', '1', 'Memory in use by all programs, of the machine or the container', (state) =>
    single(state.memoryShare),
  ),
  {
    ...base('alerts', '{alert}', 'Alerts told, by rule'),
    type: 'counter',
    labels: ['rule'],
    read: ({ alerts }) => byName('rule', alerts),
  },
  {
    ...base('phase', '', '1 for the phase that the run is in; no series when it is over'),
    type: 'gauge',
    labels: ['phase'],
    read: ({ phase }) => (phase === undefined ? [] : [{ labels: { phase }, value: 1 }]),
  },
  {
    ...base('stage', '', '1 for the stage of the load that goes on; no series without stages'),
    type: 'gauge',
    labels: ['stage'],
    read: ({ stage }) => (stage === undefined ? [] : byName('stage', [[stage, 1]])),
  },
  {
    ...base(
      'storms.users',
      USER,
      'Users whom a storm of the plan took, by what became of them; known when the run is over',
    ),
    type: 'gauge',
    labels: ['storm', 'outcome'],
    read: ({ report }) =>
      ofStorms(report).flatMap(({ labels, storm: { back, neverBack } }) => [
        { labels: { ...labels, outcome: 'back' }, value: back },
        { labels: { ...labels, outcome: 'never_back' }, value: neverBack },
      ]),
  },
  {
    ...base('storms.missed', COPY, 'Copies that those whom a storm took could not get; known when the run is over'),
    type: 'gauge',
    labels: ['storm'],
    read: ({ report }) => ofStorms(report).map(({ labels, storm }) => ({ labels, value: storm.missed })),
  },
  {
    ...base(
      'sessions.ended',
      '{session}',
      'How often users left by plan, by what became of them; known when the run is over',
    ),
    type: 'gauge',
    labels: ['outcome'],
    read: ({ report }) => sessionsOf(report),
  },
  gauge(
    'sessions.missed',
    COPY,
    'Copies that users who had left could not get; known when the run is over',
    ({ report }) => single(report?.sessions?.missed),
  ),
];

/** Storms are numbered in the order of their times, from 1. */
function ofStorms(
  report: Report | undefined,
): { readonly labels: { readonly storm: string }; readonly storm: StormReport }[] {
  return (report?.storms ?? []).map((storm, index) => ({ labels: { storm: String(index + 1) }, storm }));
}

function sessionsOf(report: Report | undefined): Sample<number>[] {
  const sessions = report?.sessions;
  if (sessions === undefined || sessions === null) return [];
  const { back, stillAway, neverBack } = sessions;
  const outcomes = [
    ['back', back],
    ['still_away', stillAway],
    ['never_back', neverBack],
  ] as const;
  return outcomes.map(([outcome, value]) => ({ labels: { outcome }, value }));
}

type Common = Pick<Metric, 'name' | 'unit' | 'help'>;

function base(name: string, unit: string, help: string): Common {
  return { name: `newyear_load.${name}`, unit, help };
}

/** A counter that is one of the snapshots' counters. */
function counted(name: string, unit: string, counter: keyof Counters, help: string): NumberMetric {
  const read = ({ fleet }: MetricsState): Sample<number>[] => single(fleet.counters[counter]);
  return { ...base(name, unit, help), type: 'counter', labels: [], read };
}

function gauge(name: string, unit: string, help: string, read: NumberMetric['read']): NumberMetric {
  return { ...base(name, unit, help), type: 'gauge', labels: [], read };
}

/** A gauge that is one of the snapshots' gauges. */
function level(name: string, unit: string, key: keyof Gauges, help: string): NumberMetric {
  return gauge(name, unit, help, ({ fleet }) => single(fleet.gauges[key]));
}

function times(name: string, help: string, read: HistogramMetric['read']): HistogramMetric {
  return { ...base(name, 's', help), type: 'histogram', labels: [], read };
}

/** A latency of echo and fan-out, told apart by `path`; both together are `delivery`. */
function byPath(
  name: string,
  help: string,
  latency: (state: MetricsState) => Readonly<Record<'echo' | 'fanout', BucketCounter>>,
): HistogramMetric {
  const read = (state: MetricsState): Sample<BucketCounter>[] => {
    const { echo, fanout } = latency(state);
    return [
      { labels: { path: 'echo' }, value: echo },
      { labels: { path: 'fanout' }, value: fanout },
    ];
  };
  return { ...times(name, help, read), labels: ['path'] };
}

function byWorker(name: string, help: string, share: 'cpuShare' | 'gcShare'): NumberMetric {
  const read = ({ workers }: MetricsState): Sample<number>[] =>
    [...workers].flatMap(([index, worker]) =>
      worker === undefined ? [] : [{ labels: { worker: String(index) }, value: worker[share] }],
    );
  return { ...gauge(name, '1', help, read), labels: ['worker'] };
}
