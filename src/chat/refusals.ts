import { ENGLISH, type Message } from '../core/language/words.js';

/** Wording in the names of events by which servers say no. */
const REFUSALS =
  /error|exception|refus|reject|denied|deny|forbid|fail|invalid|illegal|problem|warn|limit|throttl|block|banned|muted|kick|unauthori[sz]ed|disallow|nack/i;

/** Does the name of an event say that it brings no message, but that something was refused? */
export function isRefusalName(name: string): boolean {
  return REFUSALS.test(name);
}

/** How a finding begins that tells of events which look like refusals, and which the dialect does not name. */
export const UNNAMED_REFUSAL = beginningOf('notice.complaint');

/** How a finding begins that tells of connections which ended before the load. */
export const ENDED_AT_FIRST = beginningOf('notice.ended-at-first');

function beginningOf(key: Message['key']): string {
  const template = ENGLISH.template(key);
  return template.slice(0, template.indexOf('{'));
}
