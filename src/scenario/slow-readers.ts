import { type Problem, saidProblem } from '../core/errors.js';
import { inEnglish, message } from '../core/language/words.js';
import type { RunKind } from '../core/plan.js';
import type { SlowReaders } from '../core/slow-readers.js';
import { formatTime } from '../core/units.js';
import { type Layer, pick } from './layers.js';

/** Where nothing is said: they stop after this share of the run, and for this share of what is left. */
const USUAL_START = 1 / 4;
const USUAL_SHARE = 2 / 3;

/** The slow readers of a run, in layers that may have problems of their own. */
export interface ReadSlowReaders {
  readonly slowReaders: SlowReaders | undefined;
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

/** @param durationMs of the whole run; undefined where it cannot be known */
export function readSlowReaders(
  kind: RunKind,
  layers: readonly Layer[],
  durationMs: number | undefined,
): ReadSlowReaders {
  const found = pick(layers, 'slowReaders');
  if (found === undefined || durationMs === undefined || kind !== 'run')
    return { slowReaders: undefined, problems: [], notices: [] };
  const { share, at: atMs = Math.round(durationMs * USUAL_START) } = found.value;
  const { for: lengthMs = Math.max(1, Math.round((durationMs - atMs) * USUAL_SHARE)) } = found.value;
  const slowReaders = { share, atMs, durationMs: lengthMs };
  if (atMs >= durationMs)
    return {
      slowReaders,
      problems: [
        saidProblem(
          found.layer.where(['slowReaders', 'at']),
          message('fit.slow-late', { at: atMs, duration: durationMs }),
        ),
      ],
      notices: [],
    };
  const endMs = atMs + lengthMs;
  return {
    slowReaders,
    problems: [],
    notices:
      endMs < durationMs
        ? []
        : [
            inEnglish(
              message('notice.slow-to-the-end', { length: formatTime(lengthMs), duration: formatTime(durationMs) }),
            ),
          ],
  };
}
