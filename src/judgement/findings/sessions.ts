import { amount } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** Users who left by plan and did not come back, and of whose last messages it is not known whether the server had them. */
export function sessionFindings({ sessions }: RunOutcome): string[] {
  if (sessions === null) return [];
  const { left, neverBack, untaken } = sessions;
  return [
    ...(neverBack === 0
      ? []
      : [
          `Of the ${amount(left, 'time')} that users left by plan, ${formatCount(neverBack)} were without a return though there was time.`,
        ]),
    ...(untaken === 0
      ? []
      : [
          `Users left ${amount(untaken, 'time')} before the server had shown within 2 s that it had their last message: what is lost of these is lost by that, perhaps.`,
        ]),
  ];
}
