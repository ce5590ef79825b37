import { type ActiveFaults, countEvery } from './active.js';
import { createTextFault } from './texts.js';

/**
 * Faults of whole messages. Each counts the messages that reach it, in this order: one whose sender is cut for it is not counted
 * by the next three, one answered with an error not by the next two, and a lost one not by the last.
 */
export interface MessageFaults {
  /** `close`: does it cost its sender the connection? */
  closes(roomId: string): boolean;
  /** `error`: is this message to be answered with an error event? */
  answersError(roomId: string): boolean;
  /** `lose-message`: is it to vanish? */
  loses(roomId: string): boolean;
  /** `forget-message`: is it to be kept out of the history? */
  forgets(roomId: string): boolean;
  /** `mangle`: what becomes of its text, which is stored and delivered like that. */
  textOf(roomId: string, text: string): string;
}

export function createMessageFaults(active: ActiveFaults): MessageFaults {
  return {
    closes: everyNthMessage(active, 'close'),
    answersError: everyNthMessage(active, 'error'),
    loses: everyNthMessage(active, 'lose-message'),
    forgets: everyNthMessage(active, 'forget-message'),
    textOf: createTextFault(active),
  };
}

function everyNthMessage(
  active: ActiveFaults,
  name: 'close' | 'error' | 'lose-message' | 'forget-message',
): (roomId: string) => boolean {
  const fault = active.get(name);
  if (fault === undefined) return () => false;
  const isNth = countEvery(fault.parameters.everyNth);
  return (roomId) => {
    const applies = isNth();
    if (applies) fault.tally.inRoom(roomId);
    return applies;
  };
}
