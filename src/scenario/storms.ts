import { type Problem, saidProblem } from '../core/errors.js';
import { inEnglish, message } from '../core/language/words.js';
import { isJsonObject } from '../core/json.js';
import type { Storm } from '../core/storms.js';
import { formatTime } from '../core/units.js';
import { isBroken, type Layer } from './layers.js';
import { soundStorms } from './schema/storms.js';

/** How long users are offline where nothing is said. */
const USUAL_OFFLINE_MS = 2000;

/** The storms of a run, in layers that may have problems of their own. */
export interface ReadStorms {
  /** In the order of their times. */
  readonly storms: readonly Storm[];
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

/** @param durationMs of the whole run; undefined where it cannot be known */
export function readStorms(layers: readonly Layer[], durationMs: number | undefined): ReadStorms {
  const layer = layers.findLast((one) => isBroken(one, 'storms') || one.values.storms !== undefined);
  const specs = layer !== undefined && isJsonObject(layer.raw) ? soundStorms(layer.raw['storms']) : [];
  const problems: Problem[] = [];
  const notices: string[] = [];
  const storms: Storm[] = [];
  for (const [index, spec] of specs.entries()) {
    // What is wrong with it by itself was told.
    if (layer === undefined || spec === undefined) continue;
    const { at: atMs, share, offline: offlineMs = USUAL_OFFLINE_MS, how = 'cut', back = 'at-once' } = spec;
    storms.push({ atMs, share, offlineMs, how, back });
    if (durationMs === undefined) continue;
    if (atMs >= durationMs)
      problems.push(
        saidProblem(
          layer.where(['storms', index, 'at']),
          message('fit.storm-late', { at: atMs, duration: durationMs }),
        ),
      );
    else if (atMs + offlineMs >= durationMs)
      notices.push(
        inEnglish(
          message('notice.storm-no-return', {
            at: formatTime(atMs),
            offline: formatTime(offlineMs),
            duration: formatTime(durationMs),
          }),
        ),
      );
  }
  return { storms: storms.toSorted((one, other) => one.atMs - other.atMs), problems, notices };
}
