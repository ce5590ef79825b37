import { type Problem, saidProblem } from '../core/errors.js';
import { message } from '../core/language/words.js';
import type { OfferedRate } from '../core/plan.js';
import { keptRate } from '../core/stages.js';
import { type Layer, pick } from './layers.js';
import { HIGHEST_RATE } from './parsers.js';

/** The rate of a whole run, before stages change it. */
export interface BaseRate {
  /** Undefined where it cannot be known. */
  readonly rate: OfferedRate | undefined;
  readonly problems: readonly Problem[];
}

/** The rate that holds; so many messages of each user are those of the run as soon as it is known how many users there are. */
export function readBaseRate(layers: readonly Layer[]): BaseRate {
  const [asked, users] = [pick(layers, 'rate'), pick(layers, 'users')];
  if (asked === undefined) return { rate: undefined, problems: [] };
  const { value, where } = asked;
  if (typeof value !== 'object') return { rate: value, problems: [] };
  if (users === undefined) return { rate: undefined, problems: [] };
  const rate = keptRate(value.perUser * users.value);
  if (rate > 0 && rate <= HIGHEST_RATE) return { rate, problems: [] };
  const told = { each: value.perUser, users: users.value };
  const said =
    rate > 0
      ? message('fit.rate-each-much', { ...told, rate, highest: HIGHEST_RATE })
      : message('fit.rate-each-little', told);
  return { rate: undefined, problems: [saidProblem(where, said)] };
}
