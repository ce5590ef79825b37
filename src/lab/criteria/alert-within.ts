import * as z from 'zod';
import { timeMs } from '../bounds.js';
import { ALERT_NAMES, alertKind } from './alert-kinds.js';
import { countsHold, defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** A fault is told to the webhook, soon. */
export const alertWithin = defineCriterion({
  bounds: z.strictObject({ kind: alertKind, after: z.string(), within: timeMs }),
  title: ({ kind, within }) => ({
    en: `told within ${within / 1000} s: ${ALERT_NAMES[kind].en}`,
    ko: `${within / 1000}초 안에 알림: ${ALERT_NAMES[kind].ko}`,
  }),
  judge({ alerts, moments }, { kind, after, within }) {
    const fromUs = moments.find(({ name }) => name === after)?.atUs;
    if (fromUs === undefined) return unproven(NOT_SO_FAR);
    const told = alerts.find((alert) => alert.kind === kind && alert.atUs >= fromUs);
    if (told === undefined) {
      const others = alerts.filter(({ atUs }) => atUs >= fromUs && atUs <= fromUs + within * 1000);
      const [other] = others;
      const heard = other === undefined ? 'nothing' : `only "${other.text}"`;
      const heardKo = other === undefined ? '아무 알림도 없음' : `"${other.text}"만 옴`;
      return countsHold(false, { en: `${heard} came`, ko: heardKo });
    }
    const afterMs = (told.atUs - fromUs) / 1000;
    const seconds = (afterMs / 1000).toFixed(1);
    return timesHold(afterMs <= within, { en: `after ${seconds} s`, ko: `${seconds}초 뒤` });
  },
});
