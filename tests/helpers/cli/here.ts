import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { takeLanguage } from '#dist/cli/language.js';
import { wordsOf } from '#dist/core/language/words.js';
import { runCli } from '#dist/cli/cli.js';
import { TerminalGuard, UncaughtFaults } from '#dist/cli/io.js';
import { annotatorOf, withoutCommands } from '#dist/cli/ci/workflow-commands.js';
import { inProcess } from '../run/in-process-worker.js';
import { startPracticeHere } from '../run/practice-here.js';
import { type CliResult, cleanEnv, type RunningCli } from './cli.js';
import { KeptOutput } from './terminal-stub.js';

/**
 * Runs the command to its end in the process of the test: all of it but what `cli/main.ts` joins to a process. For tests that are
 * about what it does and says; those of signals, pipes, terminals and exits start it. Workers and the practice server of a run have no
 * thread and no process of their own either.
 */
export function runHere(args: readonly string[], options: HereOptions = {}): Promise<CliResult> {
  return perform(args, options, { stdout: new KeptOutput(), stderr: new KeptOutput(), signals: new EventEmitter() });
}

/** Starts it as {@link runHere} does; signals come to it as they would from the process. */
export function startHere(args: readonly string[], options: HereOptions = {}): Omit<RunningCli, 'pid'> {
  const [stdout, stderr, signals] = [new KeptOutput(), new KeptOutput(), new EventEmitter()];
  const result = perform(args, options, { stdout, stderr, signals });
  const shown = (): { stdout: string; stderr: string } => ({ stdout: stdout.text, stderr: stderr.text });
  return {
    result,
    shown,
    kill: (signal) => signals.emit(signal),
    shows: (text) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if ((stdout.text + stderr.text).includes(text)) resolve();
        };
        for (const output of [stdout, stderr]) output.on('kept', watch);
        watch();
        void result.then(() => reject(new Error(`ended without "${text}":\n${stderr.text}`)));
      }),
  };
}

interface HereOptions {
  readonly env?: Readonly<Record<string, string>>;
}

interface Ends {
  readonly stdout: KeptOutput;
  readonly stderr: KeptOutput;
  readonly signals: EventEmitter;
}

async function perform(
  args: readonly string[],
  options: HereOptions,
  { stdout, stderr, signals }: Ends,
): Promise<CliResult> {
  const env = cleanEnv(options.env);
  const { args: rest, language } = takeLanguage(args, env);
  const code = await runCli(rest, {
    env,
    words: await wordsOf(language),
    stdin: Readable.from([]),
    stdout,
    stderr: withoutCommands(env, stderr),
    signals,
    guard: new TerminalGuard(),
    faults: new UncaughtFaults(),
    annotate: annotatorOf(env, stderr),
    startWorker: inProcess(),
    startPractice: startPracticeHere,
    exitNow: (wanted) => {
      throw new Error(`the command ended at once, with ${wanted}`);
    },
  });
  return { code, signal: null, stdout: stdout.text, stderr: stderr.text };
}

/** Has the process of the test in an empty folder until the test is over, as where a command is called that has files there; not for tests beside each other. */
export function goToEmptyFolder(test: Pick<TestContext, 'after'>): string {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-test-'));
  process.chdir(folder);
  test.after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
