import { nowUs } from '../../core/clock.js';
import { createRandom } from '../../core/random.js';
import type { ChatMessage } from '../chat/message.js';
import type { MessageLog, StoredMessage } from '../store/message-log.js';
import type { ActiveFault, ActiveFaults } from './active.js';
import { DueQueue } from './due-queue.js';
import type { FaultName } from './fault.js';

/** A step between receiving a message and broadcasting it. */
export interface TimingStep {
  accept(message: ChatMessage): void;
  /** Drops what is still held and ends every timer. */
  close(): void;
}

/** How long a held message waits for its sender's next one. */
const SWAP_FLUSH_MS = 1000;

/** The same jitter in every run. */
const JITTER_SEED = 1;

/** `capacity`, then `swap`, then `delay`, `jitter` and `slower` added up, then `deliver`; without any of them, `deliver` at once. */
export function createTiming(active: ActiveFaults, deliver: (message: ChatMessage) => void): TimingStep {
  const [capacity, swap] = [active.get('capacity'), active.get('swap')];
  const waiting = createWaiting(active, deliver);
  const swapping = swap === undefined ? waiting : inFront(createSwap, swap, waiting);
  return capacity === undefined ? swapping : inFront(createCapacity, capacity, swapping);
}

/** A step whose messages go on to `next`. */
function inFront<Name extends FaultName>(
  create: (fault: ActiveFault<Name>, deliver: (message: ChatMessage) => void) => TimingStep,
  fault: ActiveFault<Name>,
  next: TimingStep,
): TimingStep {
  const step = create(fault, (message) => next.accept(message));
  return {
    accept: (message) => step.accept(message),
    close() {
      step.close();
      next.close();
    },
  };
}

/**
 * One queue, and one who serves it, each message in the same time. What is due when follows from the arrivals alone, so that a timer that is
 * late takes nothing from the capacity. Messages that had to wait are counted.
 */
function createCapacity(fault: ActiveFault<'capacity'>, deliver: (message: ChatMessage) => void): TimingStep {
  const serviceMs = 1000 / fault.parameters.messagesPerSecond;
  let freeAtMs = 0;
  const queue = new DueQueue<ChatMessage>(deliver, { isFrugal: true });
  return {
    accept(message) {
      const now = nowUs() / 1000;
      if (freeAtMs > now) fault.tally.inRoom(message.payload.roomId);
      freeAtMs = Math.max(now, freeAtMs) + serviceMs;
      queue.push(freeAtMs, message);
    },
    close: () => queue.close(),
  };
}

/** Waits a fixed and a random time; a message is never due before an earlier one of the same sender. */
function createWaiting(active: ActiveFaults, deliver: (message: ChatMessage) => void): TimingStep {
  const delay = active.get('delay');
  const jitter = active.get('jitter');
  const slower = active.get('slower');
  if (delay === undefined && jitter === undefined && slower === undefined)
    return { accept: deliver, close: () => undefined };
  let messages = 0;
  const random = createRandom(JITTER_SEED, 'jitter');
  const lastDueMs = new Map<string, number>();
  const queue = new DueQueue<ChatMessage>(deliver);
  return {
    accept(message) {
      const jitterMs = jitter === undefined ? 0 : random.next() * jitter.parameters.durationMs;
      const slowerMs = ((slower?.parameters.durationMs ?? 0) * messages++) / 1000;
      const waitMs = (delay?.parameters.durationMs ?? 0) + jitterMs + slowerMs;
      const dueMs = Math.max(nowUs() / 1000 + waitMs, lastDueMs.get(message.payload.sender) ?? 0);
      lastDueMs.set(message.payload.sender, dueMs);
      delay?.tally.inRoom(message.payload.roomId);
      jitter?.tally.inRoom(message.payload.roomId);
      slower?.tally.inRoom(message.payload.roomId);
      queue.push(dueMs, message);
    },
    close: () => queue.close(),
  };
}

interface SenderInRoom {
  messages: number;
  held: { readonly message: ChatMessage; readonly timer: NodeJS.Timeout } | undefined;
}

/**
 * Holds every nth message of a sender in a room until the next one has gone. A message that releases a held one is not
 * itself held, and one that is flushed because no next came is not counted as swapped.
 */
function createSwap(fault: ActiveFault<'swap'>, deliver: (message: ChatMessage) => void): TimingStep {
  const senders = new Map<string, SenderInRoom>();

  const hold = (state: SenderInRoom, message: ChatMessage): void => {
    const flush = (): void => {
      state.held = undefined;
      deliver(message);
    };
    state.held = { message, timer: setTimeout(flush, SWAP_FLUSH_MS) };
  };

  return {
    accept(message) {
      const { roomId, sender } = message.payload;
      const key = JSON.stringify([roomId, sender]);
      const state = senders.get(key) ?? { messages: 0, held: undefined };
      senders.set(key, state);
      state.messages++;
      if (state.held !== undefined) {
        const { held } = state;
        clearTimeout(held.timer);
        state.held = undefined;
        deliver(message);
        deliver(held.message);
        fault.tally.inRoom(roomId);
      } else if (state.messages % fault.parameters.everyNth === 0) hold(state, message);
      else deliver(message);
    },
    close() {
      for (const state of senders.values()) clearTimeout(state.held?.timer);
      senders.clear();
    },
  };
}

/** A message on its way to the history of its room. */
export interface Storing {
  readonly roomId: string;
  /** Undefined where histories are not in memory. */
  readonly log: MessageLog | undefined;
  readonly message: StoredMessage;
}

/** What puts messages into histories. */
export interface StoreStep {
  accept(storing: Storing): void;
  /** Drops what is still held, as a server does that ends before it has written it. */
  close(): void;
}

/** Stores messages at once, or `store-late`. @param onStored called for every message as it is stored */
export function createStoring(active: ActiveFaults, onStored: () => void): StoreStep {
  const store = ({ log, message }: Storing): void => {
    log?.append(message);
    onStored();
  };
  const late = active.get('store-late');
  if (late === undefined) return { accept: store, close: () => undefined };
  // All of them wait equally long, so that every history stays in order.
  const queue = new DueQueue<Storing>(store);
  return {
    accept(storing) {
      late.tally.inRoom(storing.roomId);
      queue.push(nowUs() / 1000 + late.parameters.durationMs, storing);
    },
    close: () => queue.close(),
  };
}
