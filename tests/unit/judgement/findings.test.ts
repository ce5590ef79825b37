import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import { worstPlaces } from '#dist/metrics/places.js';
import type { LossPlace, RunOutcome, TimelineSecond } from '#dist/metrics/run-outcome.js';
import { runOutcome } from '../../helpers/report/outcome.js';
import { verdictOf } from '../../helpers/report/verdict.js';

const VALID = verdictOf('VALID');
const ROOMS = runOutcome().rooms.map(({ room }) => room);
const nameOf = (index: number): string => ROOMS[index] ?? '';

/** What is found beside the course of the run, which has tests of its own. */
function findings(outcome: RunOutcome, verdict = VALID): string[] {
  return findingsOf(outcome, verdict, { fellBehind: null, slows: null, silences: [] }).map(inEnglish);
}

/** The healthy run, in which what is told by room and second happened. */
function runWith(places: readonly LossPlace[], overrides: Partial<RunOutcome> = {}): RunOutcome {
  const base = runOutcome();
  const lostIn = (matches: (place: LossPlace) => boolean): number =>
    places.filter(matches).reduce((sum, { lost }) => sum + lost, 0);
  const cutIn = (second: number): number =>
    places.filter((place) => place.second === second).reduce((sum, { cut }) => sum + cut, 0);
  const lost = lostIn(() => true);
  const cut = places.reduce((sum, place) => sum + place.cut, 0);
  return {
    ...base,
    places: worstPlaces(places),
    deliveries: { ...base.deliveries, lost, received: base.deliveries.expected - lost },
    rooms: base.rooms.map((room) => {
      const own = lostIn((place) => place.room === room.room);
      return { ...room, lost: own, received: room.expected - own };
    }),
    timeline: base.timeline.map((row) => ({
      ...row,
      inFlight: 0,
      // At the end nothing comes any more.
      delivered: row.second === 29 ? 0 : row.delivered,
      lost: lostIn(({ second }) => second === row.second),
      connectionsLost: cutIn(row.second),
    })),
    connections: { ...base.connections, lost: cut, reconnects: cut },
    ...overrides,
  };
}

/** The rows of the healthy run with a column that happened in some seconds. */
function timelineWith(column: keyof TimelineSecond, counts: Readonly<Record<number, number>>): TimelineSecond[] {
  return runOutcome().timeline.map((row) => ({ ...row, [column]: counts[row.second] ?? 0 }));
}

test('nothing is found in a healthy run', () => {
  assert.deepEqual(findings(runOutcome()), []);
});

test('losses of one room while its members were cut are told in one sentence', () => {
  const room = nameOf(6);
  const outcome = runWith([
    { room, second: 12, lost: 80, cut: 2 },
    { room, second: 13, lost: 40, cut: 2 },
    { room, second: 14, lost: 6, cut: 1 },
  ]);
  assert.equal(
    findings(outcome)[0],
    `All 126 lost deliveries: room "${room}", seconds 12–14, when 5 connections of its members were cut.`,
  );
});

test('a cut at another time than the losses is not named with them', () => {
  const room = nameOf(6);
  const apart = runWith([
    { room, second: 12, lost: 80, cut: 0 },
    { room, second: 20, lost: 0, cut: 5 },
  ]);
  assert.equal(findings(apart)[0], `All 80 lost deliveries: room "${room}", second 12.`);
  const partly = runWith([
    { room, second: 3, lost: 2, cut: 0 },
    { room, second: 12, lost: 80, cut: 5 },
  ]);
  assert.equal(findings(partly)[0], `All 82 lost deliveries: room "${room}", seconds 3 and 12.`);
});

test('what was sent in the second before a cut was on its way when it came', () => {
  const room = nameOf(0);
  const outcome = runWith([
    { room, second: 11, lost: 1, cut: 0 },
    { room, second: 12, lost: 0, cut: 1 },
  ]);
  assert.equal(
    findings(outcome)[0],
    `The one lost delivery: room "${room}", second 11, when 1 connection of its members was cut.`,
  );
});

test('few rooms are named with their losses, many are counted and the worst named', () => {
  const at = (index: number, lost: number): LossPlace => ({ room: nameOf(index), second: 4, lost, cut: 0 });
  assert.equal(
    findings(runWith([at(0, 3), at(1, 9)]))[0],
    `All 12 lost deliveries: rooms "${nameOf(1)}" (9) and "${nameOf(0)}" (3), second 4.`,
  );
  assert.equal(
    findings(runWith([at(0, 90), at(1, 3), at(2, 3), at(3, 3), at(4, 1)]))[0],
    `All 100 lost deliveries: 5 of 10 rooms, most of them in room "${nameOf(0)}" (90), second 4.`,
  );
  const everywhere = ROOMS.map((_, index) => at(index, 2));
  assert.equal(findings(runWith(everywhere))[0], 'All 20 lost deliveries: all 10 rooms, second 4.');
});

test('losses over the whole run are told as such, with the second that stands out', () => {
  const lost = Array.from({ length: 30 }, (_, second) => ({
    room: nameOf(0),
    second,
    lost: second === 7 ? 100 : 1,
    cut: 0,
  }));
  assert.equal(
    findings(runWith(lost))[0],
    `All 129 lost deliveries: room "${nameOf(0)}", all the time, most of them in second 7 (100).`,
  );
  assert.equal(
    findings(runWith(lost.filter(({ second }) => second % 2 === 0)))[0],
    `All 15 lost deliveries: room "${nameOf(0)}", 15 of 30 seconds.`,
  );
});

test('more places than are kept are told by the timeline', () => {
  const places = ROOMS.flatMap((room) =>
    Array.from({ length: 60 }, (_, second) => ({ room, second: second % 30, lost: 2, cut: 0 })),
  );
  const outcome = runWith(places);
  assert.equal(outcome.places.length, 500);
  assert.equal(findings(outcome)[0], 'All 1,200 lost deliveries: all 10 rooms, all the time.');
});

test('losses of a worker that nobody can ask any more are not placed', () => {
  const known = runWith([{ room: nameOf(0), second: 4, lost: 5, cut: 0 }]);
  const deliveries = { ...known.deliveries, lost: 9 };
  assert.equal(findings({ ...known, deliveries })[0], `5 of 9 lost deliveries: room "${nameOf(0)}", second 4.`);
  assert.deepEqual(
    findings({ ...runOutcome(), deliveries }).filter((text) => text.includes('room')),
    [],
  );
});

test('whole messages and single copies are told apart, and a longer drain is no advice where nothing comes any more', () => {
  const outcome = runWith([{ room: nameOf(0), second: 29, lost: 50, cut: 0 }]);
  assert.equal(findings(outcome)[1], 'Every message reached somebody: only single copies were lost.');
  assert.equal(findings(outcome).length, 2);
  const counters = { ...outcome.counters, completed: 29_990, refused: 4 };
  const timeline = outcome.timeline.map((row) => ({ ...row, inFlight: row.second === 29 ? 20 : 0 }));
  assert.deepEqual(findings({ ...outcome, counters, timeline }).slice(1), [
    '10 of 30,000 messages sent reached nobody at all; the server answered 4 messages with an error event.',
  ]);
});

test('what reached nobody is set beside what was acknowledged, where messages asked for it and no connection ended', () => {
  const outcome = runWith([{ room: nameOf(0), second: 4, lost: 50, cut: 0 }]);
  const told = (acknowledged: number, changes: Partial<RunOutcome> = {}): string | undefined => {
    const counters = { ...outcome.counters, completed: 29_990, acksAsked: 30_000, acknowledged };
    return findings({ ...outcome, counters, ...changes })[1];
  };
  const nowhere = '10 of 30,000 messages sent reached nobody at all';
  assert.equal(told(30_000), `${nowhere}, though the server acknowledged all of them.`);
  assert.equal(
    told(29_990),
    `${nowhere}, and as many were never acknowledged: what handles them fails, which the log of the server may tell.`,
  );
  assert.equal(told(29_989), `${nowhere}.`);
  assert.equal(told(29_990, { connections: { ...outcome.connections, lost: 1 } }), `${nowhere}.`);
});

test('while copies still come at the end of the drain, every loss may only be late', () => {
  const outcome = runWith([{ room: nameOf(0), second: 29, lost: 50, cut: 0 }]);
  const [row] = outcome.timeline;
  assert.ok(row !== undefined);
  /** A drain of three seconds and 20 ms, with what came in each. */
  const drained = (...delivered: readonly number[]): RunOutcome => ({
    ...outcome,
    phases: outcome.phases.map((phase) => (phase.name === 'drain' ? { ...phase, durationMs: 3_020 } : phase)),
    timeline: [
      ...outcome.timeline,
      ...delivered.map((count, index) => ({ ...row, second: 30 + index, sent: 0, inFlight: 7, delivered: count })),
    ],
  });
  const late =
    "6 copies still came in the drain's last second: the 50 lost ones may only have been late, too. A longer --drain tells.";
  assert.equal(findings(drained(900, 0, 0, 6))[1], late);
  assert.equal(findings(drained(900, 0, 6, 0))[1], late, 'the row of the last 20 ms says little');
  assert.equal(
    findings(drained(900, 6, 0, 0))
      .join('\n')
      .includes('--drain'),
    false,
    'nothing came any more',
  );
});

test('messages in flight into connections that broke are told, and no drain is long enough for them', () => {
  const outcome = runWith([{ room: nameOf(0), second: 29, lost: 50, cut: 0 }]);
  const flying = (unconfirmed: number): string[] =>
    findings({ ...outcome, deliveries: { ...outcome.deliveries, unconfirmed } });
  assert.match(
    flying(50)[1] ?? '',
    /^They were in flight: copies of messages that were handed to connections which then/,
  );
  assert.match(flying(8)[1] ?? '', /^8 of them were in flight: /);
});

test('cut connections are told with what they cost, also when nothing was lost', () => {
  const outcome = runWith([{ room: nameOf(3), second: 5, lost: 0, cut: 6 }]);
  const deliveries = { ...outcome.deliveries, receiverGone: 320 };
  assert.deepEqual(findings({ ...outcome, deliveries }), [
    '6 connections broke: second 5; 6 reconnected. 320 deliveries had nobody to go to, and no loss is made of that.',
  ]);
  const connections = { ...outcome.connections, lost: 8, reconnects: 0 };
  assert.deepEqual(findings({ ...outcome, connections }), [
    '8 connections broke: 2 before the first message was due, second 5; none was opened again.',
  ]);
});

test('duplicates, wrong order and strays are counted, placed and explained', () => {
  const base = runOutcome();
  const rooms = base.rooms.map((room, index) => ({ ...room, duplicated: index === 2 ? 7 : 0 }));
  const outcome = {
    ...base,
    rooms,
    timeline: timelineWith('duplicated', { 3: 5, 9: 2 }),
    deliveries: { ...base.deliveries, duplicated: 7, reordered: 1 },
    counters: { ...base.counters, unexpected: 2 },
  };
  assert.deepEqual(findings(outcome), [
    "2 copies came to users who were not, or not yet, in the message's room.",
    `7 copies came although the receiver had the message already: room "${nameOf(2)}", seconds 3 and 9.`,
    '1 copy came after a later message of the same sender.',
  ]);
});

test('unsent messages are told with what kept them', () => {
  const { counters } = runOutcome();
  assert.deepEqual(findings(runOutcome({ counters: { ...counters, intended: 30_030, unsendable: 30 } })), [
    "30 messages could not be sent because their senders' connections were gone.",
  ]);
  assert.deepEqual(
    findings(runOutcome({ counters: { ...counters, intended: 30_100, unsendable: 60 }, unsentWritable: 10 })),
    [
      "100 messages could not be sent: 60 because their senders' connections were gone, 30 because the server took no more bytes from their sockets and 10 because this machine did not get round to them.",
    ],
  );
});

test('errors are told in words, the most frequent first, with their seconds where these are of one kind', () => {
  const errors = { 'network.closed': 1, 'server.http-503': 12 };
  assert.deepEqual(findings(runOutcome({ errors })), [
    '12 times the server answered with HTTP 503 (server.http-503).',
    'Once a connection broke without a word (network.closed).',
  ]);
  assert.deepEqual(
    findings(runOutcome({ errors: { 'server.error-event': 4 }, timeline: timelineWith('errors', { 2: 1, 3: 3 }) })),
    ['4 times the server answered with an error event: seconds 2–3 (server.error-event).'],
  );
  assert.deepEqual(findings(runOutcome({ errors: { 'network.EHOSTDOWN': 1 } })), [
    'Once something on the way failed (network.EHOSTDOWN).',
  ]);
});

test('a verdict comes with what to do about it', () => {
  const message = 'a worker thread used 97.00 % of its core over the flood';
  const verdict = verdictOf('INVALID', [{ code: 'generator-cpu', part: 'times', message }]);
  assert.deepEqual(findings(runOutcome(), verdict), [
    'INVALID because a worker thread used 97.00 % of its core over the flood. Use more --workers, a faster machine, or a lower --rate.',
  ]);
});

test('a hostile room name is shown and not obeyed', () => {
  const room = `\u202e</script>\u001b[2J${'x'.repeat(200)}`;
  const outcome = runWith([{ room, second: 1, lost: 1, cut: 0 }]);
  const rooms = outcome.rooms.map((row, index) => (index === 0 ? { ...row, room, lost: 1 } : row));
  const [told] = findings({ ...outcome, rooms });
  assert.match(told ?? '', /^The one lost delivery: room "\\u202e<\/script>\\x1b\[2Jx+…", second 1\.$/);
});
