import { ENGLISH, type Message, message, type Wording } from '../core/language/words.js';
import { printable } from '../core/text.js';
import { gapsOf } from '../metrics/audit.js';
import type { AuditReport } from './report-types.js';

const MOST_NAME_CHARACTERS = 60;

/** What an audit found: `50 of 50 users found`, `8,000 of 8,344 messages found, 340 late (4.9 s)`; empty when it had nothing to look for. */
export function auditTexts(audit: AuditReport, words: Wording = ENGLISH): string[] {
  const { usersExpected, messagesExpected, foundLateMs, sample } = audit;
  const when = foundLateMs === null ? '' : message('audit.found.when', { time: foundLateMs });
  const texts = [
    ...(usersExpected > 0
      ? [found('users', usersExpected, audit.usersFound, audit.usersFoundLate, audit.usersNotCheckable, when)]
      : []),
    ...(messagesExpected > 0
      ? [
          found(
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
  const all =
    sample.share === 1 || texts.length === 0 ? texts : [...texts, message('audit.sample', { share: sample.share })];
  return all.map((text) => words.say(text));
}

function found(
  what: 'users' | 'messages',
  expected: number,
  count: number,
  late: number,
  notCheckable: number,
  when: Message | '',
): Message {
  if (notCheckable === expected) return message(`audit.not-checkable.${what}`);
  return message(`audit.found.${what}`, {
    found: count,
    expected,
    late: late === 0 ? '' : message('audit.found.late', { count: late, when }),
    unknown: notCheckable === 0 ? '' : message('audit.found.unknown', { count: notCheckable }),
  });
}

/**
 * The missing by name, users first, `most` of each: `user ny-x-u12 (batch 3, signed up at 1.2 s)`. What comes from a theme or a server is
 * made visible.
 * @returns the texts, and how many more are missing
 */
export function missingTexts(
  audit: AuditReport,
  most: number,
  words: Wording = ENGLISH,
): { readonly texts: string[]; readonly more: number } {
  const { usersMissing, messagesMissing } = gapsOf(audit);
  const users = audit.missingUsers.slice(0, most).map(({ user, batch, signedUpMs }) => {
    const details = [
      ...(batch === null ? [] : [message('audit.missing.batch', { batch })]),
      ...(signedUpMs === null ? [] : [message('audit.missing.signed-up', { time: signedUpMs })]),
    ];
    return words.text('audit.missing.user', {
      user: named(user),
      details: details.length === 0 ? '' : message('audit.missing.details', { details }),
    });
  });
  const messages = audit.missingMessages
    .slice(0, most)
    .map(({ room, number, sender, second }) =>
      words.text('audit.missing.message', { number, room: named(room), sender: named(sender), second }),
    );
  return { texts: [...users, ...messages], more: usersMissing + messagesMissing - users.length - messages.length };
}

function named(text: string): string {
  return printable(text, MOST_NAME_CHARACTERS);
}
