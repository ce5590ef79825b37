import type { AuditOutcome } from './run-outcome.js';

/** An {@link AuditOutcome} that is still being counted. */
export type AuditCounts = { -readonly [K in Exclude<keyof AuditOutcome, 'byRoom'>]: AuditOutcome[K] } & {
  byRoom: AuditOutcome['byRoom'][number][];
};

/** An audit that has looked at nothing. */
export function emptyAudit(): AuditCounts {
  return {
    usersExpected: 0,
    usersFound: 0,
    usersNotCheckable: 0,
    messagesExpected: 0,
    messagesFound: 0,
    messagesNotCheckable: 0,
    byRoom: [],
  };
}

/** Several workers' audits as one; null when nobody made one. */
export function mergeAudits(audits: readonly (AuditOutcome | null)[]): AuditOutcome | null {
  const made = audits.filter((audit) => audit !== null);
  if (made.length === 0) return null;
  const sum = emptyAudit();
  for (const { byRoom, ...counts } of made) {
    for (const room of byRoom) sum.byRoom.push(room);
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) sum[key] += counts[key];
  }
  return sum;
}

/** Users and messages that the audit could look for, and those of them that it did not find. */
export interface AuditGaps {
  readonly usersCheckable: number;
  readonly usersMissing: number;
  readonly messagesCheckable: number;
  readonly messagesMissing: number;
}

/** What an audit found to be missing. */
export function gapsOf(audit: Omit<AuditOutcome, 'byRoom'>): AuditGaps {
  const usersCheckable = audit.usersExpected - audit.usersNotCheckable;
  const messagesCheckable = audit.messagesExpected - audit.messagesNotCheckable;
  return {
    usersCheckable,
    usersMissing: Math.max(0, usersCheckable - audit.usersFound),
    messagesCheckable,
    messagesMissing: Math.max(0, messagesCheckable - audit.messagesFound),
  };
}
