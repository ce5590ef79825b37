import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The command under test. */
export const BIN = fileURLToPath(new URL('../../../bin/newyear-load.js', import.meta.url));

/** A small run on the practice server; what the machine is busy with beside it may make it INVALID, which is exit code 4. */
export const SMALL_RUN: readonly string[] = [
  'run',
  '--embedded',
  '--users',
  '12',
  '--rooms',
  '3',
  '--duration',
  '1s',
  '--rate',
  '60',
  '--workers',
  '1',
];

/** Nothing of the test runner's own environment may reach the command: FORCE_COLOR, CI, NODE_OPTIONS. */
export function cleanEnv(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TERM: 'xterm', LANG: 'C.UTF-8', ...more };
}

/** How a command has ended. */
export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly cwd?: string;
  /** A program that becomes the command, with what makes it do so: `['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh']`. */
  readonly wrapper?: readonly string[];
  /** Closes the reading end of stdout at once. */
  readonly closeStdout?: true;
}

/** A command that runs. */
export interface RunningCli {
  readonly pid: number;
  readonly result: Promise<CliResult>;
  /** Resolves when stdout and stderr together have shown the text; rejects when the command ends before. */
  shows(text: string): Promise<void>;
  /** What it has written so far. */
  shown(): { readonly stdout: string; readonly stderr: string };
  kill(signal: NodeJS.Signals): void;
}

/** Starts the command without a terminal; it is killed, by its id, when it takes too long. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const command = [...(options.wrapper ?? []), process.execPath, BIN, ...args];
  const program = command.shift() ?? process.execPath;
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(program, command, {
    env: cleanEnv(options.env),
    stdio: 'pipe',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  child.stdin.end();
  if (options.closeStdout === true) child.stdout.destroy();
  const streams = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      streams[name] += text;
      for (const watch of watchers) watch();
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 30_000);
  const result = new Promise<CliResult>((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...streams });
    });
  });
  return {
    pid: child.pid ?? 0,
    result,
    shown: () => ({ ...streams }),
    kill: (signal) => child.kill(signal),
    shows: (text) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!(streams.stdout + streams.stderr).includes(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void result.then(({ stderr }) => reject(new Error(`ended without "${text}":\n${stderr}`)));
      }),
  };
}

/** Runs the command to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).result;
}

/** The processes that a process has started, or none where the system does not tell. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Is there still a process with this id? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Calls `use` with a folder of its own, which is removed afterwards. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
