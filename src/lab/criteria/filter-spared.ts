import * as z from 'zod';
import { timeMs } from '../bounds.js';
import { countsHold, defineCriterion, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** While the filter hangs it is left alone, but for a probe now and then. */
export const filterSpared = defineCriterion({
  bounds: z.strictObject({ from: z.string(), to: z.string(), settle: timeMs, probes: z.int(), every: timeMs }),
  title: ({ probes, every }) => ({
    en: `at most ${probes} probe in ${every / 1000} s while the filter hangs`,
    ko: `필터가 멈춘 동안 확인 요청은 ${every / 1000}초에 ${probes}번까지`,
  }),
  judge({ filterCalls, moments }, { from, to, settle, probes, every }) {
    const [first, last] = [from, to].map((wanted) => moments.find(({ name }) => name === wanted)?.atUs);
    if (first === undefined || last === undefined) return unproven(NOT_SO_FAR);
    const asked = filterCalls.map(({ atUs }) => atUs).filter((atUs) => atUs >= first + settle * 1000 && atUs < last);
    const most = Math.max(
      0,
      ...asked.map((atUs) => asked.filter((other) => other >= atUs && other < atUs + every * 1000).length),
    );
    return countsHold(most <= probes, {
      en: `${asked.length} questions in ${Math.round((last - first) / 1e6)} s, ${most} of them within ${every / 1000} s`,
      ko: `${Math.round((last - first) / 1e6)}초 동안 ${asked.length}번, ${every / 1000}초 안에 최대 ${most}번`,
    });
  },
});
