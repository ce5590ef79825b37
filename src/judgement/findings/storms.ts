import { type Message, message } from '../../core/language/words.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { StormOutcome } from '../../metrics/storms.js';

/** Users whom a storm took and who did not come back, though there was time, bytes that were cut off with connections, and what did not come to pass. */
export function stormFindings({ storms, floodMs, slowReaders }: RunOutcome): Message[] {
  if (floodMs === 0) return [];
  const isSlowUnreached = slowReaders !== null && slowReaders.users === 0 && slowReaders.planned.atMs >= floodMs;
  const slow = isSlowUnreached ? [message('slow-readers.not-reached', { at: slowReaders.planned.atMs })] : [];
  return [...storms.flatMap((storm) => ofStorm(storm, floodMs)), ...slow];
}

function ofStorm({ planned: { atMs, offlineMs }, cut, back, untaken }: StormOutcome, floodMs: number): Message[] {
  if (cut === 0 && atMs >= floodMs) return [message('storms.not-reached', { at: atMs })];
  const hadTime = atMs + offlineMs < floodMs;
  return [
    ...(back === cut || !hadTime ? [] : [message('storms.not-back', { missing: cut - back, cut, at: atMs })]),
    ...(untaken === 0 ? [] : [message('storms.untaken', { at: atMs, count: untaken })]),
  ];
}
