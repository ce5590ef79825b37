import type { Socket } from 'node:net';
import { nowUs } from '../core/clock.js';
import type { FaultClock } from './fault-clock.js';
import type { SharedLine } from './shared-line.js';

/** What waits in one direction of a connection; who sends more is asked to wait. */
const MOST_WAITING_BYTES = 4 * 2 ** 20;

/** Something on its way; the end of what a side has to say comes behind all of it. */
interface Piece {
  readonly bytes: Buffer | 'end';
  readonly dueUs: number;
}

/** What a lane tells of what goes over it. */
export interface LaneListener {
  /** So many bytes were handed over. */
  readonly onBytes: (bytes: number) => void;
  /** So many bytes that were due are kept, since nothing gets through. */
  readonly onHeld: (bytes: number) => void;
}

/** One direction of one connection: takes what one end sends and hands it to the other when it is due, in its order. */
export class Lane {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #line: SharedLine;
  readonly #clock: FaultClock;
  readonly #listener: LaneListener;
  readonly #pieces: Piece[] = [];
  #waitingBytes = 0;
  #lastDueUs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isFull = false;
  /** Pieces at the front that were counted as held. */
  #heldPieces = 0;

  constructor(source: Socket, sink: Socket, line: SharedLine, clock: FaultClock, listener: LaneListener) {
    this.#source = source;
    this.#sink = sink;
    this.#line = line;
    this.#clock = clock;
    this.#listener = listener;
    source.on('data', (bytes: Buffer) => this.#take(bytes));
    source.on('end', () => this.#put('end', this.#line.send(0)));
    sink.on('drain', () => {
      this.#isFull = false;
      this.#pump();
    });
  }

  /** Hands nothing over from then on. */
  close(): void {
    if (this.#clock.hangsForMs() > 0) this.#hold();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pieces.length = 0;
  }

  #take(bytes: Buffer): void {
    const { pieceBytes } = this.#line;
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const piece = bytes.subarray(from, from + pieceBytes);
      this.#waitingBytes += piece.length;
      this.#put(piece, this.#line.send(piece.length));
    }
    if (this.#waitingBytes > MOST_WAITING_BYTES) this.#source.pause();
  }

  #put(bytes: Piece['bytes'], dueUs: number): void {
    // However long a piece takes, none overtakes it.
    this.#lastDueUs = Math.max(this.#lastDueUs, dueUs);
    this.#pieces.push({ bytes, dueUs: this.#lastDueUs });
    this.#pump();
  }

  #pump(): void {
    if (this.#timer !== undefined || this.#isFull) return;
    const hangsMs = this.#clock.hangsForMs();
    const now = nowUs();
    if (hangsMs === 0) this.#handDue(now);
    if (this.#waitingBytes <= MOST_WAITING_BYTES / 2 && this.#source.isPaused()) this.#source.resume();
    const [next] = this.#pieces;
    if (next === undefined || this.#isFull) return;
    // A timer may come a little too soon, and is set again then.
    const waitMs = Math.max(hangsMs, (next.dueUs - now) / 1000, 0.5);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (hangsMs > 0) this.#hold();
      this.#pump();
    }, waitMs);
  }

  #handDue(now: number): void {
    let handed = 0;
    for (const { bytes, dueUs } of this.#pieces) {
      if (dueUs > now || this.#isFull) break;
      handed++;
      this.#hand(bytes);
    }
    this.#pieces.splice(0, handed);
    this.#heldPieces = Math.max(0, this.#heldPieces - handed);
  }

  #hand(bytes: Piece['bytes']): void {
    if (bytes === 'end') {
      this.#sink.end();
      return;
    }
    this.#waitingBytes -= bytes.length;
    this.#listener.onBytes(bytes.length);
    this.#isFull = !this.#sink.write(bytes);
  }

  /** Counts what is due now and kept, each piece once. */
  #hold(): void {
    const now = nowUs();
    for (const { bytes, dueUs } of this.#pieces.slice(this.#heldPieces)) {
      if (dueUs > now) break;
      this.#heldPieces++;
      if (bytes !== 'end') this.#listener.onHeld(bytes.length);
    }
  }
}
