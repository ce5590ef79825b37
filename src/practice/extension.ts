import type { ChatServer, ChatSocket } from './chat/events.js';
import type { Route } from './http/route.js';
import type { ChatStorage } from './store/storage.js';

/** A message that the server would take: its sender may write into its room. */
export interface OfferedMessage {
  readonly roomId: string;
  readonly sender: string;
  readonly content: string;
  /** When it came, microseconds of the monotonic clock. */
  readonly receivedUs: number;
}

/**
 * A step in the way of every message, before the server takes it. It calls `next` when the server may take the message, now or later, or `refuse` with what
 * the sender is told; one of the two, once.
 */
export type MessageStep = (message: OfferedMessage, next: () => void, refuse: (why: string) => void) => void;

/** What is added to a practice server: routes, a step in the way of messages, and somebody who watches. */
export interface PracticeExtension {
  readonly routes?: readonly Route[];
  readonly step?: MessageStep;
  /** What stands between the server and its storage, if anything. */
  storage?(inner: ChatStorage): ChatStorage;
  /** The Socket.IO server, before it takes connections. */
  onServer?(io: ChatServer): void;
  /** A connection was accepted; its user is in `socket.data`. */
  onConnection?(socket: ChatSocket): void;
  /** A message was taken, stored and handed to the sockets of its room. */
  onMessage?(message: OfferedMessage): void;
  /** A message was answered with an error. */
  onRefusal?(): void;
  /** The server closes: ends what the extension still has under way. */
  close?(): void;
}

/** Several as one: the steps one after the other, everybody told of everything. */
export function joinExtensions(extensions: readonly PracticeExtension[]): Required<PracticeExtension> {
  return {
    routes: extensions.flatMap(({ routes }) => routes ?? []),
    step: extensions.flatMap(({ step }) => step ?? []).reduceRight(inFrontOf, (_message, next) => next()),
    storage: (inner) => extensions.reduce((outer, extension) => extension.storage?.(outer) ?? outer, inner),
    onServer: (io) => extensions.forEach((extension) => extension.onServer?.(io)),
    onConnection: (socket) => extensions.forEach((extension) => extension.onConnection?.(socket)),
    onMessage: (message) => extensions.forEach((extension) => extension.onMessage?.(message)),
    onRefusal: () => extensions.forEach((extension) => extension.onRefusal?.()),
    close: () => extensions.forEach((extension) => extension.close?.()),
  };
}

function inFrontOf(rest: MessageStep, step: MessageStep): MessageStep {
  return (message, next, refuse) => step(message, () => rest(message, next, refuse), refuse);
}
