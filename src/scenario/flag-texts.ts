import { FILE_OPTIONS, type FlagValues, OPTIONS, type OptionName } from './options.js';
import type { OptionSpec } from './option-spec.js';
import type { ScenarioValues } from './schema/scenario.js';

/** What stands for the key of an option before it is read: a text, a list of them, or a switch. */
export type FlagTexts = FlagValues;

/** An option with a key in scenario files. */
type FileOption = OptionSpec<unknown> & { readonly key: string };

/** The options that scenario files have keys for, as what they have in common. */
export function fileOptions(): (readonly [OptionName, FileOption])[] {
  return FILE_OPTIONS.flatMap((name) => {
    const spec: OptionSpec<unknown> = OPTIONS[name];
    return spec.key === undefined ? [] : [[name, { ...spec, key: spec.key }] as const];
  });
}

/**
 * What the schema of scenario files makes of flags, read by the same parsers without it: it takes longer to load than all else that a
 * plan needs. Undefined where anything is wrong, or unusual, about which the schema has its say.
 */
export function readFlagTexts(texts: FlagTexts): ScenarioValues | undefined {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of fileOptions()) {
    const given = texts[name];
    if (given === undefined) continue;
    const read = spec.repeatable === true ? readList(spec, [given].flat()) : readOne(spec, given);
    if (read === undefined) return undefined;
    values[spec.key] = read;
  }
  // The value of a key of the schema is what the parser of its option makes of a text, which a test holds for each of them.
  return values;
}

function readList(spec: FileOption, texts: readonly unknown[]): readonly unknown[] | undefined {
  if (texts.length === 0 || texts.length > (spec.most ?? Infinity)) return undefined;
  const read = new Set(texts.map((text) => readOne(spec, text)));
  // One that could not be read, or one that stands there twice.
  return read.has(undefined) || read.size < texts.length ? undefined : [...read];
}

function readOne({ argument, parse }: FileOption, given: unknown): unknown {
  // A flag that may stand alone is a switch then.
  const isSwitch = typeof given === 'boolean' && !(argument?.startsWith('<') ?? false);
  if (typeof given !== 'string' && !isSwitch) return undefined;
  const parsed = parse(String(given));
  return parsed.ok ? parsed.value : undefined;
}
