import type { Option } from 'commander';
import { COMPARISON_FORMATS } from '../../../compare/formats/index.js';
import { CAPACITY_FORMATS } from '../../../capacity/formats/index.js';
import { RUN_FORMATS } from '../../../report/out-spec.js';
import { namesOf } from '../../../scenario/catalog.js';
import type { CommandEntry } from '../command.js';

/** A flag as shells complete it. */
export interface FlagWords {
  /** `--preset`, `-p`. */
  readonly names: readonly string[];
  readonly help: string;
  /** What its value may be; undefined where it takes none. */
  readonly value?: ValueWords;
}

/** What a value may be: words, or the path of a file, too. */
interface ValueWords {
  readonly words: readonly string[];
  readonly isFile: boolean;
}

/** A command as shells complete it. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  /** Is it the one whose flags stand without a command? */
  readonly isDefault: boolean;
  readonly flags: readonly FlagWords[];
  /** What it takes beside flags; undefined where it takes nothing. */
  readonly operand?: ValueWords;
}

/** Values of flags that have other words than those of the help: names of what ships, formats. */
type Values = Readonly<Record<string, readonly string[]>>;

/** Everything that a shell can complete, in the order of the help. */
export async function wordsOfCommands(commands: readonly CommandEntry[]): Promise<CommandWords[]> {
  const [preset, scenario, theme, dialect, profile] = await Promise.all(
    (['preset', 'scenario', 'theme', 'dialect', 'profile'] as const).map(namesOf),
  );
  const names: Values = {
    '--preset': preset ?? [],
    '--scenario': scenario ?? [],
    '--theme': theme ?? [],
    '--dialect': dialect ?? [],
    '--profile': profile ?? [],
    '--rate': ['max'],
    '--room-size': ['all'],
    '--workers': ['auto'],
    '--arrive': ['overlapped'],
    '--hlog-unit': ['us', 'ms', 'ns'],
  };
  const described = await Promise.all(commands.map(async (entry) => ({ ...entry, ...(await entry.spec()) })));
  return described.map(({ name, summary, isDefault, operands, words, options }) => {
    const values = { ...names, '--out': formatsOf(name).map((format) => `${format}=`) };
    const flags = options().map((option) => flagWords(option, values));
    const help: FlagWords = { names: ['--help', '-h'], help: 'show this help' };
    const operand = words === undefined ? { words: [], isFile: true } : { words, isFile: false };
    return {
      name,
      summary,
      isDefault: isDefault === true,
      flags: [...flags, help],
      ...(operands === undefined ? {} : { operand }),
    };
  });
}

function formatsOf(command: string): string[] {
  const formats: readonly { readonly format: string }[] =
    command === 'compare' ? COMPARISON_FORMATS : command === 'capacity' ? CAPACITY_FORMATS : RUN_FORMATS;
  return formats.map(({ format }) => format);
}

/** Arguments that are paths, by how the help calls them. */
const FILES = /file|\.json|\.ya?ml|folder|path/;

function flagWords({ long, short, description, required, optional, flags }: Option, values: Values): FlagWords {
  const names = [long, short].filter((name): name is string => typeof name === 'string');
  // The notes in parentheses are for those who read the help.
  const help = description.replace(/ \((?:repeatable|default|or )[^)]*\)$/, '');
  if (!required && !optional) return { names, help };
  const words = values[long ?? ''] ?? [];
  return { names, help, value: { words, isFile: FILES.test(flags) || long === '--out' } };
}
