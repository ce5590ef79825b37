import { shortfallOf } from '../../capacity/report/answer.js';
import type { CapacityReport } from '../../capacity/report/capacity-report.js';
import { inEnglish } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { Annotation } from '../io.js';

const LONGEST = 500;

/** What deserves attention in a search: less than was asked for is an error, an answer that is no pair of close bounds a warning. */
export function annotationsOfSearch({ goals, plan }: CapacityReport): Annotation[] {
  return goals.flatMap((goal): Annotation[] => {
    const { answer, regular } = goal;
    const shortfall = shortfallOf(goal, plan);
    if (shortfall !== undefined)
      return [{ level: 'error', title: 'Capacity', message: printable(`${inEnglish(shortfall)}: ${answer}`, LONGEST) }];
    return regular ? [] : [{ level: 'warning', title: 'Capacity', message: printable(answer, LONGEST) }];
  });
}
