import { type Command, Option } from 'commander';
import { type Problem, saidProblem } from '../core/errors.js';
import { type Message, message } from '../core/language/words.js';
import { nearest } from '../core/nearest.js';
import type { FlagValues } from '../scenario/options.js';
import { TOOL_NAME } from './tool.js';

/** What a flag looks like on the command line and in the help. */
export interface FlagSpec {
  readonly flag: `--${string}`;
  readonly short?: `-${string}`;
  /** In brackets when it may be left out. */
  readonly argument?: `<${string}>` | `[${string}]`;
  readonly repeatable?: true;
  /** What holds when it is not given, as the user would write it. */
  readonly fallback?: string;
  /** The environment variable that holds where the flag is not given. */
  readonly environment?: string;
  readonly help: string;
}

/** Values of flags as commander hands them over, not yet checked. */
export type RawFlags = Readonly<Record<string, unknown>>;

/** What stands in parentheses behind what a flag is for. */
export interface NoteWords {
  readonly repeatable: string;
  readonly fallback: string;
  readonly alternative: string;
}

export const ENGLISH_NOTES: NoteWords = { repeatable: 'repeatable', fallback: 'default', alternative: 'or' };

/** What options were made of. */
const SPECS = new WeakMap<Option, FlagSpec>();

/** What an option was made of; undefined for one that is not of {@link toOption}. */
export function specOf(option: Option): FlagSpec | undefined {
  return SPECS.get(option);
}

/** What a flag is for, with its notes: `Chat rooms (repeatable, default: 3)`. */
export function describedFlag(spec: FlagSpec, words: NoteWords = ENGLISH_NOTES): string {
  const { argument, repeatable, fallback, environment, help } = spec;
  const notes = [
    ...(repeatable === true ? [words.repeatable] : []),
    ...(fallback !== undefined && argument !== undefined ? [`${words.fallback}: ${fallback}`] : []),
    ...(environment === undefined ? [] : [`${words.alternative} ${environment}`]),
  ];
  return notes.length === 0 ? help : `${help} (${notes.join(', ')})`;
}

/** A flag as commander wants it. Defaults are only shown: which value holds in the end is for the command to find out. */
export function toOption(spec: FlagSpec, group: string): Option {
  const { flag, short, argument, repeatable } = spec;
  const names = short === undefined ? flag : `${short}, ${flag}`;
  const flags = argument === undefined ? names : `${names} ${argument}`;
  const option = new Option(flags, describedFlag(spec)).helpGroup(group);
  SPECS.set(option, spec);
  if (repeatable === true) {
    option.argParser((value, previous: readonly string[] | undefined): string[] => [...(previous ?? []), value]);
  }
  return option;
}

/** Flags in the shape that a plan is resolved from. */
export function toFlagValues(raw: RawFlags): FlagValues {
  const values: Record<string, string | boolean | readonly string[]> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value === 'string' || typeof value === 'boolean') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.map(String);
  }
  return values;
}

/** Wording of a command line that are neither flags nor the values of unknown ones, in their order. */
export function operandsOf(command: Command): string[] {
  return looseWords(command).flatMap(({ word, isFlag }) => (isFlag ? [] : [word]));
}

/** Was a command given flags that it has not? */
export function hasStrayFlags(command: Command): boolean {
  return looseWords(command).some(({ isFlag }) => isFlag);
}

/**
 * What a command was given beyond its flags: unknown flags with the nearest valid one, a mistyped command, loose words.
 * @param command after parsing, unknown flags and loose words being left in its `args`
 * @param firstWord the first argument of the whole command line
 * @param operands loose words that the command takes
 */
export function strayProblems(
  command: Command,
  firstWord: string | undefined,
  operands: readonly string[] = [],
): Problem[] {
  return looseWords(command).flatMap(({ word, isFlag }): Problem[] => {
    if (isFlag) return [saidProblem(nameOf(word), strayFlag(word, command))];
    return operands.includes(word) ? [] : [saidProblem(word, looseWord(word, command, firstWord))];
  });
}

/** Unknown flags and loose words; what follows an unknown flag is taken for its value and left out. */
function looseWords(command: Command): { readonly word: string; readonly isFlag: boolean }[] {
  let isValueOfUnknownFlag = false;
  return command.args.flatMap((word) => {
    // Behind an unknown flag commander leaves it where it stands.
    if (word === '--') return [];
    const isFlag = word.startsWith('-') && word.length > 1;
    const isLeftOut = !isFlag && isValueOfUnknownFlag;
    isValueOfUnknownFlag = isFlag && !word.includes('=');
    return isLeftOut ? [] : [{ word, isFlag }];
  });
}

function nameOf(word: string): string {
  return word.replace(/=.*$/s, '');
}

/** Why commander did not take it for a flag: mostly there is none of this name. */
function strayFlag(word: string, command: Command): Message {
  const flag = nameOf(word);
  if (!flagsOf(command).includes(flag)) return unknownFlag(flag, command);
  return message(word === flag ? 'mistake.flag.behind' : 'mistake.flag.no-value');
}

function unknownFlag(flag: string, command: Command): Message {
  const elsewhere = siblingsOf(command).find((sibling) => flagsOf(sibling).includes(flag));
  if (elsewhere !== undefined)
    return message('mistake.flag.elsewhere', { command: `${TOOL_NAME} ${elsewhere.name()}` });
  const near = flag.startsWith('--') ? nearest(flag, flagsOf(command)) : undefined;
  return near === undefined
    ? message('mistake.flag.list', { command: `${TOOL_NAME} ${command.name()}` })
    : message('mistake.flag.near', { near });
}

function looseWord(word: string, command: Command, firstWord: string | undefined): Message {
  const siblings = siblingsOf(command).map((sibling) => sibling.name());
  if (word !== firstWord || siblings.includes(word)) return message('mistake.alone', { command: command.name() });
  const near = nearest(word, siblings);
  return near === undefined
    ? message('mistake.command.list', { valid: siblings.join(', ') })
    : message('mistake.command.near', { near });
}

function siblingsOf(command: Command): readonly Command[] {
  return command.parent?.commands ?? [];
}

function flagsOf(command: Command): string[] {
  return [...command.options.map(({ long }) => long ?? ''), '--help'];
}

/** The value of a flag that takes one, or undefined. */
export function textOf(raw: RawFlags, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a repeatable flag. */
export function textsOf(raw: RawFlags, name: string): readonly string[] {
  const value = raw[name];
  return Array.isArray(value) ? value.map(String) : [];
}
