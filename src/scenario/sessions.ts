import { inEnglish, message } from '../core/language/words.js';
import type { SessionTimes } from '../core/sessions.js';
import { formatTime } from '../core/units.js';
import { type Layer, pick } from './layers.js';

/** The sessions of a run, in layers that may have problems of their own. */
export interface ReadSessions {
  readonly sessions: SessionTimes | undefined;
  readonly notices: readonly string[];
}

/** @param durationMs of the whole run; undefined where it cannot be known */
export function readSessions(layers: readonly Layer[], durationMs: number | undefined): ReadSessions {
  const found = pick(layers, 'sessions');
  if (found === undefined) return { sessions: undefined, notices: [] };
  const { length: lengthMs, pause: pauseMs } = found.value;
  const isTooLong = durationMs !== undefined && pauseMs.min >= durationMs;
  return {
    sessions: { lengthMs, pauseMs },
    notices: isTooLong
      ? [
          inEnglish(
            message('notice.sessions-no-return', { away: formatTime(pauseMs.min), duration: formatTime(durationMs) }),
          ),
        ]
      : [],
  };
}
