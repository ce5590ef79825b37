import assert from 'node:assert/strict';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { mergeReports } from '#dist/report/merge/merge-reports.js';
import type { Report } from '#dist/report/report-types.js';
import { madeUpReport } from '../../helpers/report/compared.js';
import { canaryOutcome, connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { eventfulReport } from '../../helpers/report/page-report.js';
import { contradictionsIn } from '../../helpers/run/report-sums.js';

const AUDIT = {
  performed: true as const,
  usersExpected: 50,
  usersFound: 48,
  usersNotCheckable: 2,
  messagesExpected: 30_000,
  messagesFound: 30_000,
  messagesNotCheckable: 0,
  byRoom: [{ room: 'a', expected: 3, found: 3 }],
};

/** A report with everything that counts. */
function soundReport(): Report {
  const { performed: _, ...audit } = AUDIT;
  return buildReport(runOutcome({ canary: canaryOutcome(), audit }), reportContext());
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
  ['senderGone, of unsent: 1 is more than 0', ({ messages }) => ({ messages: { ...messages, senderGone: 1 } })],
  [
    'expected = received + lost + receiverGone, all: 150000 is not 150001',
    ({ deliveries }) => ({ deliveries: { ...deliveries, receiverGone: 1 } }),
  ],
  [
    'reordered, of received: 150001 is more than 150000',
    ({ deliveries }) => ({ deliveries: { ...deliveries, reordered: 150_001 } }),
  ],
  ['sent of all rooms: 0 is not 30000', ({ deliveries }) => ({ deliveries: { ...deliveries, byRoom: [] } })],
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
