import { fallsAfter } from '../../core/stages.js';
import type { Text } from '../../core/language/template.js';
import { type Message, message } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { RunOutcome, StageOutcome } from '../../metrics/run-outcome.js';
import { comesBackTo, recoveriesOf, tooShortAfterMs } from '../recovery.js';

const LONGEST_NAME = 60;
/** More stages are counted, not named. */
const MOST_NAMED = 5;

/** How long it took to recover from a peak, and what was not reached. */
export function stageFindings(outcome: RunOutcome): Message[] {
  return outcome.floodMs === 0 ? [] : [...recoveries(outcome), ...notReached(outcome)];
}

/** What was lost where nothing is measured: no threshold and no verdict tells of it. */
export function unmeasuredFindings({ stages }: RunOutcome): Message[] {
  const lossy = stages.filter(({ measured, deliveries: { lost } }) => !measured && lost > 0);
  if (lossy.length === 0) return [];
  const lost = lossy.reduce((sum, { deliveries }) => sum + deliveries.lost, 0);
  return [message('stages.unmeasured', { count: lost, stages: namesOf(lossy) })];
}

/** Where the load fell: after a rise there is nothing that one would wait to come back. */
function recoveries(outcome: RunOutcome): Message[] {
  const { stages } = outcome;
  const planned = stages.map(({ durationMs, plannedFrom, plannedTo }) => ({
    durationMs,
    from: plannedFrom,
    to: plannedTo,
  }));
  const fallen = stages.map((_, index) => fallsAfter(planned, index) && comesBackTo(stages, index) !== undefined);
  if (!fallen.includes(true)) return [];
  const times = recoveriesOf(outcome);
  const told = stages.flatMap((stage, index): Message[] => {
    const before = comesBackTo(stages, index);
    const recoveryMs = times[index] ?? null;
    if (before === undefined || fallen[index] !== true || !hasCopies(before) || recoveryMs === 0) return [];
    const names = { stage: nameOf(stage), before: nameOf(before) };
    if (recoveryMs !== null) return [message('stages.back', { ...names, time: recoveryMs })];
    const restMs = tooShortAfterMs(stages, index);
    return [
      restMs === undefined
        ? message('stages.not-back', names)
        : message('stages.too-short', { ...names, rest: restMs }),
    ];
  });
  return told.slice(0, MOST_NAMED);
}

function notReached({ stages }: RunOutcome): Message[] {
  const missed = stages.filter(({ durationMs }, index) => durationMs === 0 && isAfterEnd(stages, index));
  if (missed.length === 0) return [];
  return [message('stages.not-reached', { stages: namesOf(missed), count: missed.length })];
}

/** A stage of no time within the run is a jump; one after the last that went on was not reached. */
function isAfterEnd(stages: readonly StageOutcome[], index: number): boolean {
  return stages.slice(index).every(({ durationMs }) => durationMs === 0);
}

function hasCopies({ deliveries: { received } }: StageOutcome): boolean {
  return received > 0;
}

function namesOf(stages: readonly StageOutcome[]): Text[] {
  const named = stages.slice(0, MOST_NAMED).map(nameOf);
  const rest = stages.length - named.length;
  return rest === 0 ? named : [...named, message('stages.more', { count: rest })];
}

function nameOf({ name }: StageOutcome): string {
  return `"${printable(name, LONGEST_NAME)}"`;
}
