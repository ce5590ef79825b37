import { spawn, spawnSync } from 'node:child_process';
import { BIN, cleanEnv } from './cli.js';

/** A command on a pseudo-terminal. */
export interface Pty {
  /** Everything that the terminal was sent so far, escape sequences included. */
  readonly output: () => string;
  /** Resolves when what came since the last wait holds the text; rejects after a while, or when the command ends before. */
  waitFor(text: string, timeoutMs?: number): Promise<void>;
  /** Gives the terminal another width, as when somebody drags the window's edge. */
  resize(columns: number): void;
  /** Types. */
  send(keys: string): void;
  /** The exit code, and how the terminal was left. */
  readonly ended: Promise<{ readonly code: number | null; readonly settings: string }>;
  /** Ends what is left of it. */
  close(): void;
}

export const KEYS = { enter: '\r', ctrlC: '\u0003', ctrlD: '\u0004', escape: '\u001b' } as const;

/** Why tests on a terminal cannot run here, or false when they can. */
export const noTerminal: string | false = /util-linux/.test(String(spawnSync('script', ['--version']).stdout))
  ? false
  : 'util-linux "script", which makes the pseudo-terminal, is not installed';

const LONGEST_MS = 60_000;

/** Starts the command on a terminal of the given size; `script` makes it, and `stty` tells afterwards how it was left. */
export function openPty(
  args: readonly string[],
  {
    columns = 80,
    rows = 24,
    env = {},
    cwd,
  }: { columns?: number; rows?: number; env?: Record<string, string>; cwd?: string } = {},
): Pty {
  const words = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
  // Without the trap a Ctrl-C would end the shell as well, before it can tell how the terminal was left.
  const command = `trap : INT; stty cols ${columns} rows ${rows}; echo terminal: $(tty); ${words}; code=$?; echo; echo settings: $(stty -a); exit $code`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { ...cleanEnv(env), SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  let output = '';
  let seen = 0;
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    for (const watch of watchers) watch();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  const ended = new Promise<{ code: number | null; settings: string }>((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, settings: /settings: (.*)/.exec(output)?.[1] ?? '' });
    });
  });
  return {
    output: () => output,
    ended,
    resize: (width) => {
      const terminal = /terminal: (\S+)/.exec(output)?.[1] ?? '';
      const { status, stderr } = spawnSync('stty', ['-F', terminal, 'cols', String(width)]);
      if (status !== 0) throw new Error(`the terminal cannot be made ${width} columns wide: ${String(stderr)}`);
    },
    send: (keys) => child.stdin.write(keys),
    close: () => child.kill('SIGKILL'),
    waitFor: (text, timeoutMs = 15_000) =>
      new Promise((resolve, reject) => {
        const fail = (why: string): void => reject(new Error(`${why} "${text}":\n${output.slice(seen)}`));
        const patience = setTimeout(() => fail('waited in vain for'), timeoutMs);
        const watch = (): void => {
          const at = output.indexOf(text, seen);
          if (at === -1) return;
          seen = at + text.length;
          clearTimeout(patience);
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then(() => fail('ended without'));
      }),
  };
}

/** What is wrong with the terminal that a command has left behind; empty when it is as it was. */
export function terminalFlaws(output: string, settings: string): string[] {
  const isOn = (on: string, off: string): boolean => output.lastIndexOf(on) >= output.lastIndexOf(off);
  return [
    ...(isOn('\u001b[?25h', '\u001b[?25l') ? [] : ['the cursor is hidden']),
    ...(isOn('\u001b[?7h', '\u001b[?7l') ? [] : ['lines do not wrap']),
    ...(/(^|\s)icanon/.test(settings) ? [] : ['raw mode']),
    ...(/(^|\s)echo(\s|;)/.test(settings) ? [] : ['no echo']),
  ];
}

/** The lines that somebody sees, without colours and with every redrawn line on its own. */
export function visibleLines(output: string): string[] {
  return output
    .replaceAll(/\u001b\[[\d;?]*[GHJK]/g, '\n')
    .replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, '')
    .split(/[\r\n]+/);
}
