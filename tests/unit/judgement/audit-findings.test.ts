import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { auditFindings } from '#dist/judgement/findings/audit.js';
import { emptyAudit, firstUsers, mergeAudits } from '#dist/metrics/audit.js';
import type { AuditedRoom, AuditOutcome } from '#dist/metrics/audit-outcome.js';
import { auditOutcome, runOutcome } from '../../helpers/report/outcome.js';

function room(name: string, missing: number, fields: Partial<AuditedRoom> = {}): AuditedRoom {
  const expected = 300;
  return {
    room: name,
    expected,
    found: expected - missing,
    foundLate: 0,
    notCheckable: 0,
    missingSinceSecond: null,
    ...fields,
  };
}

/** What is said of an audit of these rooms. */
function said(rooms: readonly AuditedRoom[], fields: Partial<AuditOutcome> = {}): string[] {
  const sum = (count: (row: AuditedRoom) => number): number => rooms.reduce((total, row) => total + count(row), 0);
  const audit = auditOutcome({
    messagesExpected: sum(({ expected }) => expected),
    messagesFound: sum(({ found }) => found),
    messagesFoundLate: sum(({ foundLate }) => foundLate),
    messagesNotCheckable: sum(({ notCheckable }) => notCheckable),
    byRoom: rooms,
    ...fields,
  });
  return auditFindings(runOutcome({ audit })).map(inEnglish);
}

test('nothing is said of an audit that found everything, nor of none', () => {
  assert.deepEqual(said([room('A', 0), room('B', 0)]), []);
  assert.deepEqual(auditFindings(runOutcome({ audit: null })), []);
});

test('of missing messages it is said where and when, and of a room that lost its end from which second on', () => {
  const missingBySecond = [12, 13, 14].map((second) => ({ second, missing: 30 }));
  assert.deepEqual(said([room('A\u001b', 90, { missingSinceSecond: 12 }), room('B', 0)], { missingBySecond }), [
    'All 90 missing messages: room "A\\x1b", seconds 12–14. Of room "A\\x1b" everything is missing from second 12 on.',
  ]);
  assert.deepEqual(said([room('A', 1), room('B', 0)], { missingBySecond: [{ second: 3, missing: 1 }] }), [
    'The one missing message: room "A", second 3.',
  ]);
});

test('rooms that all lost their ends at once lost them to the same thing', () => {
  const rooms = [room('A', 9, { missingSinceSecond: 29 }), room('B', 8, { missingSinceSecond: 28 })];
  const [text] = said(rooms, {
    missingBySecond: [
      { second: 28, missing: 3 },
      { second: 29, missing: 14 },
    ],
  });
  assert.match(text ?? '', /^All 17 missing messages: rooms "A" \(9\) and "B" \(8\), seconds 28–29\./);
  assert.match(text ?? '', /Of all rooms everything is missing from seconds 28–29 on, as where a server ends before/);
  const apart = [room('A', 9, { missingSinceSecond: 4 }), room('B', 8, { missingSinceSecond: 28 })];
  assert.doesNotMatch(said(apart, { missingBySecond: [{ second: 4, missing: 17 }] })[0] ?? '', /everything/);
});

test('of missing users it is said who, when they had signed up and in which batches, where that tells something', () => {
  const missingUsers = [3, 4, 4, 4].map((batch, index) => ({
    user: `u${index}`,
    batch,
    signedUpMs: 1200 + index * 233,
  }));
  const fields = {
    usersFound: 46,
    missingUsers,
    signUps: { firstMs: 100, lastMs: 5300, firstMissingMs: 1200, lastMissingMs: 1899 },
  };
  assert.deepEqual(said([], fields), [
    '4 users cannot log in any more: u0, u1, u2 and 1 more. All of them signed up between 1.2 and 1.9 s; everybody did so between 0.1 and 5.3 s. They came in batches 3 and 4 of the sign-ups.',
  ]);
  const spread = { ...fields.signUps, firstMissingMs: 100, lastMissingMs: 5300 };
  const single = missingUsers.map((user) => ({ ...user, batch: null }));
  assert.deepEqual(said([], { ...fields, signUps: spread, missingUsers: single }), [
    '4 users cannot log in any more: u0, u1, u2 and 1 more.',
  ]);
});

test('what was found late, could not be looked at, or was not drawn is said', () => {
  assert.deepEqual(
    said([room('A', 0, { foundLate: 40 }), room('B', 50, { notCheckable: 50 })], {
      foundLateMs: 4_940,
      usersFoundLate: 1,
      usersFound: 47,
      usersNotCheckable: 3,
      sample: { share: 0.1, rooms: 2, ofRooms: 20, users: 50, ofUsers: 500 },
    }),
    [
      '40 messages and 1 user were not stored yet when the audit first looked; the last was there 4.9 s after the drain. What a server has not stored when it ends is lost.',
      'The audit could not tell of 50 messages of 1 room and 3 users whether the server still has them.',
      'The audit looked at a sample of 10.00 %: 2 of 20 rooms and 50 of 500 users.',
    ],
  );
});

test('audits are merged in any order, and the first hundred of all are named', () => {
  const users = Array.from({ length: 80 }, (_, index) => ({ user: `u${index}`, batch: 1, signedUpMs: 10 * index }));
  const one = { ...emptyAudit(), usersExpected: 80, missingUsers: users, foundLateMs: 5 };
  const other = {
    ...emptyAudit(0.5),
    usersExpected: 80,
    missingUsers: users.map(({ user, ...rest }) => ({ ...rest, user: `v${user}` })),
    missingBySecond: [{ second: 2, missing: 1 }],
    signUps: { firstMs: 1, lastMs: 2, firstMissingMs: null, lastMissingMs: null },
  };
  const merged = mergeAudits([one, null, other]);
  assert.deepEqual(merged, mergeAudits([other, one]));
  assert.deepEqual([merged?.usersExpected, merged?.sample.share, merged?.foundLateMs], [160, 0.5, 5]);
  assert.equal(merged?.missingUsers.length, 100);
  assert.deepEqual(merged?.missingUsers, firstUsers([...other.missingUsers, ...users]));
  assert.equal(mergeAudits([null, null]), null);
});
