import { fallsAfter } from '../../core/stages.js';
import { amount, listed, printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { RunOutcome, StageOutcome } from '../../metrics/run-outcome.js';
import { comesBackTo, recoveriesOf } from '../recovery.js';

const LONGEST_NAME = 60;
/** More stages are counted, not named. */
const MOST_NAMED = 5;

/** How long it took to recover from a peak, and what was not reached. */
export function stageFindings(outcome: RunOutcome): string[] {
  return outcome.floodMs === 0 ? [] : [...recoveries(outcome), ...notReached(outcome)];
}

/** What was lost where nothing is measured: no threshold and no verdict tells of it. */
export function unmeasuredFindings({ stages }: RunOutcome): string[] {
  const lossy = stages.filter(({ measured, deliveries: { lost } }) => !measured && lost > 0);
  if (lossy.length === 0) return [];
  const lost = lossy.reduce((sum, { deliveries }) => sum + deliveries.lost, 0);
  const [was, which] = lost === 1 ? ['was', 'it'] : ['were', 'them'];
  return [
    `${amount(lost, 'lost delivery', 'lost deliveries')} ${was} of ${namesOf(lossy)}, where nothing is measured: no threshold and no verdict counts ${which}.`,
  ];
}

/** Where the load fell: after a rise there is nothing that one would wait to come back. */
function recoveries(outcome: RunOutcome): string[] {
  const { stages } = outcome;
  const planned = stages.map(({ durationMs, plannedFrom, plannedTo }) => ({
    durationMs,
    from: plannedFrom,
    to: plannedTo,
  }));
  const fallen = stages.map((_, index) => fallsAfter(planned, index) && comesBackTo(stages, index) !== undefined);
  if (!fallen.includes(true)) return [];
  const times = recoveriesOf(outcome);
  const told = stages.flatMap((stage, index): string[] => {
    const before = comesBackTo(stages, index);
    const recoveryMs = times[index] ?? null;
    if (before === undefined || fallen[index] !== true || !hasCopies(before) || recoveryMs === 0) return [];
    const what = `p99 of ${nameOf(before)}`;
    if (recoveryMs === null) return [`After ${nameOf(stage)} the ${what} did not come back while messages were sent.`];
    return [`After ${nameOf(stage)} it took ${(recoveryMs / 1000).toFixed(1)} s until the ${what} was back.`];
  });
  return told.slice(0, MOST_NAMED);
}

function notReached({ stages }: RunOutcome): string[] {
  const missed = stages.filter(({ durationMs }, index) => durationMs === 0 && isAfterEnd(stages, index));
  if (missed.length === 0) return [];
  return [`${namesOf(missed)} ${missed.length === 1 ? 'was' : 'were'} not reached.`];
}

/** A stage of no time within the run is a jump; one after the last that went on was not reached. */
function isAfterEnd(stages: readonly StageOutcome[], index: number): boolean {
  return stages.slice(index).every(({ durationMs }) => durationMs === 0);
}

function hasCopies({ deliveries: { received } }: StageOutcome): boolean {
  return received > 0;
}

function namesOf(stages: readonly StageOutcome[]): string {
  const named = stages.slice(0, MOST_NAMED).map(nameOf);
  const rest = stages.length - named.length;
  return listed(rest === 0 ? named : [...named, `${formatCount(rest)} more stages`]);
}

function nameOf({ name }: StageOutcome): string {
  return `"${printable(name, LONGEST_NAME)}"`;
}
