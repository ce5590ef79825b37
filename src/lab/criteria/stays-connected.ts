import * as z from 'zod';
import { sumOf } from '../../core/numbers.js';
import { countsHold, defineCriterion } from './criterion.js';

/** No connection is lost, by nobody's doing. */
export const staysConnected = defineCriterion({
  bounds: z.strictObject({}),
  title: () => ({ en: 'nobody loses the connection', ko: '아무도 연결을 잃지 않음' }),
  judge({ loads }) {
    const lost = sumOf(loads.map(({ outcome }) => outcome.connections.lost));
    return countsHold(lost === 0, { en: `${lost} connections lost`, ko: `잃은 연결 ${lost}개` });
  },
});
