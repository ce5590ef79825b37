import { TOOL_NAME } from '../../tool.js';
import type { CommandWords, FlagWords } from './command-words.js';

/** The script by which fish completes, with what each flag does beside it. */
export function fishScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of ${TOOL_NAME} for fish: ${TOOL_NAME} completion fish | source
complete -c ${TOOL_NAME} -f
${commands.map(({ name, summary }) => line('__fish_use_subcommand', `-a ${name} -d ${quoted(summary)}`)).join('\n')}
${commands.map((command) => linesOf(command, names)).join('\n')}
`;
}

function linesOf({ name, isDefault, flags, operand }: CommandWords, names: string): string {
  const seen = `__fish_seen_subcommand_from ${name}`;
  const condition = isDefault ? `${seen}; or not __fish_seen_subcommand_from ${names}` : seen;
  const operands =
    operand === undefined ? [] : [line(seen, operand.isFile ? '-F' : `-a ${quoted(operand.words.join(' '))}`)];
  return [...flags.map((flag) => line(condition, flagText(flag))), ...operands].join('\n');
}

function flagText({ names, help, value }: FlagWords): string {
  const options = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const words = value === undefined || value.words.length === 0 ? '' : ` -a ${quoted(value.words.join(' '))}`;
  const taken = value === undefined ? '' : ` ${value.isFile ? '-r -F' : '-x'}${words}`;
  return `${options.join(' ')}${taken} -d ${quoted(help)}`;
}

function line(condition: string, rest: string): string {
  return `complete -c ${TOOL_NAME} -n ${quoted(condition)} ${rest}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;
}
