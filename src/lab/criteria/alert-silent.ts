import * as z from 'zod';
import type { AlertKind } from '../evidence.js';
import type { Words } from '../words.js';
import { ALERT_NAMES, alertKind } from './alert-kinds.js';
import { countsHold, defineCriterion, holdsBy, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** A busy machine makes messages late, and neither errors nor memory. */
const BASIS: Readonly<Record<AlertKind, 'counts' | 'times'>> = {
  p95: 'times',
  errors: 'counts',
  queue: 'counts',
  memory: 'counts',
};

/** Nobody is woken for nothing: no alert between two moments, of one kind or of any. */
export const alertSilent = defineCriterion({
  bounds: z.strictObject({
    kind: alertKind.optional(),
    from: z.string(),
    to: z.string(),
    en: z.string(),
    ko: z.string(),
  }),
  title: ({ kind, en, ko }): Words => ({
    en: `silent ${en}${kind === undefined ? '' : ` (${ALERT_NAMES[kind].en})`}`,
    ko: `${ko} 알림 없음${kind === undefined ? '' : ` (${ALERT_NAMES[kind].ko})`}`,
  }),
  judge({ alerts, moments }, { kind, from, to }) {
    const fromUs = moments.find(({ name }) => name === from)?.atUs;
    const toUs = moments.find(({ name }) => name === to)?.atUs;
    if (fromUs === undefined || toUs === undefined) return unproven(NOT_SO_FAR);
    const falseAlarms = alerts.filter(
      (alert) => alert.atUs >= fromUs && alert.atUs < toUs && (kind === undefined || alert.kind === kind),
    );
    const [first] = falseAlarms;
    if (first === undefined) return countsHold(true, { en: 'silent', ko: '조용함' });
    return holdsBy(BASIS[kind ?? 'memory'], false, {
      en: `${falseAlarms.length} alerts, the first: ${first.text}`,
      ko: `알림 ${falseAlarms.length}건, 첫 알림: ${first.text}`,
    });
  },
});
