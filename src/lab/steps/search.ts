import { inEnglish, isMessage } from '../../core/language/words.js';
import * as z from 'zod';
import type { CapacityGoal } from '../../capacity/goals.js';
import { parseSlo } from '../../capacity/slo.js';
import { share, timeMs } from '../bounds.js';
import { putSearch } from '../put-search.js';
import { planFlags } from './plan-flags.js';
import { defineStep } from './step.js';

/** First looks are so many times shorter than the trials that count. */
const FIRST_LOOK_FACTOR = 4;
/** So many trials' time at one load decides it in any case. */
const DECIDING_TRIALS = 3;
/** The share of trial time that may be bad at a load that holds. */
const EXCEED_RATIO = 0.5;
/** As many as it takes, from a hundred messages a second to a few thousand. */
const USUAL_TRIALS = 18;

const params = z.strictObject({
  name: z.string().default('search'),
  /** Flags of `run`, by their names in code: who is there. */
  plan: planFlags,
  /** What holds at a rate that is not too much: `p95(delivery)<1s`. */
  holds: z.string().transform((text, context) => {
    const slo = parseSlo(text);
    if (!isMessage(slo)) return slo;
    context.addIssue({ code: 'custom', message: inEnglish(slo) });
    return z.NEVER;
  }),
  /** Messages a second. */
  from: z.number().positive(),
  most: z.number().positive(),
  /** How long a rate is held when it counts. */
  trial: timeMs,
  /** How close the bounds are to come, as a share of the upper one. */
  width: share,
  budget: timeMs,
});

/** Looks for the rate at which the server becomes too slow. */
export const searchStep = defineStep({
  params,
  told: ({ holds: { expression } }) => ({
    en: `the largest rate with ${expression} is searched`,
    ko: `${expression} 조건의 최대 부하 찾기`,
  }),
  lengthMs: ({ trial }) => USUAL_TRIALS * trial,
  perform: ({ name, plan, holds, from, most, trial, width, budget }, session) => {
    const { lossRatio, messagesNeeded } = holds;
    const goal: CapacityGoal = {
      slos: [holds],
      search: {
        finalTrialMs: trial,
        initialTrialMs: trial / FIRST_LOOK_FACTOR,
        durationSumMs: DECIDING_TRIALS * trial,
        exceedRatio: EXCEED_RATIO,
        width,
        lossRatio,
        messagesNeeded,
      },
    };
    return putSearch({ name, flags: plan, goal, from, most, budgetMs: budget }, session);
  },
});
