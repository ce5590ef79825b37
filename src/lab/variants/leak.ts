import { EventEmitter } from 'node:events';
import { nowUs } from '../../core/clock.js';
import type { ChatSocket } from '../../practice/chat/events.js';
import type { OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import { parseFaults } from '../../practice/faults/parse.js';
import type { ExerciseVariants, VariantParts } from './variant.js';

/** How long a message counts as unread, and how often it is looked who is still there. */
const UNREAD_MS = 3_600_000;
const LOOK_EVERY_MS = 10_000;
/** Messages that are kept for those who come later. */
const KEPT_MESSAGES = 1000;

/** 2-2: three things that are kept for ever, and the same three with an end. */
export const leakVariants: ExerciseVariants = {
  broken: [{ name: 'keeps-everything', make: () => server(new KeepsEverything()) }],
  solved: { name: 'bounded', make: () => server(new Bounded()) },
};

/** The practice server's own history grows, too, which is another exercise's subject: here it keeps none. */
function server(extension: PracticeExtension): VariantParts {
  return { options: { faults: parseFaults(['forget-message=1/1']) }, extensions: [extension] };
}

/** Keeps each message, each timer and each listener, and with the listeners the sockets. */
class KeepsEverything implements PracticeExtension {
  readonly #unread: OfferedMessage[] = [];
  readonly #looks = new EventEmitter().setMaxListeners(0);
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #look = setInterval(() => this.#looks.emit('look'), LOOK_EVERY_MS);

  onConnection(socket: ChatSocket): void {
    const seen = { lastUs: nowUs() };
    this.#looks.on('look', () => {
      if (socket.connected) seen.lastUs = nowUs();
    });
  }

  onMessage(message: OfferedMessage): void {
    this.#unread.push(message);
    this.#timers.push(setTimeout(() => this.#unread.includes(message), UNREAD_MS));
  }

  close(): void {
    clearInterval(this.#look);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** The same for those who are there and for the latest messages, with one timer for all. */
class Bounded implements PracticeExtension {
  readonly #unread: OfferedMessage[] = [];
  readonly #lastUs = new Map<ChatSocket, number>();
  readonly #look = setInterval(() => this.#onLook(), LOOK_EVERY_MS);

  onConnection(socket: ChatSocket): void {
    this.#lastUs.set(socket, nowUs());
    socket.once('disconnect', () => this.#lastUs.delete(socket));
  }

  onMessage(message: OfferedMessage): void {
    this.#unread.push(message);
    if (this.#unread.length > KEPT_MESSAGES) this.#unread.shift();
  }

  close(): void {
    clearInterval(this.#look);
  }

  #onLook(): void {
    for (const socket of this.#lastUs.keys()) this.#lastUs.set(socket, nowUs());
    const sinceUs = nowUs() - UNREAD_MS * 1000;
    while ((this.#unread[0]?.receivedUs ?? sinceUs) < sinceUs) this.#unread.shift();
  }
}
