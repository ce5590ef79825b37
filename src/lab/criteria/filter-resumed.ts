import * as z from 'zod';
import { timeMs } from '../bounds.js';
import { defineCriterion, timesHold, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

const SECOND_US = 1_000_000;

/** When the filter is well again, every message is shown to it again, soon. */
export const filterResumed = defineCriterion({
  bounds: z.strictObject({ after: z.string(), within: timeMs, perSecond: z.number().positive() }),
  title: ({ within }) => ({
    en: `every message is checked again within ${within / 1000} s after the filter is well`,
    ko: `필터가 회복된 뒤 ${within / 1000}초 안에 다시 모든 메시지를 검사`,
  }),
  judge({ filterCalls, moments, loads }, { after, within, perSecond }) {
    const well = moments.find(({ name }) => name === after)?.atUs;
    if (well === undefined) return unproven(NOT_SO_FAR);
    const asked = filterCalls.map(({ atUs }) => atUs).filter((atUs) => atUs >= well);
    const resumed = asked.find(
      (atUs) => asked.filter((other) => other >= atUs && other < atUs + SECOND_US).length >= perSecond / 2,
    );
    const endUs = loads.at(-1)?.leftUs ?? well;
    if (resumed === undefined && endUs < well + within * 1000) return unproven(NOT_SO_FAR);
    if (resumed === undefined) return timesHold(false, { en: 'it was not', ko: '다시 검사하지 않음' });
    const seconds = ((resumed - well) / 1e6).toFixed(1);
    return timesHold(resumed - well <= within * 1000, { en: `after ${seconds} s`, ko: `${seconds}초 뒤` });
  },
});
