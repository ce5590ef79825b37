import { type FlagValues, OPTIONS, type OptionName, type OptionSpec } from '../scenario/options.js';
import type { Io } from './io.js';

/** The flags, with values of the environment for those that may stand there and were not given. */
export function withEnvironment(flags: FlagValues, env: Io['env']): FlagValues {
  const values: Partial<Record<OptionName, FlagValues[OptionName]>> = { ...flags };
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    const { environment }: OptionSpec<unknown> = OPTIONS[name];
    const text = environment === undefined ? undefined : env[environment];
    if (text !== undefined && text !== '') values[name] ??= text;
  }
  return values;
}
