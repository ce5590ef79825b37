import { messageOf } from '../core/errors.js';

/** Where lines go: a file, a pipe. */
export interface LineSink {
  /** Resolves when the text has been taken. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** What a {@link LineWriter} tells. */
export interface LineWriterEvents {
  /** The line that stands for `lines` lines that were left out. */
  readonly gapLine: (lines: number) => string;
  /** The sink is too slow for the first time. */
  readonly onSlow: () => void;
  /** The sink has failed; nothing more is written. */
  readonly onFailure: (message: string) => void;
}

/** Characters that may wait for a slow sink. */
const MOST_WAITING = 16 * 1024 * 1024;

/**
 * Hands lines to a sink as soon as it takes them. Nothing waits for a timer, so a process that is killed leaves everything that
 * was said before. Lines that come while the sink is busy are written together; where too many wait, the next are left out and
 * counted.
 */
export class LineWriter {
  readonly #sink: LineSink;
  readonly #events: LineWriterEvents;
  readonly #mostWaiting: number;
  #waiting: string[] = [];
  #waitingLength = 0;
  #leftOut = 0;
  #wasSlow = false;
  #hasFailed = false;
  #writing: Promise<void> | undefined;

  constructor(sink: LineSink, events: LineWriterEvents, mostWaiting = MOST_WAITING) {
    this.#sink = sink;
    this.#events = events;
    this.#mostWaiting = mostWaiting;
  }

  /** Takes one line, without its line end. */
  put(line: string): void {
    if (this.#hasFailed) return;
    if (this.#waitingLength > this.#mostWaiting) {
      this.#leftOut++;
      const isFirst = !this.#wasSlow;
      // Set before it is told, because the telling may put a line here.
      this.#wasSlow = true;
      if (isFirst) this.#events.onSlow();
      return;
    }
    this.#push(line);
  }

  /** Takes the last line, which is never left out, and resolves when everything has been written or nothing more can be. */
  async end(line: string): Promise<void> {
    if (!this.#hasFailed) {
      this.#closeGap();
      this.#push(line);
    }
    await this.#writing;
    try {
      await this.#sink.close();
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #push(line: string): void {
    this.#waiting.push(line, '\n');
    this.#waitingLength += line.length + 1;
    this.#writing ??= this.#writeAll();
  }

  #closeGap(): void {
    if (this.#leftOut === 0) return;
    const line = this.#events.gapLine(this.#leftOut);
    this.#leftOut = 0;
    this.#push(line);
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const text = this.#waiting.join('');
        this.#waiting = [];
        this.#waitingLength = 0;
        await this.#sink.write(text);
        this.#closeGap();
      }
    } catch (thrown) {
      this.#fail(thrown);
    } finally {
      this.#writing = undefined;
    }
  }

  #fail(thrown: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#waiting = [];
    this.#events.onFailure(messageOf(thrown));
  }
}
