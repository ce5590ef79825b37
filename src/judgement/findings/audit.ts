import { amount, listed, printable } from '../../core/text.js';
import { formatCount, formatShare } from '../../core/units.js';
import { gapsOf, MOST_NAMED, missingIn } from '../../metrics/audit.js';
import type { AuditOutcome, SignUpTimes } from '../../metrics/audit-outcome.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { whenText, whereText } from './words.js';

/** Users that a finding names; the report has the first hundred. */
const MOST_USERS_NAMED = 3;
/** More batches are not listed. */
const MOST_BATCHES = 5;
/** A part of the time in which users signed up that is worth telling, as a share of it. */
const NOTABLE_SHARE = 0.5;
/** Rooms that lost their ends within so many seconds of each other lost them to the same thing. */
const SAME_MOMENT_SECONDS = 2;

/** What the server no longer has, and what that has in common; what it had late, and what could not be looked at. */
export function auditFindings({ audit, timeline }: RunOutcome): string[] {
  if (audit === null) return [];
  return [
    ...missingMessages(audit, timeline.length),
    ...missingUsers(audit),
    ...late(audit),
    ...notLookedAt(audit),
    ...sampled(audit),
  ];
}

function missingMessages(audit: AuditOutcome, secondsOfRun: number): string[] {
  const { messagesMissing } = gapsOf(audit);
  if (messagesMissing === 0) return [];
  const byRoom = audit.byRoom.map((row) => ({ of: row.room, count: missingIn(row) })).filter(({ count }) => count > 0);
  const bySecond = audit.missingBySecond.map(({ second, missing }) => ({ of: second, count: missing }));
  const what =
    messagesMissing === 1 ? 'The one missing message' : `All ${formatCount(messagesMissing)} missing messages`;
  return [
    `${what}: ${[whereText(byRoom, audit.byRoom.length), whenText(bySecond, secondsOfRun)].join(', ')}.${endOf(audit)}`,
  ];
}

/** Rooms of which everything is missing from some second on. */
function endOf({ byRoom }: AuditOutcome): string {
  const lossy = byRoom.filter((row) => missingIn(row) > 0);
  const cut = lossy.filter((row) => row.missingSinceSecond !== null && missingIn(row) > 1);
  const seconds = cut.map(({ missingSinceSecond }) => missingSinceSecond ?? 0);
  const [first, last] = [Math.min(...seconds), Math.max(...seconds)];
  if (cut.length === 0 || last - first > SAME_MOMENT_SECONDS) return '';
  const since = first === last ? `second ${first}` : `seconds ${first}–${last}`;
  if (cut.length === 1)
    return ` Of room "${printable(cut[0]?.room ?? '', 60)}" everything is missing from ${since} on.`;
  const which = cut.length === byRoom.length ? 'all' : formatCount(cut.length);
  return ` Of ${which} rooms everything is missing from ${since} on, as where a server ends before it has stored what it holds.`;
}

function missingUsers(audit: AuditOutcome): string[] {
  const { usersMissing } = gapsOf(audit);
  if (usersMissing === 0) return [];
  const named = audit.missingUsers.slice(0, MOST_USERS_NAMED).map(({ user }) => printable(user, 60));
  const more = usersMissing > named.length ? [`${formatCount(usersMissing - named.length)} more`] : [];
  const who = `${amount(usersMissing, 'user')} cannot log in any more: ${listed([...named, ...more])}.`;
  return [`${who}${signUpsOf(audit, usersMissing)}`];
}

/** When and in which batches they had signed up, where that tells something. */
function signUpsOf({ signUps, missingUsers: users }: AuditOutcome, usersMissing: number): string {
  const when = signUps === null ? '' : timesOf(signUps, usersMissing);
  const batches = new Set(users.map(({ batch }) => batch));
  const areKnown = users.length === usersMissing && usersMissing < MOST_NAMED && !batches.has(null);
  const numbers = [...batches].flatMap((batch) => batch ?? []).toSorted((one, other) => one - other);
  const which =
    !areKnown || usersMissing === 1 || numbers.length > MOST_BATCHES
      ? ''
      : ` They came in ${numbers.length === 1 ? 'batch' : 'batches'} ${listed(numbers.map(String))} of the sign-ups.`;
  return `${when}${which}`;
}

function timesOf({ firstMs, lastMs, firstMissingMs, lastMissingMs }: SignUpTimes, usersMissing: number): string {
  if (firstMissingMs === null || lastMissingMs === null || lastMs === firstMs) return '';
  if (lastMissingMs - firstMissingMs > NOTABLE_SHARE * (lastMs - firstMs)) return '';
  const between =
    inSeconds(firstMissingMs) === inSeconds(lastMissingMs)
      ? `at ${inSeconds(firstMissingMs)} s`
      : `between ${inSeconds(firstMissingMs)} and ${inSeconds(lastMissingMs)} s`;
  const who = usersMissing === 1 ? 'It' : 'All of them';
  return ` ${who} signed up ${between}; everybody did so between ${inSeconds(firstMs)} and ${inSeconds(lastMs)} s.`;
}

function late({ messagesFoundLate, usersFoundLate, foundLateMs }: AuditOutcome): string[] {
  if (foundLateMs === null) return [];
  const what = [
    ...(messagesFoundLate === 0 ? [] : [amount(messagesFoundLate, 'message')]),
    ...(usersFoundLate === 0 ? [] : [amount(usersFoundLate, 'user')]),
  ];
  return [
    `${listed(what)} ${messagesFoundLate + usersFoundLate === 1 ? 'was' : 'were'} not stored yet when the audit first looked; the last was there ${inSeconds(foundLateMs)} s after the drain. What a server has not stored when it ends is lost.`,
  ];
}

function notLookedAt({ usersNotCheckable, messagesNotCheckable, byRoom }: AuditOutcome): string[] {
  const rooms = byRoom.filter(({ notCheckable }) => notCheckable > 0).length;
  const what = [
    ...(messagesNotCheckable === 0 ? [] : [`${amount(messagesNotCheckable, 'message')} of ${amount(rooms, 'room')}`]),
    ...(usersNotCheckable === 0 ? [] : [amount(usersNotCheckable, 'user')]),
  ];
  return what.length === 0 ? [] : [`The audit could not tell of ${listed(what)} whether the server still has them.`];
}

function sampled({ sample: { share, rooms, ofRooms, users, ofUsers } }: AuditOutcome): string[] {
  if (share === 1) return [];
  return [
    `The audit looked at a sample of ${formatShare(share)}: ${formatCount(rooms)} of ${amount(ofRooms, 'room')} and ${formatCount(users)} of ${amount(ofUsers, 'user')}.`,
  ];
}

/** `1.2` */
function inSeconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(1);
}
