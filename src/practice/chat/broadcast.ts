import type { FaultTally } from '../faults/active.js';
import type { CopyFaults } from '../faults/copies.js';
import type { Deliver } from '../faults/packing.js';
import type { ReceiptFault } from '../faults/receipts.js';
import type { Replays } from '../faults/replays.js';
import type { RoomStore } from '../store/rooms.js';
import type { TruthCounters } from '../truth.js';
import type { ChatServer } from './events.js';
import type { ChatMessage, MessageContent, MessagePayload } from './message.js';

/** What a broadcast has to do with. */
export interface BroadcastParts {
  readonly counters: TruthCounters;
  readonly rooms: Pick<RoomStore, 'get'>;
  /** Undefined when no such fault is on. */
  readonly copyFaults: CopyFaults | undefined;
  /** Told of every copy with a quote. */
  readonly quotes: Pick<FaultTally, 'inRoom'> | undefined;
  /** Undefined when copies ask for no receipt. */
  readonly receipts: ReceiptFault | undefined;
  readonly replays: Replays;
}

/**
 * Hands messages of a room to every socket in it. They are encoded once, however many receive them; single receivers are
 * looked at only under faults of copies, and where each is asked for a receipt.
 */
export function createBroadcast(
  io: ChatServer,
  { counters, rooms: known, copyFaults, quotes, receipts, replays }: BroadcastParts,
): Deliver {
  const { rooms } = io.of('/').adapter;
  return (messages, isList) => {
    const roomId = messages[0]?.payload.roomId ?? '';
    counters.messagesBroadcast += messages.length;
    for (const { payload } of messages) replays.noteDelivered(payload);
    const receivers = rooms.get(roomId);
    const participants = known.get(roomId)?.participants.size ?? 0;
    counters.copiesAbsent += messages.length * Math.max(0, participants - (receivers?.size ?? 0));
    if (receivers === undefined) return;
    const count = (payloads: readonly MessagePayload[], copies: number): void => {
      counters.copiesDelivered += payloads.length * copies;
      if (quotes === undefined) return;
      const quoting = payloads.filter(({ replyTo }) => replyTo !== undefined).length;
      for (let quote = 0; quote < quoting * copies; quote++) quotes.inRoom(roomId);
    };
    const all = messages.map(({ payload }) => payload);
    if (copyFaults === undefined && receipts === undefined) {
      count(all, receivers.size);
      io.to(roomId).emit('message', contentOf(all, isList));
      return;
    }
    const hand = (socketId: string, payloads: readonly MessagePayload[]): void => {
      if (payloads.length === 0) return;
      count(payloads, 1);
      const content = contentOf(payloads, isList);
      if (receipts === undefined) io.to(socketId).emit('message', content);
      else receipts.send(socketId, content, roomId, payloads.length);
    };
    const plans = messages.map((message) => planOf(message, receivers, copyFaults));
    for (const socketId of receivers)
      hand(
        socketId,
        plans.flatMap(({ payload, withheld }) => (withheld.includes(socketId) ? [] : [payload])),
      );
    // Second copies are events of their own: in one list with the first ones they would be none.
    for (const { payload, repeated } of plans) for (const socketId of repeated) hand(socketId, [payload]);
  };
}

function planOf(
  { payload, senderSocketId }: ChatMessage,
  receivers: ReadonlySet<string>,
  copyFaults: CopyFaults | undefined,
): { readonly payload: MessagePayload; readonly withheld: readonly string[]; readonly repeated: readonly string[] } {
  const plan = copyFaults?.(payload.roomId, receivers, senderSocketId) ?? { withheld: [], repeated: [] };
  return { payload, ...plan };
}

function contentOf(payloads: readonly MessagePayload[], isList: boolean): MessageContent {
  const [first] = payloads;
  return isList || first === undefined ? payloads : first;
}
