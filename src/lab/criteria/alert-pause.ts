import * as z from 'zod';
import { timeMs } from '../bounds.js';
import type { AlertKind, ServerLife } from '../evidence.js';
import { ALERT_NAMES, alertKind } from './alert-kinds.js';
import { defineCriterion, timesHold } from './criterion.js';

/** Clocks of two processes, and the way of an alert. */
const TOLERANCE_US = 1_000_000;

/** Of each rule, an alert is followed by a pause. */
export const alertPause = defineCriterion({
  bounds: z.strictObject({ pause: timeMs }),
  title: ({ pause }) => ({
    en: `each alert once in ${pause / 1000} s at most`,
    ko: `같은 알림은 ${pause / 1000}초에 한 번까지`,
  }),
  judge({ alerts, lives }, { pause }) {
    const hasted = alertKind.options.flatMap((kind) => {
      const times = alerts.filter((alert) => alert.kind === kind).map(({ atUs }) => atUs);
      const gapUs = shortestGapUs(times, lives);
      return gapUs < pause * 1000 - TOLERANCE_US ? [{ kind, gapUs }] : [];
    });
    if (hasted.length === 0)
      return timesHold(true, { en: `${alerts.length} alerts in all`, ko: `알림 모두 ${alerts.length}건` });
    const list = (language: 'en' | 'ko'): string => hasted.map((one) => gapText(one, language)).join(', ');
    return timesHold(false, { en: list('en'), ko: list('ko') });
  },
});

function gapText({ kind, gapUs }: { readonly kind: AlertKind; readonly gapUs: number }, language: 'en' | 'ko'): string {
  const seconds = (gapUs / 1e6).toFixed(1);
  return language === 'en'
    ? `${ALERT_NAMES[kind].en}: again after ${seconds} s`
    : `${ALERT_NAMES[kind].ko}: ${seconds}초 만에 다시`;
}

/** Of alerts within one life of the server: one that was started again cannot know what it had told. */
function shortestGapUs(times: readonly number[], lives: readonly Pick<ServerLife, 'startedUs'>[]): number {
  const gaps = times.slice(1).flatMap((atUs, index) => {
    const beforeUs = times[index] ?? 0;
    return lives.some(({ startedUs }) => startedUs > beforeUs && startedUs <= atUs) ? [] : [atUs - beforeUs];
  });
  return Math.min(Number.POSITIVE_INFINITY, ...gaps);
}
