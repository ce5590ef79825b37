import { isSet } from '../is-set.js';
import type { Annotate, Io, TerminalOutput } from '../io.js';

/** Is there something of GitHub Actions to tell: its log, or a step's summary? */
export function hasGitHub(env: Io['env']): boolean {
  return isSet(env['GITHUB_ACTIONS']) || (env['GITHUB_STEP_SUMMARY'] ?? '') !== '';
}

/** GitHub Actions' way to say so: a command on a line of its own, which it reads from stderr as well as from stdout. */
export function annotatorOf(env: Io['env'], stderr: TerminalOutput): Annotate {
  if (!isSet(env['GITHUB_ACTIONS'])) return () => undefined;
  return ({ level, title, message }) => {
    stderr.write(`::${level} title=${escapeProperty(title)}::${escapeData(message)}\n`);
  };
}

/** As GitHub's own toolkit escapes what follows the second `::`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As GitHub's own toolkit escapes the value of a property. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Variables that build servers set. All of them obey commands in what is printed. */
const BUILD_SERVERS = ['CI', 'GITHUB_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION'] as const;

/** `::command::` counts at the beginning of a line, spaces before it or not. */
const COMMAND_AT_BEGIN = /(^|[\r\n])([^\S\r\n]*)::/g;
/** `##[command]`, `##vso[command]` and `##teamcity[command]` count anywhere. */
const COMMAND_ANYWHERE = /##(?=(?:vso|teamcity)?\[)/g;

/**
 * An output that breaks up whatever a build server would obey as a command, since a chat server could put one into its error
 * messages. Without a build server it is `output` itself.
 */
export function withoutCommands(env: Io['env'], output: TerminalOutput): TerminalOutput {
  if (!BUILD_SERVERS.some((name) => isSet(env[name]))) return output;
  let isAtBegin = true;
  const disarmed = (text: string): string => {
    const harmless = (isAtBegin ? text : `.${text}`)
      .replace(COMMAND_AT_BEGIN, '$1$2: :')
      .replace(COMMAND_ANYWHERE, '# #')
      .slice(isAtBegin ? 0 : 1);
    if (text !== '') isAtBegin = /[\r\n][^\S\r\n]*$/.test(text) || (isAtBegin && text.trim() === '');
    return harmless;
  };
  return new Proxy(output, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'write') return value.bind(target);
      return (chunk: unknown, ...rest: unknown[]): unknown =>
        Reflect.apply(value, target, [typeof chunk === 'string' ? disarmed(chunk) : chunk, ...rest]);
    },
  });
}
