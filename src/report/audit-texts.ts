import { printable } from '../core/text.js';
import { formatCount, formatShare } from '../core/units.js';
import { gapsOf } from '../metrics/audit.js';
import type { AuditReport } from './report-types.js';

const MOST_NAME_CHARACTERS = 60;

/** What an audit found: `50 of 50 users found`, `8,000 of 8,344 messages found, 340 late (4.9 s)`; empty when it had nothing to look for. */
export function auditTexts(audit: AuditReport): string[] {
  const { usersExpected, messagesExpected, foundLateMs, sample } = audit;
  const when = foundLateMs === null ? '' : ` (${(foundLateMs / 1000).toFixed(1)} s)`;
  const texts = [
    ...(usersExpected > 0
      ? [foundText('users', usersExpected, audit.usersFound, audit.usersFoundLate, audit.usersNotCheckable, when)]
      : []),
    ...(messagesExpected > 0
      ? [
          foundText(
            'messages',
            messagesExpected,
            audit.messagesFound,
            audit.messagesFoundLate,
            audit.messagesNotCheckable,
            when,
          ),
        ]
      : []),
  ];
  return sample.share === 1 || texts.length === 0 ? texts : [...texts, `in a sample of ${formatShare(sample.share)}`];
}

function foundText(
  what: string,
  expected: number,
  found: number,
  late: number,
  notCheckable: number,
  when: string,
): string {
  if (notCheckable === expected) return `${what} not checkable`;
  const afterwards = late === 0 ? '' : `, ${formatCount(late)} late${when}`;
  const unknown = notCheckable === 0 ? '' : ` (${formatCount(notCheckable)} not checkable)`;
  return `${formatCount(found)} of ${formatCount(expected)} ${what} found${afterwards}${unknown}`;
}

/**
 * The missing by name, users first, `most` of each: `user ny-x-u12 (batch 3, signed up at 1.2 s)`. What comes from a theme or a server is
 * made visible.
 * @returns the texts, and how many more are missing
 */
export function missingTexts(audit: AuditReport, most: number): { readonly texts: string[]; readonly more: number } {
  const { usersMissing, messagesMissing } = gapsOf(audit);
  const users = audit.missingUsers.slice(0, most).map(({ user, batch, signedUpMs }) => {
    const details = [
      ...(batch === null ? [] : [`batch ${batch}`]),
      ...(signedUpMs === null ? [] : [`signed up at ${(signedUpMs / 1000).toFixed(1)} s`]),
    ];
    return `user ${named(user)}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
  });
  const messages = audit.missingMessages
    .slice(0, most)
    .map(
      ({ room, number, sender, second }) =>
        `message ${number} of room "${named(room)}", from ${named(sender)} in second ${second}`,
    );
  return { texts: [...users, ...messages], more: usersMissing + messagesMissing - users.length - messages.length };
}

function named(text: string): string {
  return printable(text, MOST_NAME_CHARACTERS);
}
