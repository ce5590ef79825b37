import type { ChatServer } from '../chat/events.js';
import type { ActiveFault, ActiveFaults } from './active.js';
import { terminate } from './sockets.js';

/** Faults that strike once, some time after the first chat message. */
export interface Outages {
  /** To be called for every message; the first one starts the clocks. */
  messageReceived(): void;
  close(): void;
}

/** @param onCut called for every socket that `cut` has cut */
export function createOutages(active: ActiveFaults, io: ChatServer, onCut: () => void): Outages {
  const stall = active.get('stall');
  const cut = active.get('cut');
  const timers: NodeJS.Timeout[] = [];
  let hasStarted = false;
  return {
    messageReceived() {
      if (hasStarted) return;
      hasStarted = true;
      if (stall !== undefined) timers.push(setTimeout(() => standStill(stall), stall.parameters.afterMs));
      if (cut !== undefined) timers.push(setTimeout(() => cutShare(cut, io, onCut), cut.parameters.afterMs));
    },
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

/** Blocks the thread, so that sockets, timers and HTTP all wait, as they do behind a synchronous call. */
function standStill(fault: ActiveFault<'stall'>): void {
  fault.tally.once();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fault.parameters.durationMs);
}

/** Cuts exactly floor(sockets * share) sockets, spread evenly over the order in which they connected. */
function cutShare(fault: ActiveFault<'cut'>, io: ChatServer, onCut: () => void): void {
  // Multiplied first: 29 / 100 * 100 is less than 29.
  const sharesUpTo = (sockets: number): number => Math.floor((sockets * fault.parameters.percent) / 100);
  for (const [index, socket] of [...io.of('/').sockets.values()].entries()) {
    if (sharesUpTo(index + 1) === sharesUpTo(index)) continue;
    fault.tally.toUser(socket.data.username);
    onCut();
    terminate(socket.conn);
  }
}
