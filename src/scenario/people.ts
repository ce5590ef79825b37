import { inEnglish, message } from '../core/language/words.js';
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
export async function readPeople(
  kind: RunKind,
  layers: readonly Layer[],
  durationMs: number | undefined,
): Promise<ReadPeople> {
  const { storms, ...stormy } = await readStorms(layers, durationMs);
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
  const isNobody = (share: number): boolean => Math.round(users * share) === 0;
  const told = (share: number): { readonly share: string; readonly users: string } => ({
    share: formatShare(share),
    users: formatCount(users),
  });
  return [
    ...storms
      .filter(({ share }) => isNobody(share))
      .map(({ atMs, share }) => message('notice.nobody-storm', { at: formatTime(atMs), ...told(share) })),
    ...(slowReaders === undefined || !isNobody(slowReaders.share)
      ? []
      : [message('notice.nobody-slow', told(slowReaders.share))]),
  ].map(inEnglish);
}
