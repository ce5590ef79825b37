import { type Message, message } from '../../core/language/words.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** Users whom a storm took and who did not come back, though there was time, and bytes that were cut off with connections. */
export function stormFindings({ storms, floodMs }: RunOutcome): Message[] {
  return storms.flatMap(({ planned: { atMs, offlineMs }, cut, back, untaken }) => {
    const hadTime = atMs + offlineMs < floodMs;
    return [
      ...(back === cut || !hadTime ? [] : [message('storms.not-back', { missing: cut - back, cut, at: atMs })]),
      ...(untaken === 0 ? [] : [message('storms.untaken', { at: atMs, count: untaken })]),
    ];
  });
}
