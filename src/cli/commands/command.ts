import type { Option } from 'commander';
import type { Problem } from '../../core/errors.js';
import type { ExitCode } from '../../core/exit-codes.js';
import type { Palette } from '../colours.js';
import type { RawFlags } from '../flags.js';
import type { Io } from '../io.js';

/** What a command is called with. */
export interface CommandCall {
  readonly flags: RawFlags;
  /** Wording without a flag, in their order: files for the commands that take such operands, empty for all others. */
  readonly operands: readonly string[];
  /** Unknown flags and loose words: usage problems, to be told together with the command's own. */
  readonly strays: readonly Problem[];
  readonly io: Io;
  /** Colours for stderr. */
  readonly palette: Palette;
}

/**
 * A command's work; rejects with an AppError for everything that the user can do something about.
 * @param commands every command there is, for those that tell of all
 */
export type Execute = (call: CommandCall, commands: readonly CommandEntry[]) => Promise<ExitCode>;

/** What the list of commands says of one; the rest is imported only when somebody asks for that command. */
export interface CommandEntry {
  readonly name: string;
  /** One line for the list of commands, without full stop. */
  readonly summary: string;
  /** Is this what flags without a command mean? */
  readonly isDefault?: true;
  readonly spec: () => Promise<CommandSpec>;
}

/**
 * One command. A new one is a file with one of these and a line in the table of `index.ts`. What it needs is imported only
 * when it runs, so that its help does not wait for it.
 */
export interface CommandSpec {
  /** How its usage shows the words that it takes beside flags: `<base.json> <new.json…>`; absent = none. */
  readonly operands?: string;
  /** What these words are, where they are no files: shells complete them. */
  readonly words?: readonly string[];
  readonly options: () => readonly Option[];
  /** Text after the flags in its help. */
  readonly epilogue: string;
  readonly load: () => Promise<Execute>;
}
