import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { takeLanguage } from '#dist/cli/language.js';
import { wordsOf } from '#dist/core/language/words.js';
import { runCli } from '#dist/cli/cli.js';
import { TerminalGuard, UncaughtFaults } from '#dist/cli/io.js';
import { annotatorOf, withoutCommands } from '#dist/cli/ci/workflow-commands.js';
import { type CliResult, cleanEnv } from './cli.js';
import { KeptOutput } from './terminal-stub.js';

/**
 * Runs the command to its end in the process of the test: all of it but what `cli/main.ts` joins to a process. For tests that are
 * about what it does and says; those of signals, pipes, terminals and exits start it.
 */
export async function runHere(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliResult> {
  const env = cleanEnv(options.env);
  const [stdout, stderr] = [new KeptOutput(), new KeptOutput()];
  const { args: rest, language } = takeLanguage(args, env);
  const code = await runCli(rest, {
    env,
    words: await wordsOf(language),
    stdin: Readable.from([]),
    stdout,
    stderr: withoutCommands(env, stderr),
    signals: new EventEmitter(),
    guard: new TerminalGuard(),
    faults: new UncaughtFaults(),
    annotate: annotatorOf(env, stderr),
    exitNow: (wanted) => {
      throw new Error(`the command ended at once, with ${wanted}`);
    },
  });
  return { code, signal: null, stdout: stdout.text, stderr: stderr.text };
}
