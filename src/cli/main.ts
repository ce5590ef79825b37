/**
 * The edge of the process: the only place that touches arguments, environment, standard streams, signals and the exit code.
 * `bin/newyear-load.js` imports it.
 */
import { explainShortage } from '../core/descriptors.js';
import { messageOf } from '../core/errors.js';
import { EXIT, type ExitCode } from '../core/exit-codes.js';
import { wordsOf } from '../core/language/words.js';
import { printable } from '../core/text.js';
import { annotatorOf, withoutCommands } from './ci/workflow-commands.js';
import { runCli } from './cli.js';
import { colourLevel, createPalette } from './colours.js';
import { type Io, say, TerminalGuard, UncaughtFaults } from './io.js';
import { takeLanguage } from './language.js';
import { showError } from './show-error.js';
import { whenStarterIsGone } from './starter.js';

const { env, stdout, stderr } = process;
const { args, language } = takeLanguage(process.argv.slice(2), env);
const guard = new TerminalGuard();
const faults = new UncaughtFaults();

const io: Io = {
  env,
  words: await wordsOf(language),
  // Most commands read nothing, for which no stream is made.
  get stdin() {
    return process.stdin;
  },
  stdout,
  stderr: withoutCommands(env, stderr),
  signals: process,
  guard,
  faults,
  annotate: annotatorOf(env, stderr),
  exitNow(code) {
    process.exit(code);
  },
};

/** Ends the process after a fault that no code has caught and no run can deal with. */
function onFault(cause: unknown): void {
  if (faults.report(cause)) return;
  const thrown = explainShortage(cause);
  guard.cutOff();
  const code: ExitCode = showError(thrown, io, createPalette(colourLevel(env, stderr, args.includes('--no-color'))));
  io.annotate({ level: 'error', title: 'Fault of newyear-load', message: printable(messageOf(thrown), 500) });
  process.exit(code);
}

/** Resolves when everything written so far has left, or cannot leave any more. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

// A reader that closes the pipe early (`| head -1`) and a terminal that was hung up are no faults. A write of data hears of
// them in its own callback.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
process.on('uncaughtException', onFault);
process.on('exit', () => guard.cutOff());

whenStarterIsGone(env, process, () => {
  say(stderr, io.words.text('end.starter-gone'));
  if (!process.emit('SIGTERM')) process.exit(EXIT.sigterm);
});

const code = await runCli(args, io);
// The program is done when its command is done: nothing that a library still holds, a timer or a socket, keeps it.
await Promise.all([flushed(stdout), flushed(stderr)]);
process.exit(code);
