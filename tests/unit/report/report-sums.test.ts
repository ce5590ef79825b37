import assert from 'node:assert/strict';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { mergeReports } from '#dist/report/merge/merge-reports.js';
import type { Report } from '#dist/report/report-types.js';
import { madeUpReport } from '../../helpers/report/compared.js';
import { entranceOutcome } from '../../helpers/report/entrance-outcome.js';
import {
  auditOutcome,
  canaryOutcome,
  connectOutcome,
  reportContext,
  runOutcome,
} from '../../helpers/report/outcome.js';
import { eventfulReport } from '../../helpers/report/page-report.js';
import { contradictionsIn } from '#dist/report/report-sums.js';

const AUDIT = {
  performed: true as const,
  ...auditOutcome({
    usersFound: 47,
    usersNotCheckable: 2,
    messagesExpected: 30_000,
    messagesFound: 29_999,
    byRoom: [{ room: 'a', expected: 30_000, found: 29_999, foundLate: 0, notCheckable: 0, missingSinceSecond: 29 }],
    missingBySecond: [{ second: 29, missing: 1 }],
    missingUsers: [{ user: 'u', batch: 1, signedUpMs: 7 }],
    missingMessages: [{ room: 'a', number: 29_999, sender: 'u', second: 29 }],
  }),
};

const SECOND = 'http://127.0.0.1:4001';

/** A report with everything that counts. */
function soundReport(): Report {
  const { performed: _, ...audit } = AUDIT;
  const entrances = [entranceOutcome(), entranceOutcome({ target: SECOND })];
  const { plan, ...context } = reportContext();
  const withBoth = { ...context, plan: { ...plan, otherTargets: [SECOND] } };
  return buildReport(runOutcome({ canary: canaryOutcome(), audit, entrances }), withBoth);
}

for (const [name, report] of [
  ['a run', soundReport()],
  ['connections without a message', buildReport(connectOutcome(), reportContext())],
  ['a run in which something happened', eventfulReport()],
  ['a run made up of seconds', madeUpReport({ seed: 1 })],
  [
    'two runs together',
    mergeReports([soundReport(), { ...soundReport(), run: { ...soundReport().run, id: 'other1' } }]),
  ],
] as const) {
  test(`the report of ${name} has no part that is larger than its whole`, () => {
    assert.deepEqual(contradictionsIn(report), []);
  });
}

function withFirst<Row>([first, ...others]: readonly Row[], fields: Partial<Row>): Row[] {
  return first === undefined ? [] : [{ ...first, ...fields }, ...others];
}

/** A report with one wrong number, and what is said of it. */
const WRONG: readonly (readonly [says: string, wrong: (sound: Report) => Partial<Report>])[] = [
  [
    'refused, for every message sent: 30001 is more than 30000',
    ({ messages }) => ({ messages: { ...messages, refused: 30_001 } }),
  ],
  [
    'completed, of sent: 30001 is more than 30000',
    ({ messages }) => ({ messages: { ...messages, completed: 30_001 } }),
  ],
  [
    'sent, of intended: 30000 is more than 29999',
    ({ messages }) => ({ messages: { ...messages, intended: 29_999, unsent: -1 } }),
  ],
  [
    'messages.unsent: -1 is below zero',
    ({ messages }) => ({ messages: { ...messages, intended: 29_999, unsent: -1 } }),
  ],
  [
    'senderGone and senderAway, of unsent: 1 is more than 0',
    ({ messages }) => ({ messages: { ...messages, senderGone: 1 } }),
  ],
  [
    'expected = received + lost + receiverGone, all: 150000 is not 150001',
    ({ deliveries }) => ({ deliveries: { ...deliveries, receiverGone: 1 } }),
  ],
  [
    'reordered, of received: 150001 is more than 150000',
    ({ deliveries }) => ({ deliveries: { ...deliveries, reordered: 150_001 } }),
  ],
  [
    'sent of all rooms: 27000 is not 30000',
    ({ deliveries }) => ({ deliveries: { ...deliveries, byRoom: withFirst(deliveries.byRoom, { sent: 0 }) } }),
  ],
  [
    'lost of the rooms, of all: 7 is more than 0',
    ({ deliveries }) => ({
      deliveries: { ...deliveries, byRoom: withFirst(deliveries.byRoom, { lost: 7, received: 14_993 }).slice(0, 1) },
    }),
  ],
  ['tps.sent: 1001 is not 1000', ({ tps }) => ({ tps: { ...tps, sent: 1001 } })],
  [
    'latencyMs.delivery.p99, of its histogram: 0.5 is not 2.475',
    ({ latencyMs }) => ({ latencyMs: { ...latencyMs, delivery: { ...latencyMs.delivery, p99: 0.5 } } }),
  ],
  [
    'canary.latencyMs.echo.max, of its histogram: null is not 1.5',
    ({ canary }) => ({
      canary:
        canary === null
          ? null
          : { ...canary, latencyMs: { ...canary.latencyMs, echo: { ...canary.latencyMs.echo, max: null } } },
    }),
  ],
  [
    'expected = received + lost + receiverGone, at http://127.0.0.1:4000: 75000 is not 75001',
    ({ entrances }) => ({ entrances: withFirst(entrances, { lost: 1 }) }),
  ],
  [
    'received of the entrances, of all: 149999 is not 150000',
    ({ entrances }) => ({ entrances: withFirst(entrances, { received: 74_999, lost: 1 }) }),
  ],
  [
    'users of the entrances, of all: 51 is more than 50',
    ({ entrances }) => ({ entrances: withFirst(entrances, { users: 26 }) }),
  ],
  [
    'received from other entrances, of received, at http://127.0.0.1:4000: 75001 is more than 75000',
    ({ entrances }) => ({ entrances: withFirst(entrances, { receivedAcross: 75_001 }) }),
  ],
  [
    'connections lost at the entrances, of all: 1 is more than 0',
    ({ entrances }) => ({ entrances: withFirst(entrances, { connectionsLost: 1 }) }),
  ],
  [
    'at http://127.0.0.1:4000: latencyMs.max, of its histogram: 9 is not 2.501',
    ({ entrances: [first, ...others] }) => ({
      entrances: first === undefined ? others : [{ ...first, latencyMs: { ...first.latencyMs, max: 9 } }, ...others],
    }),
  ],
  [
    'reconnects, for every connection lost: 1 is more than 0',
    ({ connections }) => ({ connections: { ...connections, reconnects: 1 } }),
  ],
  ['peak, of asked: 51 is more than 50', ({ connections }) => ({ connections: { ...connections, peak: 51 } })],
  [
    'join: attempted = succeeded + failed: 50 is not 51',
    ({ phases }) => ({ phases: phases.map((phase) => (phase.name === 'join' ? { ...phase, failed: 1 } : phase)) }),
  ],
  ['errors of all kinds: 2 is not 0', ({ errors }) => ({ errors: { ...errors, byKind: { 'network.closed': 2 } } })],
  ['users found or not checkable, of expected: 51 is more than 50', () => ({ audit: { ...AUDIT, usersFound: 49 } })],
  ['messages found in all rooms: 29999 is not 29998', () => ({ audit: { ...AUDIT, messagesFound: 29_998 } })],
  ['messages missing in all seconds: 0 is not 1', () => ({ audit: { ...AUDIT, missingBySecond: [] } })],
  [
    'canary: received and lost, of expected: 601 is more than 600',
    ({ canary }) => ({ canary: canary === null ? null : { ...canary, lost: 1 } }),
  ],
  [
    'samples of the last receiver, of completed: 30000 is more than 29999',
    ({ messages }) => ({ messages: { ...messages, completed: 29_999 } }),
  ],
];

for (const [says, wrong] of WRONG) {
  test(`a report is contradictory when ${says}`, () => {
    const sound = soundReport();
    assert.ok(
      contradictionsIn({ ...sound, ...wrong(sound) }).includes(says),
      contradictionsIn({ ...sound, ...wrong(sound) }).join('\n'),
    );
  });
}

test('a report whose rooms are not all known, since a worker did not answer at its end, is not contradictory', () => {
  const sound = soundReport();
  const { deliveries } = sound;
  assert.deepEqual(
    contradictionsIn({ ...sound, deliveries: { ...deliveries, byRoom: deliveries.byRoom.slice(1) } }),
    [],
  );
});
