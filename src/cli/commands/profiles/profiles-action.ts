import { UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { columnsOf, padLeft, padRight } from '../../../core/language/columns.js';
import { tellerOf } from '../../../core/language/retell.js';
import type { Wording } from '../../../core/language/words.js';
import { listProfiles, type ProfileSummary } from '../../../scenario/profiles.js';
import { writeData } from '../../io.js';
import type { CommandCall } from '../command.js';

/** `profiles`: a table, or JSON. */
export async function showProfiles({ flags, strays, io }: CommandCall): Promise<ExitCode> {
  if (strays.length > 0) throw new UsageError(strays);
  const profiles = await listProfiles();
  await writeData(
    io.stdout,
    flags['json'] === true ? `${JSON.stringify(profiles, null, 2)}\n` : tableOf(profiles, io.words),
  );
  return EXIT.ok;
}

function tableOf(profiles: readonly ProfileSummary[], words: Wording): string {
  const tell = tellerOf(words);
  const stagesOf = ({ stages }: ProfileSummary): string => words.text('list.stages', { stages });
  const widthOf = (textOf: (profile: ProfileSummary) => string): number =>
    Math.max(0, ...profiles.map((profile) => columnsOf(textOf(profile))));
  const [nameWidth, stagesWidth] = [widthOf(({ name }) => name), widthOf(stagesOf)];
  const lines = profiles.map((profile) => {
    const { name, description } = profile;
    return `${padRight(name, nameWidth)}  ${padLeft(stagesOf(profile), stagesWidth)}  ${tell(description)}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}
