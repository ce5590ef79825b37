import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import type { RunHandle } from '../../engine/main/run.js';
import { END_SIGNALS, type EndSignal, type Io } from '../io.js';

/** A signal as runs and exit codes know it: a terminal that hangs up ends a run as SIGTERM does. */
export type RunSignal = 'SIGINT' | 'SIGTERM';

/** The part of a run that signals reach. */
type Stoppable = Pick<RunHandle, 'stop' | 'abandon'>;

/**
 * What Ctrl-C and `kill` do from the moment that a command begins: the first ends the run in good order, the second reports
 * now, the third ends the program at once.
 */
export class Interrupts {
  readonly #io: Io;
  readonly #listeners: readonly { readonly signal: EndSignal; readonly listener: () => void }[];
  #count = 0;
  #first: RunSignal | undefined;
  #run: Stoppable | undefined;
  #tell: (message: string) => void = () => undefined;

  constructor(io: Io) {
    this.#io = io;
    this.#listeners = END_SIGNALS.map((signal) => ({
      signal,
      listener: () => this.#onSignal(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM'),
    }));
    for (const { signal, listener } of this.#listeners) io.signals.on(signal, listener);
  }

  /** The first signal that came, if any. */
  get first(): RunSignal | undefined {
    return this.#first;
  }

  /** From now on signals are for this run, a signal that has come before included. */
  attach(run: Stoppable, tell: (message: string) => void): void {
    this.#run = run;
    this.#tell = tell;
    if (this.#first !== undefined) run.stop(this.#first);
  }

  /** Leaves signals to others again. */
  dispose(): void {
    for (const { signal, listener } of this.#listeners) this.#io.signals.off(signal, listener);
  }

  #onSignal(signal: RunSignal): void {
    this.#count++;
    this.#first ??= signal;
    if (this.#count > 2 || (this.#count > 1 && this.#run === undefined))
      this.#io.exitNow(exitCodeOfSignal(this.#first));
    else if (this.#count === 2) this.#run?.abandon();
    else {
      this.#tell(this.#io.words.text('progress.stopping'));
      this.#run?.stop(signal);
    }
  }
}

/** The exit code of a signal. */
function exitCodeOfSignal(signal: RunSignal): ExitCode {
  return signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
}
