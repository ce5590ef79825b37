import type { ChatMessage } from '../chat/message.js';
import { type ActiveFault, type ActiveFaults, countEvery } from './active.js';
import type { TimingStep } from './timing.js';

/** Takes messages of one room that are to be delivered together; a list is one that is delivered as such. */
export type Deliver = (messages: readonly ChatMessage[], isList: boolean) => void;

/** `quote`, then `batch`, then `deliver`; without either, `deliver` at once. */
export function createPacking(active: ActiveFaults, deliver: Deliver): TimingStep {
  const batch = active.get('batch');
  const packing =
    batch === undefined
      ? { accept: (message: ChatMessage) => deliver([message], false), close: () => undefined }
      : createBatches(batch, deliver);
  const quote = active.get('quote');
  if (quote === undefined) return packing;
  const withQuote = createQuotes(quote);
  return { accept: (message) => packing.accept(withQuote(message)), close: () => packing.close() };
}

/** Every nth message that has one before it in its room quotes that one; counted when its copies are handed to sockets. */
function createQuotes(fault: ActiveFault<'quote'>): (message: ChatMessage) => ChatMessage {
  const latest = new Map<string, ChatMessage['payload']>();
  const isNth = countEvery(fault.parameters.everyNth);
  return (message) => {
    const { payload } = message;
    const before = latest.get(payload.roomId);
    latest.set(payload.roomId, payload);
    if (before === undefined || !isNth()) return message;
    const { sender, content } = before;
    return { ...message, payload: { ...payload, replyTo: { sender, content } } };
  };
}

/** Collects the messages of a room, from the first one on, for the time that the fault says. */
function createBatches(fault: ActiveFault<'batch'>, deliver: Deliver): TimingStep {
  const open = new Map<string, { readonly messages: ChatMessage[]; readonly timer: NodeJS.Timeout }>();
  const flush = (roomId: string): void => {
    const messages = open.get(roomId)?.messages ?? [];
    open.delete(roomId);
    deliver(messages, true);
  };
  return {
    accept(message) {
      const { roomId } = message.payload;
      fault.tally.inRoom(roomId);
      const batch = open.get(roomId);
      if (batch !== undefined) batch.messages.push(message);
      else open.set(roomId, { messages: [message], timer: setTimeout(flush, fault.parameters.durationMs, roomId) });
    },
    close() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}
