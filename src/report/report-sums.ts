import { sumOf } from '../core/numbers.js';
import { keysOf } from '../core/records.js';
import { gapsOf } from '../metrics/audit.js';
import type { EntranceCount } from '../metrics/entrances.js';
import { decodeHistogram } from '../metrics/hdr-encoding.js';
import { type LatencySummary, summarise } from '../metrics/latency-summary.js';
import { isGeneratorBroken, perSecondOfFlood } from '../metrics/run-outcome.js';
import { errorShare } from '../metrics/snapshot.js';
import { partsOfReads, readEqualities, readTimesAgain } from './reads-report.js';
import type { Report } from './report-types.js';
import { partsOfSessions, sessionEqualities, sessionTimesAgain } from './session-claims.js';
import { partsOfSlowReaders, slowReaderEqualities } from './slow-reader-report.js';
import { measuredSums, partsOfStages, stageEqualities } from './stage-claims.js';
import { partsOfStorms, stormEqualities, stormTimesAgain } from './storm-claims.js';

/** What is compared, and its two sides. */
type Claim = readonly [what: string, left: number, right: number];

/** What the report says, and what is computed again. */
type Computed = readonly [what: string, told: number | null, again: number | null];

/** Columns that a room has and the whole run, too. */
const DELIVERIES = ['expected', 'received', 'lost', 'unconfirmed', 'duplicated', 'reordered', 'receiverGone'] as const;

/** Numbers that are computed again from the same ones differ by no more, as a share. */
const SAME_SHARE = 1e-6;

/**
 * Everything that must hold between the numbers of a report, whatever the server did, whoever died: no part is larger than its whole,
 * no answer more often than what it answers, and what can be computed again is the same again. The only list of it.
 * @returns what does not hold, a sentence each
 */
export function contradictionsIn(report: Report): string[] {
  const equal = equalities(report).filter(([, left, right]) => left !== right);
  const larger = [...partsOfWholes(report), ...partsOfStages(report), ...answersToQuestions(report)].filter(
    ([, part, whole]) => part > whole,
  );
  const computed = computedAgain(report).filter(([, told, again]) => !isSame(told, again));
  return [
    ...equal.map(([what, left, right]) => `${what}: ${left} is not ${right}`),
    ...larger.map(([what, part, whole]) => `${what}: ${part} is more than ${whole}`),
    ...computed.map(([what, told, again]) => `${what}: ${told} is not ${again}`),
    ...negatives(report),
  ];
}

/** Of runs whose workers all gave their account, rooms add up to the whole; of others they are a part. */
function isAccountedFor({ run, deliveries, plan }: Report): boolean {
  const areAllThere = deliveries.byRoom.length >= plan.rooms;
  return areAllThere && !isGeneratorBroken(run.interruptedBy) && run.interruptedBy !== 'killed';
}

/** Did all of it come in by the same entrances? Of runs that were merged, some may have had one only. */
function hasEntrances({ plan, entrances }: Report): boolean {
  const others = plan['otherTargets'];
  return entrances.length > 0 && Array.isArray(others) && others.length > 0;
}

function equalities(report: Report): Claim[] {
  const { messages, deliveries, latencyMs, errors, phases, entrances } = report;
  const accounts = [{ room: 'all', ...deliveries }, ...deliveries.byRoom];
  return [
    ['unsent = intended − sent', messages.unsent, messages.intended - messages.sent],
    ...accounts.map(({ room, expected, received, lost, receiverGone }): Claim => {
      return [`expected = received + lost + receiverGone, ${room}`, expected, received + lost + receiverGone];
    }),
    ['echo and fan-out samples', latencyMs.echo.count + latencyMs.fanout.count, latencyMs.delivery.count],
    ['errors of all kinds', sumOf(Object.values(errors.byKind)), errors.total],
    ...phases.map(({ name, attempted, succeeded, failed }): Claim => {
      return [`${name}: attempted = succeeded + failed`, attempted, succeeded + failed];
    }),
    ...stageEqualities(report),
    ...stormEqualities(report),
    ...sessionEqualities(report),
    ...slowReaderEqualities(report),
    ...readEqualities(report),
    ...(report.audit === null ? [] : sumsOfAudit(report.audit)),
    ...entrances.map(({ target, expected, received, lost, receiverGone }): Claim => {
      return [`expected = received + lost + receiverGone, at ${target}`, expected, received + lost + receiverGone];
    }),
    ...(isAccountedFor(report) ? roomsAndSeconds(report) : []),
    ...(isAccountedFor(report) && hasEntrances(report) ? sumsOfEntrances(report) : []),
  ];
}

function roomsAndSeconds({ messages, deliveries, timeline }: Report): Claim[] {
  const rooms = deliveries.byRoom;
  return [
    ...DELIVERIES.map(
      (field): Claim => [`${field} of all rooms`, sumOf(rooms.map((room) => room[field])), deliveries[field]],
    ),
    ['sent of all rooms', sumOf(rooms.map(({ sent }) => sent)), messages.sent],
    ['lost of all seconds', sumOf(timeline.map(({ lost }) => lost)), deliveries.lost],
  ];
}

/** What entrances have of a whole. */
const OF_ENTRANCES = ['expected', 'received', 'lost', 'receiverGone'] as const;

function sumsOfEntrances({ entrances, deliveries, plan }: Report): Claim[] {
  const inAll = (field: EntranceCount): number => sumOf(entrances.map((entrance) => entrance[field]));
  return [
    ['users of the entrances, of all', inAll('users'), plan.users],
    ...OF_ENTRANCES.map((field): Claim => [`${field} of the entrances, of all`, inAll(field), deliveries[field]]),
  ];
}

function partsOfEntrances({ entrances, connections, errors }: Report): Claim[] {
  const inAll = (field: EntranceCount): number => sumOf(entrances.map((entrance) => entrance[field]));
  return [
    ['connections opened at the entrances, of all', inAll('connectionsOpened'), connections.opened],
    ['connections lost at the entrances, of all', inAll('connectionsLost'), connections.lost],
    ['errors at the entrances, of all', inAll('errors'), errors.total],
    ...entrances.flatMap(({ target, receivedAcross, received, latencyMs }): Claim[] => [
      [`received from other entrances, of received, at ${target}`, receivedAcross, received],
      [`samples, of received, at ${target}`, latencyMs.count, received],
    ]),
  ];
}

/** What follows from other numbers of the report: percentiles from their histograms, rates from counts. */
function computedAgain(report: Report): Computed[] {
  const { tps, errors, phases, histograms, canary, stages } = report;
  const measured = measuredSums(report);
  const perSecond = (count: number): number => perSecondOfFlood(measured, count);
  const peak = (column: 'sent' | 'delivered'): number =>
    measured.timeline.reduce((highest, row) => Math.max(highest, row[column]), 0);
  return [
    ['tps.intended', tps.intended, perSecond(measured.intended)],
    ['tps.sent', tps.sent, perSecond(measured.sent)],
    ['tps.completed', tps.completed, perSecond(measured.completed)],
    ['tps.delivered', tps.delivered, perSecond(measured.received)],
    ['tps.peakSent', tps.peakSent, peak('sent')],
    ['tps.peakDelivered', tps.peakDelivered, peak('delivered')],
    ...stages.flatMap((stage) =>
      keysOf(stage.latencyMs).flatMap((name) =>
        latencyClaims(`stage ${stage.name}: latencyMs.${name}`, stage.latencyMs[name], stage.histograms[name]),
      ),
    ),
    ['errors.share', errors.share, errorShare(errors.total, errors.operations)],
    ...keysOf(report.latencyMs).flatMap((name) =>
      latencyClaims(`latencyMs.${name}`, report.latencyMs[name], histograms[name]),
    ),
    ...report.entrances.flatMap(({ target, latencyMs, histogram }) =>
      latencyClaims(`at ${target}: latencyMs`, latencyMs, histogram),
    ),
    ...stormTimesAgain(report),
    ...readTimesAgain(report).flatMap(([what, told, histogram]) => latencyClaims(what, told, histogram)),
    ...sessionTimesAgain(report),
    ...phases.flatMap(({ name, latencyMs, histogram }) => latencyClaims(`${name}: latencyMs`, latencyMs, histogram)),
    ...(canary === null
      ? []
      : [
          ...latencyClaims('canary.latencyMs.echo', canary.latencyMs.echo, histograms.canaryEcho),
          ...latencyClaims('canary.latencyMs.fanout', canary.latencyMs.fanout, histograms.canaryFanout),
        ]),
  ];
}

function latencyClaims(what: string, told: LatencySummary, histogram: string | null): Computed[] {
  const counter = decodeHistogram(histogram ?? '');
  if (counter === undefined) return [];
  const again = summarise(counter);
  return keysOf(again).map((name) => [`${what}.${name}, of its histogram`, told[name], again[name]]);
}

function isSame(told: number | null, again: number | null): boolean {
  if (told === null || again === null) return told === again;
  return Math.abs(told - again) <= SAME_SHARE * Math.max(Math.abs(told), Math.abs(again));
}

/** A part, and the whole that it is a part of. */
function partsOfWholes(report: Report): Claim[] {
  const { messages, deliveries, acks, latencyMs, connections, timeline, errors, audit, canary, generator, phases } =
    report;
  const inTimeline = (column: 'intended' | 'sent' | 'completed' | 'delivered' | 'errors' | 'connectionsLost'): number =>
    sumOf(timeline.map((row) => row[column]));
  return [
    ['sent, of intended', messages.sent, messages.intended],
    ['senderGone and senderAway, of unsent', messages.senderGone + messages.senderAway, messages.unsent],
    ['unsentWritable, of unsent', generator.unsentWritable, messages.unsent],
    ['completed, of sent', messages.completed, messages.sent],
    ['reordered, of received', deliveries.reordered, deliveries.received],
    ...deliveries.byRoom.flatMap((room): Claim[] => [
      [`reordered, of received, in ${room.room}`, room.reordered, room.received],
      [`expected, of a copy for each member, in ${room.room}`, room.expected, room.sent * room.members],
    ]),
    ['lost in the places named, of lost', sumOf(deliveries.places.map(({ lost }) => lost)), deliveries.lost],
    ...[...DELIVERIES, 'sent' as const].map((field): Claim => {
      const whole = field === 'sent' ? messages.sent : deliveries[field];
      return [`${field} of the rooms, of all`, sumOf(deliveries.byRoom.map((room) => room[field])), whole];
    }),
    [
      'samples of deliveries and recovered copies, of received',
      latencyMs.delivery.count + deliveries.recovered,
      deliveries.received,
    ],
    ['samples of the last receiver, of completed', latencyMs.lastReceiver.count, messages.completed],
    ['samples of service echoes, of echoes', latencyMs.serviceEcho.count, latencyMs.echo.count],
    ['samples of acknowledgements, of acknowledged', latencyMs.ack.count, acks?.acknowledged ?? 0],
    ['messages that asked for an acknowledgement, of sent', acks?.asked ?? 0, messages.sent],
    ...phases.map(
      ({ name, latencyMs: { count }, succeeded }): Claim => [`${name}: samples, of succeeded`, count, succeeded],
    ),
    ['opened, of asked', connections.opened, connections.asked],
    ['peak, of asked', connections.peak, connections.asked],
    ['openAtEnd, of asked', connections.openAtEnd, connections.asked],
    ['intended in the timeline', inTimeline('intended'), messages.intended],
    ['sent in the timeline', inTimeline('sent'), messages.sent],
    ['completed in the timeline', inTimeline('completed'), messages.completed],
    ['delivered in the timeline', inTimeline('delivered'), deliveries.received],
    ['errors in the timeline', inTimeline('errors'), errors.total],
    ['connections lost in the timeline', inTimeline('connectionsLost'), connections.lost],
    ['share of errors, of 1', errors.share, 1],
    ...sumsOfEntrances(report),
    ...partsOfEntrances(report),
    ...partsOfStorms(report),
    ...partsOfSessions(report),
    ...partsOfSlowReaders(report),
    ...partsOfReads(report),
    ...(canary === null ? [] : partsOfCanary(canary)),
    ...(audit === null ? [] : partsOfAudit(audit, messages.completed)),
  ];
}

function partsOfCanary({ sent, expected, received, lost, latencyMs }: NonNullable<Report['canary']>): Claim[] {
  return [
    ['canary: received and lost, of expected', received + lost, expected],
    ['canary: expected, of two copies a message', expected, sent * 2],
    ['canary: samples, of received', latencyMs.echo.count + latencyMs.fanout.count, received],
  ];
}

function partsOfAudit(audit: NonNullable<Report['audit']>, completed: number): Claim[] {
  const { sample, byRoom, missingUsers, missingMessages } = audit;
  const { usersMissing, messagesMissing } = gapsOf(audit);
  return [
    ['users found or not checkable, of expected', audit.usersFound + audit.usersNotCheckable, audit.usersExpected],
    [
      'messages found or not checkable, of expected',
      audit.messagesFound + audit.messagesNotCheckable,
      audit.messagesExpected,
    ],
    ['messages that the audit looked for, of completed', audit.messagesExpected, completed],
    ['users found late, of found', audit.usersFoundLate, audit.usersFound],
    ['missing users that are named, of missing', missingUsers.length, usersMissing],
    ['missing messages that are named, of missing', missingMessages.length, messagesMissing],
    ['users of the sample, of all', sample.users, sample.ofUsers],
    ['rooms of the sample, of all', sample.rooms, sample.ofRooms],
    ...byRoom.flatMap(({ room, found, foundLate, notCheckable, expected }): Claim[] => [
      [`messages found or not checkable, of expected, in ${room}`, found + notCheckable, expected],
      [`messages found late, of found, in ${room}`, foundLate, found],
    ]),
  ];
}

/** What an audit says of its rooms and seconds, and of all together. */
function sumsOfAudit(audit: NonNullable<Report['audit']>): Claim[] {
  const { byRoom, missingBySecond } = audit;
  const inRooms = (field: 'expected' | 'found' | 'foundLate' | 'notCheckable'): number =>
    sumOf(byRoom.map((room) => room[field]));
  return [
    ['messages expected in all rooms', inRooms('expected'), audit.messagesExpected],
    ['messages found in all rooms', inRooms('found'), audit.messagesFound],
    ['messages found late in all rooms', inRooms('foundLate'), audit.messagesFoundLate],
    ['messages not checkable in all rooms', inRooms('notCheckable'), audit.messagesNotCheckable],
    [
      'messages missing in all seconds',
      sumOf(missingBySecond.map(({ missing }) => missing)),
      gapsOf(audit).messagesMissing,
    ],
  ];
}

/** What can happen only so often as something else did. */
function answersToQuestions({ messages, deliveries, connections }: Report): Claim[] {
  return [
    ['refused, for every message sent', messages.refused, messages.sent],
    ['completed, for every copy received', messages.completed, deliveries.received],
    ['reconnects, for every connection lost', connections.reconnects, connections.lost],
  ];
}

/** A report has no count below zero, wherever it stands. */
function negatives(report: Report): string[] {
  const { messages, deliveries, connections, errors, timeline, phases, canary, audit, stages, entrances, storms } =
    report;
  const counted = { messages, deliveries, connections, errors, timeline, phases, canary, audit, stages };
  const all = { ...counted, entrances, storms, reads: report.reads };
  return pathsOf(all, '').flatMap(([path, value]) => (value < 0 ? [`${path}: ${value} is below zero`] : []));
}

function pathsOf(value: unknown, path: string): [path: string, value: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === '' ? key : `${path}.${key}`));
}
