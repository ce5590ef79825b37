import { UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { amount } from '../../../core/text.js';
import { listProfiles, type ProfileSummary } from '../../../scenario/profiles.js';
import { writeData } from '../../io.js';
import type { CommandCall } from '../command.js';

/** `profiles`: a table, or JSON. */
export async function showProfiles({ flags, strays, io }: CommandCall): Promise<ExitCode> {
  if (strays.length > 0) throw new UsageError(strays);
  const profiles = await listProfiles();
  await writeData(io.stdout, flags['json'] === true ? `${JSON.stringify(profiles, null, 2)}\n` : tableOf(profiles));
  return EXIT.ok;
}

function tableOf(profiles: readonly ProfileSummary[]): string {
  const widthOf = (textOf: (profile: ProfileSummary) => string): number =>
    Math.max(0, ...profiles.map((profile) => textOf(profile).length));
  const [nameWidth, stagesWidth] = [widthOf(({ name }) => name), widthOf(stagesText)];
  const lines = profiles.map((profile) => {
    const { name, description } = profile;
    return `${name.padEnd(nameWidth)}  ${stagesText(profile).padStart(stagesWidth)}  ${description}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

function stagesText({ stages }: ProfileSummary): string {
  return amount(stages, 'stage');
}
