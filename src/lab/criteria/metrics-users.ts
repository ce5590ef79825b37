import * as z from 'zod';
import { timeMs } from '../bounds.js';
import type { LoadEvidence } from '../evidence.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { pointsWith, type Told } from './told-values.js';

/** Readings of neighbouring moments are not made at the same time. */
const LOOK_AHEAD_US = 1_100_000;

/** The server knows who is there, and that they have left. */
export const metricsUsers = defineCriterion({
  bounds: z.strictObject({ within: timeMs, forgottenAfter: timeMs }),
  title: ({ within, forgottenAfter }) => ({
    en: `active users = open sockets within ${within / 1000} s, 0 again ${forgottenAfter / 1000} s after all have left`,
    ko: `활성 사용자 = 열린 소켓(${within / 1000}초 이내), 모두 나가고 ${forgottenAfter / 1000}초 뒤에는 다시 0`,
  }),
  judge(evidence, { within, forgottenAfter }) {
    const points = pointsWith(evidence, 'users');
    if ('status' in points) return points;
    for (const load of evidence.loads) {
      const wrong = points.find((point) => isWrong(point, load, within * 1000));
      if (wrong === undefined) continue;
      const open = openAround(wrong.atUs, load, within * 1000).at(-1) ?? 0;
      const seconds = Math.round((wrong.atUs - load.floodUs) / 1e6);
      return countsHold(false, {
        en: `${wrong.users} told, ${open} open, ${seconds} s into the load`,
        ko: `부하 시작 ${seconds}초 뒤: 서버 ${wrong.users}명, 실제 ${open}명`,
      });
    }
    const leftUs = evidence.loads.at(-1)?.leftUs ?? 0;
    const last = points.at(-1);
    if (last === undefined || last.atUs < leftUs + forgottenAfter * 1000)
      return unproven({ en: 'its metrics were not read long enough', ko: '지표를 충분히 오래 읽지 못함' });
    const seconds = Math.round((last.atUs - leftUs) / 1e6);
    return countsHold(last.users === 0, {
      en: `${last.users} told ${seconds} s after all had left`,
      ko: `모두 나가고 ${seconds}초 뒤 ${last.users}명`,
    });
  },
});

/** Does it tell a number of users that were not there lately? */
function isWrong({ atUs, users }: Told<'users'>, load: LoadEvidence, withinUs: number): boolean {
  const [first, last] = [load.openings[0], load.openings.at(-1)];
  if (first === undefined || last === undefined || atUs < first.atUs + withinUs || atUs > last.atUs) return false;
  const open = openAround(atUs, load, withinUs);
  return users < Math.min(...open) || users > Math.max(...open);
}

function openAround(atUs: number, { openings }: LoadEvidence, withinUs: number): number[] {
  const near = openings.filter((one) => one.atUs >= atUs - withinUs && one.atUs <= atUs + LOOK_AHEAD_US);
  return near.map(({ open }) => open);
}
