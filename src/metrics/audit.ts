import { sumsOf } from '../core/numbers.js';
import { keysOf } from '../core/records.js';
import { compareText } from '../core/text.js';
import type {
  AuditedRoom,
  AuditOutcome,
  AuditSample,
  MissingMessage,
  MissingUser,
  SignUpTimes,
} from './audit-outcome.js';

/** So many of the missing are named, users and messages each. */
export const MOST_NAMED = 100;

/** What of an audit simply adds up. */
const COUNTS = {
  usersExpected: 0,
  usersFound: 0,
  usersFoundLate: 0,
  usersNotCheckable: 0,
  messagesExpected: 0,
  messagesFound: 0,
  messagesFoundLate: 0,
  messagesNotCheckable: 0,
} as const satisfies Partial<AuditOutcome>;

const NO_SAMPLE: Omit<AuditSample, 'share'> = { rooms: 0, ofRooms: 0, users: 0, ofUsers: 0 };

/** An audit that has looked at nothing. @param share of rooms and users that it looks at */
export function emptyAudit(share = 1): AuditOutcome {
  return {
    ...COUNTS,
    sample: { share, ...NO_SAMPLE },
    foundLateMs: null,
    byRoom: [],
    missingBySecond: [],
    signUps: null,
    missingUsers: [],
    missingMessages: [],
  };
}

/** Several audits as one, of the workers of a run or of several runs; null when nobody made one. */
export function mergeAudits(audits: readonly (AuditOutcome | null)[]): AuditOutcome | null {
  const made = audits.filter((audit) => audit !== null);
  if (made.length === 0) return null;
  return {
    ...sumsOf(made, keysOf(COUNTS)),
    sample: {
      share: Math.min(...made.map(({ sample }) => sample.share)),
      ...sumsOf(
        made.map(({ sample }) => sample),
        keysOf(NO_SAMPLE),
      ),
    },
    foundLateMs: extreme(made.map(({ foundLateMs }) => foundLateMs)).highest,
    byRoom: made.flatMap(({ byRoom }) => byRoom),
    missingBySecond: mergeSeconds(made.flatMap(({ missingBySecond }) => missingBySecond)),
    signUps: mergeSignUps(made.map(({ signUps }) => signUps)),
    missingUsers: firstUsers(made.flatMap(({ missingUsers }) => missingUsers)),
    missingMessages: firstMessages(made.flatMap(({ missingMessages }) => missingMessages)),
  };
}

/** The first that are missing, by when they signed up. */
export function firstUsers(users: readonly MissingUser[]): MissingUser[] {
  return users.toSorted(bySignUp).slice(0, MOST_NAMED);
}

/** The first that are missing, by the second in which they were sent. */
export function firstMessages(messages: readonly MissingMessage[]): MissingMessage[] {
  return messages.toSorted(bySending).slice(0, MOST_NAMED);
}

function bySignUp(one: MissingUser, other: MissingUser): number {
  const [atMs, otherAtMs] = [one.signedUpMs ?? Number.MAX_VALUE, other.signedUpMs ?? Number.MAX_VALUE];
  return atMs - otherAtMs || compareText(one.user, other.user);
}

function bySending(one: MissingMessage, other: MissingMessage): number {
  return one.second - other.second || compareText(one.room, other.room) || one.number - other.number;
}

/** Users and messages that the audit could look for, and those of them that it did not find. */
export interface AuditGaps {
  readonly usersCheckable: number;
  readonly usersMissing: number;
  readonly messagesCheckable: number;
  readonly messagesMissing: number;
}

/** What an audit found to be missing. */
export function gapsOf(audit: Pick<AuditOutcome, keyof typeof COUNTS>): AuditGaps {
  const usersCheckable = audit.usersExpected - audit.usersNotCheckable;
  const messagesCheckable = audit.messagesExpected - audit.messagesNotCheckable;
  return {
    usersCheckable,
    usersMissing: Math.max(0, usersCheckable - audit.usersFound),
    messagesCheckable,
    messagesMissing: Math.max(0, messagesCheckable - audit.messagesFound),
  };
}

/** What a room is found to have lost. */
export function missingIn({ expected, found, notCheckable }: AuditedRoom): number {
  return expected - found - notCheckable;
}

function mergeSeconds(rows: AuditOutcome['missingBySecond']): AuditOutcome['missingBySecond'] {
  const bySecond = new Map<number, number>();
  for (const { second, missing } of rows) bySecond.set(second, (bySecond.get(second) ?? 0) + missing);
  return [...bySecond].map(([second, missing]) => ({ second, missing })).toSorted((a, b) => a.second - b.second);
}

function mergeSignUps(all: readonly (SignUpTimes | null)[]): SignUpTimes | null {
  const known = all.filter((times) => times !== null);
  const [firstMs, lastMs] = [
    extreme(known.map((times) => times.firstMs)).lowest,
    extreme(known.map((times) => times.lastMs)).highest,
  ];
  if (firstMs === null || lastMs === null) return null;
  return {
    firstMs,
    lastMs,
    firstMissingMs: extreme(known.map((times) => times.firstMissingMs)).lowest,
    lastMissingMs: extreme(known.map((times) => times.lastMissingMs)).highest,
  };
}

/** The least and the most of what is known; null where nothing is. */
function extreme(values: readonly (number | null)[]): {
  readonly lowest: number | null;
  readonly highest: number | null;
} {
  let [lowest, highest]: [number | null, number | null] = [null, null];
  for (const value of values) {
    if (value === null) continue;
    lowest = Math.min(lowest ?? value, value);
    highest = Math.max(highest ?? value, value);
  }
  return { lowest, highest };
}
