import { amount } from '../../core/text.js';
import { formatCount, formatTime } from '../../core/units.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';

/** Users whom a storm took and who did not come back, though there was time, and bytes that were cut off with connections. */
export function stormFindings({ storms, floodMs }: RunOutcome): string[] {
  return storms.flatMap(({ planned: { atMs, offlineMs }, cut, back, untaken }) => {
    const when = `the storm at ${formatTime(atMs)}`;
    const hadTime = atMs + offlineMs < floodMs;
    return [
      ...(back === cut || !hadTime
        ? []
        : [`${formatCount(cut - back)} of the ${amount(cut, 'user')} of ${when} were not back when the flood ended.`]),
      ...(untaken === 0
        ? []
        : [
            `Of the connections that ended in ${when}, the server had not taken the last bytes of ${formatCount(untaken)}: what is lost of their messages is lost by that, perhaps.`,
          ]),
    ];
  });
}
