import { recognised } from '../../core/language/recognise.js';
import type { AnyMessage } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';
import type { OwnPhaseName } from '../../core/phases.js';
import { usualHintOf } from '../main/failures.js';
import type { StepOutcome } from './check-step.js';
import { type ScenePhase, STEP_MS } from './scene.js';

/** What a phase of both users came to. @param what was done, of which the first part says what it is */
export function outcomeOfPhase(
  phase: OwnPhaseName,
  { total: all, succeeded: done, failures, isLate }: ScenePhase,
  what: readonly AnyMessage[],
): StepOutcome {
  const [first] = failures;
  if (first === undefined && all > 0 && done === all)
    return { state: 'ok', text: message('check.done', { done, all, what }) };
  const unfinished = isLate ? message('check.late', { time: STEP_MS }) : message('check.not-done');
  const why =
    first === undefined ? unfinished : message('check.why', { example: recognised(first.example), kind: first.kind });
  return {
    state: 'failed',
    text: message('check.failed', { done, all, what: what[0] ?? '', why }),
    change: usualHintOf(phase),
  };
}
