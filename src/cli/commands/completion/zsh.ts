import { TOOL_NAME } from '../../tool.js';
import type { CommandWords, FlagWords } from './command-words.js';

/** The script by which zsh completes, with what each flag does beside it. */
export function zshScript(commands: readonly CommandWords[]): string {
  const fallback = commands.find(({ isDefault }) => isDefault)?.name ?? '';
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef ${TOOL_NAME}
# Completion of ${TOOL_NAME} for zsh: source <(${TOOL_NAME} completion zsh)
_newyear_load() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  local command=${fallback}
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  if [[ -n \${(M)commands:#$words[2]:*} ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(caseOfCommand).join('\n')}
  esac
}
compdef _newyear_load ${TOOL_NAME}
`;
}

function caseOfCommand({ name, flags, operand }: CommandWords): string {
  const operands = operand === undefined ? [] : [quoted(`*:operand:${actionOf(operand.words, operand.isFile)}`)];
  const lines = [...flags.flatMap(specsOf), ...operands].map((line) => `        ${line}`);
  return `    ${name})\n      _arguments \\\n${lines.join(' \\\n')} ;;`;
}

function specsOf({ names, help, value }: FlagWords): string[] {
  const said = `[${help.replace(/[[\]\\:]/g, String.raw`\$&`)}]`;
  const argument = value === undefined ? '' : `:value:${actionOf(value.words, value.isFile)}`;
  return names.map((name) => quoted(`*${name}${said}${argument}`));
}

function actionOf(words: readonly string[], isFile: boolean): string {
  if (words.length === 0) return isFile ? '_files' : ' ';
  if (!isFile) return `(${words.join(' ')})`;
  // After json= comes the file.
  const suffix = words.every((word) => word.endsWith('=')) ? '-S "" ' : '';
  return `{ compadd ${suffix}- ${words.join(' ')}; _files }`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
