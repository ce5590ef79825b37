import { type Problem, saidProblem } from '../core/errors.js';
import { inEnglish, message } from '../core/language/words.js';
import type { StormSpec } from './storm-texts.js';
import type { Storm } from '../core/storms.js';
import { formatTime } from '../core/units.js';
import { isBroken, type Layer, rawOf } from './layers.js';

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
export async function readStorms(layers: readonly Layer[], durationMs: number | undefined): Promise<ReadStorms> {
  const layer = layers.findLast((one) => isBroken(one, 'storms') || one.values.storms !== undefined);
  const specs = layer === undefined ? [] : (layer.values.storms ?? (await soundIn(layer)));
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

/** Of storms some of which are wrong, those that are not. */
async function soundIn(layer: Layer): Promise<readonly (StormSpec | undefined)[]> {
  const { soundStorms } = await import('./schema/storms.js');
  return soundStorms(rawOf(layer, 'storms'));
}
