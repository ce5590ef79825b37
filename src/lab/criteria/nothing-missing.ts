import * as z from 'zod';
import { sumOf } from '../../core/numbers.js';
import { formatCount } from '../../core/units.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';

/** What somebody has received is in the history, whatever happened in between. */
export const nothingMissing = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({ en: 'no message is missing in the history', ko: '기록에서 빠진 메시지 없음' }),
  judge({ loads }) {
    const audits = loads.flatMap(({ outcome }) => outcome.audit ?? []);
    const [expected, found, unknown] = [
      sumOf(audits.map(({ messagesExpected }) => messagesExpected)),
      sumOf(audits.map(({ messagesFound }) => messagesFound)),
      sumOf(audits.map(({ messagesNotCheckable }) => messagesNotCheckable)),
    ];
    if (expected === 0) return unproven({ en: 'the history could not be looked at', ko: '기록을 확인할 수 없음' });
    const missing = expected - found - unknown;
    const measured = {
      en: `${formatCount(missing)} of ${formatCount(expected)} missing`,
      ko: `${formatCount(expected)}건 중 ${formatCount(missing)}건 빠짐`,
    };
    if (missing === 0 && unknown > 0)
      return unproven({
        en: `${measured.en}, but ${formatCount(unknown)} could not be looked for: does GET /api/chatrooms/:id/messages answer?`,
        ko: `${measured.ko}. 다만 ${formatCount(unknown)}건은 확인하지 못함: GET /api/chatrooms/:id/messages가 응답하나요?`,
      });
    return countsHold(missing === 0, measured);
  },
});
