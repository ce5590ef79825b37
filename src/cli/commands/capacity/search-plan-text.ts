import { type CapacityGoal, nameOfGoal } from '../../../capacity/goals.js';
import { variedLoad } from '../../../capacity/report/answer.js';
import type { CapacityPlan } from '../../../capacity/report/capacity-report.js';
import { inEnglish } from '../../../core/language/words.js';
import { printable } from '../../../core/text.js';
import { formatShare, formatTime } from '../../../core/units.js';

const LABEL_WIDTH = 14;

/** What a search is going to do, as `--dry-run` prints it before the plan of the run whose connections it uses. */
export function searchPlanText(plan: CapacityPlan, goals: readonly CapacityGoal[]): string {
  const { vary, from, max, trialMs, firstTrialMs, trialsMs, exceed, width, budgetMs, atLeast } = plan;
  const rows: readonly (readonly [string, string])[] = [
    ...goals.map((goal) => ['goal', nameOfGoal(goal)] as const),
    [
      'searches',
      `from ${inEnglish(variedLoad(from, vary))} ${max === null ? 'to what the tester can offer' : `to ${inEnglish(variedLoad(max, vary))}`}`,
    ],
    [
      'trials',
      `of ${formatTime(trialMs)}, first looks of ${formatTime(firstTrialMs)}; ${formatTime(trialsMs)} decide a load, of which ${formatShare(exceed)} may be bad`,
    ],
    ['ends', `at bounds within ${formatShare(width)}, after ${formatTime(budgetMs)} at the latest`],
    ...(atLeast === null ? [] : [['at least', inEnglish(variedLoad(atLeast, vary))] as const]),
  ];
  return `${rows.map(([label, text]) => `${label.padEnd(LABEL_WIDTH)}${printable(text, 1000)}`).join('\n')}\n\n`;
}
