import { UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { writeData } from '../../io.js';
import type { CommandCall, CommandEntry } from '../command.js';
import { manualPage } from './manual-page.js';

/** `man`: the manual page, on stdout. */
export async function printManual({ strays, io }: CommandCall, commands: readonly CommandEntry[]): Promise<ExitCode> {
  if (strays.length > 0) throw new UsageError(strays);
  await writeData(io.stdout, await manualPage(commands));
  return EXIT.ok;
}
