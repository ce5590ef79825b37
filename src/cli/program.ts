import { Command, CommanderError } from 'commander';
import { saidProblem, UsageError } from '../core/errors.js';
import { EXIT, type ExitCode } from '../core/exit-codes.js';
import { message } from '../core/language/words.js';
import type { Palette } from './colours.js';
import type { CommandSpec } from './commands/command.js';
import { COMMANDS } from './commands/index.js';
import { operandsOf, type RawFlags, strayProblems, toOption } from './flags.js';
import { PROGRAM_EPILOGUE } from './help.js';
import { type Io, widthOf } from './io.js';
import { LANGUAGE_FLAG, LANGUAGE_GROUP, languageProblems } from './language.js';
import { TOOL_NAME, toolInfo } from './tool.js';

/** Codes by which commander says that it has done what was asked for. */
const HELP_WAS_SHOWN = /^commander\.(help|version)/;

/**
 * Reads the command line and performs the command.
 * @param given the arguments after the program's name
 * @throws AppError for what the user can do something about
 */
export async function runProgram(given: readonly string[], io: Io, palette: Palette): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  // What most programs call it; a command of ours has no such flag.
  const args = given.length === 1 && given[0] === '-v' ? ['--version'] : given;
  const program = createProgram(io, async (spec, command) => {
    const execute = await spec.load();
    const operands = spec.operands === undefined ? [] : operandsOf(command);
    const strays = [...strayProblems(command, args[0], operands), ...languageProblems(command.opts<RawFlags>())];
    exitCode = await execute({ flags: command.opts<RawFlags>(), operands, strays, io, palette }, COMMANDS);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (!HELP_WAS_SHOWN.test(thrown.code)) throw toUsageError(thrown);
  }
  return exitCode;
}

/** The help of the whole program, as text. */
export function programHelp(io: Io): string {
  return `${createProgram(io, () => Promise.resolve()).helpInformation()}\n${PROGRAM_EPILOGUE}`;
}

function createProgram(io: Io, perform: (spec: CommandSpec, command: Command) => Promise<void>): Command {
  const program = new Command(TOOL_NAME)
    .description('Floods a Socket.IO chat server and says what really arrived, when, and what was lost.')
    .usage('[command] [flags]')
    .version(toolInfo().version, '-V, --version', 'show the version (-v, too)')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', `\n${PROGRAM_EPILOGUE}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // What commander would write there becomes an error of ours, in our words.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(120, widthOf(io.stdout)),
    });
  for (const spec of COMMANDS) addCommand(program, spec, perform);
  return program;
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  perform: (spec: CommandSpec, command: Command) => Promise<void>,
): void {
  const command = program
    .command(spec.name, { isDefault: spec.isDefault === true })
    .summary(spec.summary)
    .description(`${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.`)
    .usage(spec.operands === undefined ? '[flags]' : `${spec.operands} [flags]`)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\n${spec.epilogue}`)
    // Unknown flags and loose words are told by us, all at once.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => perform(spec, command));
  for (const option of spec.options()) command.addOption(option);
  command.addOption(toOption(LANGUAGE_FLAG, LANGUAGE_GROUP));
}

/** The one mistake that is left to commander is a flag without its value. */
function toUsageError({ message: text }: CommanderError): UsageError {
  const flag = /option '(?:-\w, )?(--[\w-]+) (<.*?>)' argument missing/.exec(text);
  if (flag === null) return new UsageError([{ where: TOOL_NAME, message: text.replace(/^error: /, '') }]);
  const [, name = '', argument = ''] = flag;
  return new UsageError([saidProblem(name, message('mistake.needs-value', { flag: name, argument }))]);
}
