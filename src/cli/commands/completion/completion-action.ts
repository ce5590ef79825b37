import { saidProblem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { message } from '../../../core/language/words.js';
import { saidUnknownName } from '../../../core/nearest.js';
import { keysOf } from '../../../core/records.js';
import { writeData } from '../../io.js';
import type { CommandCall, CommandEntry } from '../command.js';
import { bashScript } from './bash.js';
import { type CommandWords, wordsOfCommands } from './command-words.js';
import { fishScript } from './fish.js';
import { zshScript } from './zsh.js';

const SHELLS: Readonly<Record<'bash' | 'zsh' | 'fish', (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `completion`: the script of a shell, on stdout. */
export async function printCompletion(
  { operands, strays, io }: CommandCall,
  commands: readonly CommandEntry[],
): Promise<ExitCode> {
  const [name, ...others] = operands;
  const shell = keysOf(SHELLS).find((known) => known === name);
  const problems = [
    ...strays,
    ...(name === undefined
      ? [saidProblem('completion', message('completion.no-shell', { shells: keysOf(SHELLS).join(', ') }))]
      : []),
    ...(name !== undefined && shell === undefined
      ? [saidProblem('completion', saidUnknownName('shell', name, keysOf(SHELLS)))]
      : []),
    ...others.map((where) => saidProblem(where, message('completion.many'))),
  ];
  if (shell === undefined || problems.length > 0) throw new UsageError(problems);
  await writeData(io.stdout, SHELLS[shell](await wordsOfCommands(commands)));
  return EXIT.ok;
}
