import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Report } from '#dist/report/report-types.js';
import { inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { reportThatAddsUp } from '../helpers/run/adds-up.js';
import { practiceFor } from '../helpers/run/engine-run.js';

const RUN = '--users 12 --rooms 3 --room-size 4 --rate 100 --duration 1s --workers 2 --no-canary --drain 2s'.split(' ');

async function audited(
  test: Parameters<typeof practiceFor>[0],
  faults: readonly string[],
  flags: readonly string[],
): Promise<{ readonly report: Report; readonly stderr: string; readonly audit: NonNullable<Report['audit']> }> {
  const { url } = await practiceFor(test, faults);
  const { stdout, stderr } = await runHere(['run', ...RUN, '--target', url, '--json', ...flags]);
  const report = reportThatAddsUp(stdout);
  assert.ok(report.audit !== null, stderr);
  return { report, stderr, audit: report.audit };
}

/** What is said of a report that is read from a file. */
async function shownAgain(report: Report): Promise<string> {
  let said = '';
  await inFolder(async (folder) => {
    const file = join(folder, 'report.json');
    writeFileSync(file, JSON.stringify(report));
    const { code, stderr } = await runHere(['report', file]);
    assert.equal(code, 0, stderr);
    said = stderr;
  });
  return said;
}

describe('A run with an audit', { concurrency: 3 }, () => {
  it('has held on a server that stores what it delivers a moment later, and says so', async (test) => {
    const { audit, stderr } = await audited(test, ['store-late=3s'], ['--audit', '--audit-wait', '15s']);
    assert.deepEqual([audit.messagesFound, audit.messagesNotCheckable], [audit.messagesExpected, 0]);
    assert.ok(audit.messagesFoundLate > 0);
    assert.match(stderr, /^audit +12 of 12 users found, 100 of 100 messages found, \d+ late \(\d\.\d s\)$/m);
    assert.doesNotMatch(stderr, /DATA LOST/);
  });

  it('names what the server has lost, in every place where people look', async (test) => {
    const { audit, report } = await audited(
      test,
      ['forget-message=1/20', 'forget-user=1/6'],
      ['--audit', '--audit-wait=0s'],
    );
    assert.deepEqual([audit.messagesExpected - audit.messagesFound, audit.missingMessages.length], [5, 5]);
    assert.deepEqual([audit.usersExpected - audit.usersFound, audit.missingUsers.length], [2, 2]);
    const [user] = audit.missingUsers;
    const [message] = audit.missingMessages;
    assert.ok(user !== undefined && message !== undefined);
    // A busy machine makes a verdict with more to say than that, which comes first where there is not room for all.
    const calm: Report = { ...report, verdict: { ...report.verdict, level: 'VALID', reasons: [] }, alerts: [] };
    const summary = await shownAgain(calm);
    assert.match(summary, new RegExp(`^missing +user ${user.user} \\(batch \\d+, signed up at`, 'm'));
    assert.ok(report.findings.some((finding) => finding.includes(`cannot log in any more: ${user.user}`)));
    assert.ok(report.deliveries.byRoom.some(({ room }) => room === message.room));
  });

  it('of a sample tells how much it looked at, and a plan of it is run again as it was', async (test) => {
    const { audit, report } = await audited(test, [], ['--audit=50%', '--seed', '7']);
    assert.deepEqual(audit.sample, { share: 0.5, rooms: 2, ofRooms: 3, users: 6, ofUsers: 12 });
    assert.equal(audit.byRoom.length, 2);
    assert.ok(audit.messagesExpected < report.messages.completed);
    assert.match(report.run.command, / --audit 50% /);
  });
});

it('a share that is none is a mistake like any other', async () => {
  const { code, stderr } = await runHere(['run', '--audit=0%', '--audit-wait', 'soon']);
  assert.equal(code, 2);
  assert.match(stderr, /^--audit: "0%" must be a share above 0% and at most 100%, like 10%, or true or false/m);
  assert.match(stderr, /^--audit-wait: "soon" must be a number with a unit/m);
});
