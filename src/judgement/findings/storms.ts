import { type Message, message } from '../../core/language/words.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { StormOutcome } from '../../metrics/storms.js';

/** Users whom a storm took and who did not come back, though there was time, bytes that were cut off with connections, and what did not come to pass. */
export function stormFindings({ storms, floodMs }: RunOutcome): Message[] {
  return floodMs === 0 ? [] : storms.flatMap((storm) => ofStorm(storm, floodMs));
}

/**
 * Copies that a server dropped since they were not read in time. A connection carries copies in the order in which the server hands them to it: when all
 * that was sent after everybody read again came, what is missing of before is not on its way.
 */
export function slowReaderFindings({ floodMs, slowReaders, deliveries }: RunOutcome): Message[] {
  if (floodMs === 0 || slowReaders === null) return [];
  const { users, dropped, held, planned } = slowReaders;
  if (users === 0 && planned.atMs >= floodMs) return [message('slow-readers.not-reached', { at: planned.atMs })];
  if (dropped === 0) return [];
  const isCertain = planned.atMs + planned.durationMs < floodMs && deliveries.lost === 0;
  return [message(isCertain ? 'slow-readers.dropped' : 'slow-readers.not-come', { dropped, held })];
}

function ofStorm({ planned: { atMs, offlineMs }, cut, back, untaken }: StormOutcome, floodMs: number): Message[] {
  if (cut === 0 && atMs >= floodMs) return [message('storms.not-reached', { at: atMs })];
  const hadTime = atMs + offlineMs < floodMs;
  return [
    ...(back === cut || !hadTime ? [] : [message('storms.not-back', { missing: cut - back, cut, at: atMs })]),
    ...(untaken === 0 ? [] : [message('storms.untaken', { at: atMs, count: untaken })]),
  ];
}
