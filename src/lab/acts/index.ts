import { parseTimeMs, TIME_FORMAT } from '../../core/units.js';
import type { Act, ActKind, TimedAct } from './act.js';
import { askAct } from './ask.js';
import { cacheAct, databaseAct } from './companion.js';
import { filterAct } from './filter.js';
import { countAct, killAct, momentAct, restartAct, signalAct } from './server.js';

/** Every kind of act, by its name in exercise files. */
const ACTS: Readonly<Record<string, ActKind>> = {
  ask: askAct,
  cache: cacheAct,
  'count-connections': countAct,
  database: databaseAct,
  filter: filterAct,
  'kill-instance': killAct,
  moment: momentAct,
  restart: restartAct,
  signal: signalAct,
};

/** Reads `filter delay=900ms`. @throws Error with what is wrong with it */
export function readAct(text: string): Act {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const kind = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (kind === undefined) throw new Error(`"${name}" is no act; there is ${Object.keys(ACTS).join(', ')}`);
  return kind(words.join(' '));
}

/** Reads `10s: filter hang`. @throws Error with what is wrong with it */
export function readTimedAct(text: string): TimedAct {
  const [, time = '', rest = ''] = /^\s*([^:]*?)\s*:\s*(.*)$/s.exec(text) ?? [];
  const atMs = parseTimeMs(time);
  if (atMs === undefined) throw new Error(`"${text}" must begin with ${TIME_FORMAT}, and a colon`);
  return { atMs, act: readAct(rest) };
}
