import { type Message, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
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
export function auditFindings({ audit, timeline }: RunOutcome): Message[] {
  if (audit === null) return [];
  return [
    ...missingMessages(audit, timeline.length),
    ...missingUsers(audit),
    ...late(audit),
    ...notLookedAt(audit),
    ...sampled(audit),
  ];
}

function missingMessages(audit: AuditOutcome, secondsOfRun: number): Message[] {
  const { messagesMissing } = gapsOf(audit);
  if (messagesMissing === 0) return [];
  const byRoom = audit.byRoom.map((row) => ({ of: row.room, count: missingIn(row) })).filter(({ count }) => count > 0);
  const bySecond = audit.missingBySecond.map(({ second, missing }) => ({ of: second, count: missing }));
  const what =
    messagesMissing === 1
      ? message('audit.missing-messages.one')
      : message('audit.missing-messages.all', { count: messagesMissing });
  const places = [whereText(byRoom, audit.byRoom.length), whenText(bySecond, secondsOfRun)];
  return [message('audit.missing-messages', { what, places, end: endOf(audit) })];
}

/** Rooms of which everything is missing from some second on. */
function endOf({ byRoom }: AuditOutcome): Message | '' {
  const lossy = byRoom.filter((row) => missingIn(row) > 0);
  const cut = lossy.filter((row) => row.missingSinceSecond !== null && missingIn(row) > 1);
  const seconds = cut.map(({ missingSinceSecond }) => missingSinceSecond ?? 0);
  const [first, last] = [Math.min(...seconds), Math.max(...seconds)];
  if (cut.length === 0 || last - first > SAME_MOMENT_SECONDS) return '';
  const since =
    first === last
      ? message('audit.since', { second: first })
      : message('audit.since-range', { from: first, to: last });
  if (cut.length === 1) return message('audit.end.room', { room: printable(cut[0]?.room ?? '', 60), since });
  const rooms = cut.length === byRoom.length ? message('audit.end.all') : cut.length;
  return message('audit.end.rooms', { rooms, since });
}

function missingUsers(audit: AuditOutcome): Message[] {
  const { usersMissing } = gapsOf(audit);
  if (usersMissing === 0) return [];
  const named = audit.missingUsers.slice(0, MOST_USERS_NAMED).map(({ user }) => printable(user, 60));
  const more = usersMissing > named.length ? [message('many.more', { count: usersMissing - named.length })] : [];
  return [
    message('audit.missing-users', {
      count: usersMissing,
      users: [...named, ...more],
      when: audit.signUps === null ? '' : timesOf(audit.signUps, usersMissing),
      batches: batchesOf(audit, usersMissing),
    }),
  ];
}

/** In which batches they had signed up, where that tells something. */
function batchesOf({ missingUsers: users }: AuditOutcome, usersMissing: number): Message | '' {
  const batches = new Set(users.map(({ batch }) => batch));
  const areKnown = users.length === usersMissing && usersMissing < MOST_NAMED && !batches.has(null);
  const numbers = [...batches].flatMap((batch) => batch ?? []).toSorted((one, other) => one - other);
  if (!areKnown || usersMissing === 1 || numbers.length > MOST_BATCHES) return '';
  return message('audit.batches', { count: numbers.length, numbers });
}

function timesOf({ firstMs, lastMs, firstMissingMs, lastMissingMs }: SignUpTimes, usersMissing: number): Message | '' {
  if (firstMissingMs === null || lastMissingMs === null || lastMs === firstMs) return '';
  if (lastMissingMs - firstMissingMs > NOTABLE_SHARE * (lastMs - firstMs)) return '';
  const between =
    inSeconds(firstMissingMs) === inSeconds(lastMissingMs)
      ? message('audit.at', { at: firstMissingMs })
      : message('audit.between', { from: firstMissingMs, to: lastMissingMs });
  return message('audit.signed-up', { count: usersMissing, between, first: firstMs, last: lastMs });
}

function late({ messagesFoundLate, usersFoundLate, foundLateMs }: AuditOutcome): Message[] {
  if (foundLateMs === null) return [];
  const what = [
    ...(messagesFoundLate === 0 ? [] : [message('audit.messages', { count: messagesFoundLate })]),
    ...(usersFoundLate === 0 ? [] : [message('audit.users', { count: usersFoundLate })]),
  ];
  return [message('audit.late', { what, count: messagesFoundLate + usersFoundLate, time: foundLateMs })];
}

function notLookedAt({ usersNotCheckable, messagesNotCheckable, byRoom }: AuditOutcome): Message[] {
  const rooms = byRoom.filter(({ notCheckable }) => notCheckable > 0).length;
  const what = [
    ...(messagesNotCheckable === 0 ? [] : [message('audit.messages-of-rooms', { count: messagesNotCheckable, rooms })]),
    ...(usersNotCheckable === 0 ? [] : [message('audit.users', { count: usersNotCheckable })]),
  ];
  return what.length === 0 ? [] : [message('audit.not-looked-at', { what })];
}

function sampled({ sample: { share, rooms, ofRooms, users, ofUsers } }: AuditOutcome): Message[] {
  if (share === 1) return [];
  return [message('audit.sampled', { share, rooms, ofRooms, users, ofUsers })];
}

/** `1.2` */
function inSeconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(1);
}
