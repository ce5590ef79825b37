import { Command, CommanderError, type Option } from 'commander';
import { saidProblem, UsageError } from '../core/errors.js';
import { EXIT, type ExitCode } from '../core/exit-codes.js';
import { columnsOf } from '../core/language/columns.js';
import { message } from '../core/language/words.js';
import type { Palette } from './colours.js';
import type { CommandEntry, CommandSpec } from './commands/command.js';
import { COMMANDS } from './commands/index.js';
import { describedFlag, hasStrayFlags, operandsOf, type RawFlags, specOf, strayProblems, toOption } from './flags.js';
import { type HelpWords, helpWordsFor, helpWordsOf } from './help-words.js';
import { type Io, widthOf, writeData } from './io.js';
import { LANGUAGE_FLAG, LANGUAGE_GROUP, languageProblems } from './language.js';
import { TOOL_NAME, toolInfo } from './tool.js';

const HELP_COMMAND = 'help';

/** Codes by which commander says that it has done what was asked for. */
const HELP_WAS_SHOWN = /^commander\.(help|version)/;
const VERSION_WAS_SHOWN = 'commander.version';

/**
 * Reads the command line and performs the command.
 * @param given the arguments after the program's name
 * @throws AppError for what the user can do something about
 */
export async function runProgram(given: readonly string[], io: Io, palette: Palette): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  // What most programs call it; a command of ours has no such flag.
  const args = given.length === 1 && given[0] === '-v' ? ['--version'] : given;
  const help = await helpWordsFor(args, io.words.language);
  const program = new Program(io, help, async (spec, command) => {
    const execute = await spec.load();
    // Which command has a flag that this one has not is told by all of them.
    if (hasStrayFlags(command)) await program.complete(COMMANDS);
    const operands = spec.operands === undefined ? [] : operandsOf(command);
    const strays = [...strayProblems(command, args[0], operands), ...languageProblems(command.opts<RawFlags>())];
    exitCode = await execute({ flags: command.opts<RawFlags>(), operands, strays, io, palette }, COMMANDS);
  });
  try {
    await program.perform(args);
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (!HELP_WAS_SHOWN.test(thrown.code)) throw toUsageError(thrown);
    await writeData(io.stdout, program.answer);
  }
  return exitCode;
}

/** The help of the whole program, as text. */
export async function programHelp(io: Io): Promise<string> {
  const help = await helpWordsOf(io.words.language);
  return `${new Program(io, help, () => Promise.resolve()).help()}\n${help.program.epilogue}`;
}

type Perform = (spec: CommandSpec, command: Command) => Promise<void>;

/** The command line. A command gets its flags when it is asked for: the list of commands needs none of them. */
class Program {
  readonly #root: Command;
  readonly #help: HelpWords;
  readonly #perform: Perform;
  readonly #complete = new Set<Command>();
  /** What commander has to say: a help, or the version. */
  answer = '';

  constructor(io: Io, help: HelpWords, perform: Perform) {
    this.#help = help;
    this.#perform = perform;
    const answerWith = (text: string): void => {
      this.answer += text;
    };
    this.#root = createRoot(io, help, answerWith).hook('preSubcommand', async (_root, command) => {
      await this.complete(COMMANDS.filter(({ name }) => name === command.name()));
    });
    for (const entry of COMMANDS) {
      const summary = help.summary(entry);
      this.#root
        .command(entry.name, { isDefault: entry.isDefault === true })
        .summary(summary)
        .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
        .helpOption('-h, --help', help.program.helpOfThis)
        // Unknown flags and loose words are told by us, all at once.
        .allowUnknownOption()
        .allowExcessArguments();
    }
  }

  /** Reads a command line and performs it. */
  async perform(args: readonly string[]): Promise<void> {
    // commander shows the help of a command that is named like this without saying so before.
    if (args[0] === HELP_COMMAND) await this.complete(COMMANDS.filter(({ name }) => name === args[1]));
    await this.#root.parseAsync([...args], { from: 'user' });
  }

  /** The list of commands, as text. */
  help(): string {
    return this.#root.helpInformation();
  }

  /** Gives these commands everything that they have, where they have it not yet. */
  async complete(entries: readonly CommandEntry[]): Promise<void> {
    for (const { name, spec: load } of entries) {
      const command = this.#root.commands.find((one) => one.name() === name);
      if (command === undefined || this.#complete.has(command)) continue;
      this.#complete.add(command);
      const spec = await load();
      command
        .usage(spec.operands === undefined ? '[flags]' : `${spec.operands} [flags]`)
        .addHelpText('after', `\n${this.#help.epilogue(name, spec)}`)
        .action(() => this.#perform(spec, command));
      for (const option of [...spec.options(), toOption(LANGUAGE_FLAG, LANGUAGE_GROUP)])
        command.addOption(this.#described(name, option));
    }
  }

  /** The option in the words of the help. */
  #described(command: string, option: Option): Option {
    const flag = specOf(option);
    if (flag !== undefined)
      option.description = describedFlag({ ...flag, ...this.#help.flag(command, flag) }, this.#help.notes);
    return option;
  }
}

function createRoot(io: Io, { program, heading }: HelpWords, answerWith: (text: string) => void): Command {
  return new Command(TOOL_NAME)
    .description(program.description)
    .usage('[command] [flags]')
    .option('-V, --version', program.version)
    .on('option:version', () => {
      io.stdout.write(`${toolInfo().version}\n`);
      throw new CommanderError(EXIT.ok, VERSION_WAS_SHOWN, 'version');
    })
    .helpOption('-h, --help', program.help)
    .helpCommand(`${HELP_COMMAND} [command]`, program.helpOfCommand)
    .configureHelp({ subcommandTerm: (command) => command.name(), displayWidth: columnsOf, styleTitle: heading })
    .addHelpText('after', `\n${program.epilogue}`)
    .exitOverride()
    .configureOutput({
      writeOut: answerWith,
      // What commander would write there becomes an error of ours, in our words.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(120, widthOf(io.stdout)),
    });
}

/** The one mistake that is left to commander is a flag without its value. */
function toUsageError({ message: text }: CommanderError): UsageError {
  const flag = /option '(?:-\w, )?(--[\w-]+) (<.*?>)' argument missing/.exec(text);
  if (flag === null) return new UsageError([{ where: TOOL_NAME, message: text.replace(/^error: /, '') }]);
  const [, name = '', argument = ''] = flag;
  return new UsageError([saidProblem(name, message('mistake.needs-value', { flag: name, argument }))]);
}
