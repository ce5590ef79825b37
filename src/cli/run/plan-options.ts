import type { Option } from 'commander';
import type { RunKind } from '../../core/plan.js';
import { OPTIONS, type OptionSpec } from '../../scenario/options.js';
import { toOption } from '../flags.js';

/** Headings of the flags' help. */
const GROUPS: Readonly<Record<OptionSpec<unknown>['scope'], string>> = {
  source: 'Where the plan comes from:',
  plan: 'The plan:',
  agents: 'Several machines:',
  output: 'What is shown and written:',
};

/** The flags of a command that makes a plan. */
export function planOptions(command: RunKind): Option[] {
  const specs: readonly OptionSpec<unknown>[] = Object.values(OPTIONS);
  return specs.filter(({ commands }) => commands.includes(command)).map((spec) => toOption(spec, GROUPS[spec.scope]));
}
