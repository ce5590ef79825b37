import { TOOL_NAME } from '../../tool.js';
import type { CommandWords, FlagWords } from './command-words.js';

/** The script by which bash completes; without the package bash-completion, too. */
export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name);
  const fallback = commands.find(({ isDefault }) => isDefault)?.name ?? '';
  return `# Completion of ${TOOL_NAME} for bash: source <(${TOOL_NAME} completion bash)
_newyear_load() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=${fallback} flags words files
  COMPREPLY=()
  case \${COMP_WORDS[1]} in
    ${names.join('|')}) [ "$COMP_CWORD" -gt 1 ] && command=\${COMP_WORDS[1]} ;;
  esac
  case $command in
${commands.map(caseOfCommand).join('\n')}
  esac
  if [[ $current != -* && $COMP_CWORD -eq 1 ]]; then words="${names.join(' ')} help"; files=; fi
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ -n "$files" ] && COMPREPLY+=($(compgen -f -- "$current"))
  [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o filenames -F _newyear_load ${TOOL_NAME}
`;
}

function caseOfCommand({ name, flags, operand }: CommandWords): string {
  const valued = flags.filter(({ value }) => value !== undefined);
  return `    ${name})
      flags="${flags.flatMap((flag) => flag.names).join(' ')}" words="${operand?.words.join(' ') ?? ''}" files=${operand?.isFile === true ? 'yes' : ''}
      case $previous in
${valued.map(caseOfFlag).join('\n')}
      esac ;;`;
}

function caseOfFlag({ names, value }: FlagWords): string {
  return `        ${names.join('|')}) words="${value?.words.join(' ') ?? ''}" files=${value?.isFile === true ? 'yes' : ''} ;;`;
}
