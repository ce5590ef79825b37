import type { AnyMessage } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';

/** Statuses of which it is known what to look at. */
const KNOWN = [400, 401, 403, 404, 405, 415, 422, 429] as const;

/** What to look at when an HTTP step is answered with a status that it does not accept. @param step where it stands in the dialect: `http.login` */
export function adviceForStatus(step: string, status: number): AnyMessage | undefined {
  if (status === 409) return message('status.409', { step, user: '{{user.name}}', room: '{{room.name}}' });
  if (status >= 500) return message('status.5xx');
  const known = KNOWN.find((one) => one === status);
  if (known === undefined) return undefined;
  return known === 429 ? message('status.429') : message(`status.${known}`, { step });
}
