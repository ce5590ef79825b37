import { InternalError, systemCodeOf } from '../core/errors.js';
import type { ExitCode } from '../core/exit-codes.js';
import type { Wording } from '../core/language/words.js';
import type { StartWorker } from '../engine/worker-port.js';
import type { EmbeddedServer } from '../practice/embedded.js';

/** Where answers of people come from. */
export type TerminalInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Where text goes to: a terminal, a file or a pipe. */
export type TerminalOutput = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** Signals that ask the program to end. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof END_SIGNALS)[number];

/** The part of `process` that tells of signals. */
export interface SignalSource {
  on(signal: EndSignal, listener: () => void): unknown;
  off(signal: EndSignal, listener: () => void): unknown;
}

/** Something that a build server shows beside the code. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/** Shows an annotation, where there is a build server that can. */
export type Annotate = (annotation: Annotation) => void;

/** Everything of the process that commands may touch. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The language of everything for people. */
  readonly words: Wording;
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly stderr: TerminalOutput;
  readonly signals: SignalSource;
  readonly guard: TerminalGuard;
  /** Faults that no code has caught. */
  readonly faults: UncaughtFaults;
  /** Shows something beside the code, where a build server can; nothing elsewhere. */
  readonly annotate: Annotate;
  /** Where a run's workers live; in threads unless a test says otherwise. */
  readonly startWorker?: StartWorker;
  /** Starts the practice server of `--embedded`; in a process of its own unless a test says otherwise. */
  readonly startPractice?: () => Promise<EmbeddedServer>;
  /** Ends the process at once, the terminal restored. */
  exitNow(code: ExitCode): void;
}

const SHOW_CURSOR_AND_WRAP = '\u001b[?25h\u001b[?7h';
const CLEAR_BELOW = '\u001b[J';

/** Undoes on every way out what a display did to the terminal: a hidden cursor, lines that do not wrap. */
export class TerminalGuard {
  #taken: TerminalOutput | undefined;

  /** Remembers that a display is about to change the terminal behind `output`. */
  take(output: TerminalOutput): void {
    this.#taken = output;
  }

  /** Makes the terminal sane again; without a display it writes nothing. */
  restore(): void {
    this.#taken?.write(SHOW_CURSOR_AND_WRAP);
    this.#taken = undefined;
  }

  /** The same in the middle of a display, whose first line is left alone. */
  cutOff(): void {
    this.#taken?.write(`\n${CLEAR_BELOW}`);
    this.restore();
  }
}

/** Where faults go that no code has caught. A run that goes on is asked first whether it has dealt with them. */
export class UncaughtFaults {
  #handler: ((thrown: unknown) => boolean) | undefined;

  /**
   * From now on `handler` is asked first.
   * @param handler says whether the fault has been dealt with; one that has not ends the program
   */
  setHandler(handler: (thrown: unknown) => boolean): void {
    this.#handler = handler;
  }

  /** Nobody is asked any more. */
  clearHandler(): void {
    this.#handler = undefined;
  }

  /** Somebody threw. @returns whether it has been dealt with */
  report(thrown: unknown): boolean {
    return this.#handler?.(thrown) === true;
  }
}

/** Width that text for people may take. */
export function widthOf(output: TerminalOutput): number {
  return output.columns === undefined || output.columns <= 0 ? 80 : output.columns;
}

/** Lines that a display may take at once. */
export function heightOf(output: TerminalOutput): number {
  return output.rows === undefined || output.rows <= 0 ? 24 : output.rows;
}

/** Writes lines for people. */
export function say(output: TerminalOutput, ...lines: readonly string[]): void {
  for (const line of lines) output.write(`${line}\n`);
}

/** Writes data and resolves when it has been taken, or when the reader has gone away, as `head -1` does. */
export function writeData(output: TerminalOutput, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (error === undefined || error === null || isReaderGone(error)) resolve();
      else reject(new InternalError(`standard output cannot be written: ${error.message}`, { cause: error }));
    });
  });
}

const READER_GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'EIO']);

/** Did writing fail because nobody reads any more: a closed pipe, a terminal that was hung up? */
function isReaderGone(error: Error): boolean {
  return READER_GONE.has(systemCodeOf(error) ?? '');
}

/** Resolves with the first signal that asks for the end. The listeners stay, so that a second one does not cut the closing short. */
export function untilSignal({ signals }: Pick<Io, 'signals'>): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of END_SIGNALS) signals.on(signal, resolve);
  });
}
