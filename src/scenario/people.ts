import type { Problem } from '../core/errors.js';
import type { RunKind, RunPlan } from '../core/plan.js';
import { formatCount, formatShare, formatTime } from '../core/units.js';
import { type Layer, pick } from './layers.js';
import { readSessions } from './sessions.js';
import { readSlowReaders } from './slow-readers.js';
import { readStorms } from './storms.js';

/** What people do while the load goes on, in layers that may have problems of their own. */
export interface ReadPeople {
  readonly plan: Pick<RunPlan, 'storms' | 'sessions' | 'slowReaders'>;
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

/** @param durationMs of the whole run; undefined where it cannot be known */
export function readPeople(kind: RunKind, layers: readonly Layer[], durationMs: number | undefined): ReadPeople {
  const { storms, ...stormy } = readStorms(layers, durationMs);
  const { sessions, ...cyclic } = readSessions(layers, durationMs);
  const { slowReaders, ...slow } = readSlowReaders(kind, layers, durationMs);
  return {
    plan: {
      ...(storms.length === 0 ? {} : { storms }),
      ...(sessions === undefined ? {} : { sessions }),
      ...(slowReaders === undefined ? {} : { slowReaders }),
    },
    problems: [...stormy.problems, ...slow.problems],
    notices: [...stormy.notices, ...cyclic.notices, ...slow.notices, ...nobodies(layers, storms, slowReaders)],
  };
}

/** Shares of the users that are nobody. */
function nobodies(
  layers: readonly Layer[],
  storms: NonNullable<RunPlan['storms']>,
  slowReaders: RunPlan['slowReaders'],
): string[] {
  const users = pick(layers, 'users')?.value;
  if (users === undefined) return [];
  const parts = [
    ...storms.map(({ atMs, share }) => ({ what: `the storm at ${formatTime(atMs)} takes`, share })),
    ...(slowReaders === undefined ? [] : [{ what: 'slow readers are', share: slowReaders.share }]),
  ];
  return parts
    .filter(({ share }) => Math.round(users * share) === 0)
    .map(({ what, share }) => `${what} nobody: ${formatShare(share)} of ${formatCount(users)} users is less than one`);
}
