import { styleText } from 'node:util';
import { createPromptModule, type DistinctQuestion } from 'inquirer';
import { InternalError } from '../../core/errors.js';
import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import { END_SIGNALS, type EndSignal, heightOf, type Io } from '../io.js';

/** The user has left in the middle of a question. */
export class LeftMenu extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super('the menu was left');
    this.name = 'LeftMenu';
    this.exitCode = exitCode;
  }
}

/** The user wants to go back to what was asked before. */
export class WentBack extends Error {
  constructor() {
    super('the question was left for the one before');
    this.name = 'WentBack';
  }
}

/** Does something; when the user goes back from it, that is all. */
export async function unlessBack(ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (thrown) {
    if (!(thrown instanceof WentBack)) throw thrown;
  }
}

/** One line to choose from. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** One text to be typed. */
export interface Question {
  readonly message: string;
  readonly fallback: string;
  /** True, or what is wrong with the answer. */
  readonly validate: (answer: string) => true | string | Promise<true | string>;
}

/** Around the lines to choose from: the question, an empty line, the keys, and what the terminal keeps for the cursor. */
const LINES_AROUND = 4;
const LEAST_PAGE = 5;

const SIGNAL_CODES: Readonly<Record<EndSignal, ExitCode>> = {
  SIGINT: EXIT.sigint,
  SIGTERM: EXIT.sigterm,
  SIGHUP: EXIT.sigterm,
};

/** Questions on a terminal. Every one rejects with {@link LeftMenu} when the user leaves by Ctrl-C, Ctrl-D or a signal, and with {@link WentBack} on Esc. */
export class Prompts {
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
  }

  /** Arrow keys or a number move the pointer, Enter takes what it points to. @param current the value that it points to at first */
  async choose<T>(message: string, choices: readonly Choice<T>[], current?: T): Promise<T> {
    const answer = await this.#ask({
      type: 'select',
      name: 'answer',
      message,
      choices: choices.map(({ name }, index) => ({ name, value: index })),
      default:
        current === undefined
          ? 0
          : Math.max(
              0,
              choices.findIndex(({ value }) => value === current),
            ),
      // With more the question would leave the screen at its top.
      pageSize: Math.max(LEAST_PAGE, heightOf(this.#io.stdout) - LINES_AROUND),
      loop: false,
      theme: { indexMode: 'number', style: { keysHelpTip: () => this.#io.words.text('menu.keys') } },
    });
    const chosen = choices[Number(answer)];
    if (chosen === undefined) throw new InternalError(`the menu has no entry ${String(answer)}`);
    return chosen.value;
  }

  async text({ message, fallback, validate }: Question): Promise<string> {
    return String(await this.#ask({ type: 'input', name: 'answer', message, default: fallback, validate }));
  }

  /** @param isYes what Enter alone says */
  async confirm(message: string, isYes: boolean): Promise<boolean> {
    const { words } = this.#io;
    const theme = {
      keywords: { yes: words.text('menu.yes'), no: words.text('menu.no'), error: () => words.text('menu.yes-or-no') },
      style: { defaultAnswer: () => styleText('dim', isYes ? '(Y/n)' : '(y/N)') },
    };
    return (await this.#ask({ type: 'confirm', name: 'answer', message, default: isYes, theme })) === true;
  }

  async #ask(question: DistinctQuestion<{ answer: unknown }>): Promise<unknown> {
    const { stdin, stdout } = this.#io;
    const leaving = new AbortController();
    // Ctrl-C is the prompt's own way to end; everything else goes through our signal.
    let why: Error = new LeftMenu(EXIT.sigint);
    const forget = this.#onLeaving((reason) => {
      why = reason;
      leaving.abort();
    });
    try {
      const ask = createPromptModule({ input: stdin, output: stdout, signal: leaving.signal });
      const answers: { readonly answer: unknown } = await ask<{ answer: unknown }>([question]);
      return answers.answer;
    } catch (thrown) {
      if (isLeaving(thrown)) throw why;
      throw thrown;
    } finally {
      forget();
    }
  }

  /** Calls `leave` on Esc and Ctrl-D, at the end of the input, and on signals; returns what ends that. */
  #onLeaving(leave: (why: Error) => void): () => void {
    const { stdin, signals } = this.#io;
    const onKey = (_text: string | undefined, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
      if (key.ctrl === true && key.name === 'd') leave(new LeftMenu(EXIT.ok));
      else if (key.name === 'escape') leave(new WentBack());
    };
    const onEnd = (): void => leave(new LeftMenu(EXIT.ok));
    const listeners = END_SIGNALS.map((signal) => ({
      signal,
      listener: () => leave(new LeftMenu(SIGNAL_CODES[signal])),
    }));
    stdin.on('keypress', onKey);
    stdin.on('end', onEnd);
    for (const { signal, listener } of listeners) signals.on(signal, listener);
    return () => {
      stdin.off('keypress', onKey);
      stdin.off('end', onEnd);
      for (const { signal, listener } of listeners) signals.off(signal, listener);
    };
  }
}

function isLeaving(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'ExitPromptError' || thrown.name === 'AbortPromptError');
}
