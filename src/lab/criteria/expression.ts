import * as z from 'zod';
import { actualText } from '../../judgement/actual-text.js';
import { stageFactsOf } from '../../judgement/stage-facts.js';
import { evaluateThresholds, hasFailedForCertain, parseThreshold, stageNamedIn } from '../../judgement/thresholds.js';
import { deliveryOf } from '../../metrics/latency-summary.js';
import { defineCriterion, holdsBy, unproven } from './criterion.js';
import { NOT_SO_FAR } from './not-so-far.js';

/** Any promise that `run --fail-on` takes, about a load of the exercise. */
export const expression = defineCriterion({
  bounds: z
    .strictObject({ load: z.string(), expression: z.string(), en: z.string(), ko: z.string() })
    .superRefine((bounds, context) => {
      const stage = stageNamedIn(bounds.expression);
      const threshold = parseThreshold(bounds.expression, stage === undefined ? [] : ['', stage, '']);
      if (typeof threshold === 'string') context.addIssue({ code: 'custom', message: threshold, path: ['expression'] });
    }),
  title: (bounds) => ({ en: `${bounds.en}: ${bounds.expression}`, ko: `${bounds.ko}: ${bounds.expression}` }),
  judge({ loads }, bounds) {
    const load = loads.find(({ name }) => name === bounds.load);
    if (load === undefined) return unproven(NOT_SO_FAR);
    const { outcome, plan } = load;
    const threshold = parseThreshold(
      bounds.expression,
      outcome.stages.map(({ name }) => name),
    );
    if (typeof threshold === 'string') return unproven(NOT_SO_FAR);
    const delivery = deliveryOf(outcome.latency.echo, outcome.latency.fanout);
    const facts = { outcome, delivery, usersAsked: plan.users };
    const [result] = evaluateThresholds([threshold], facts, stageFactsOf(outcome, plan.users));
    if (result === undefined) return unproven(NOT_SO_FAR);
    const text = actualText(result);
    const basis = hasFailedForCertain(result) ? 'counts' : 'times';
    return holdsBy(basis, result.passed, { en: text, ko: text });
  },
});
