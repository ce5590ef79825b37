import { explainShortage } from '../core/descriptors.js';
import { EXIT, type ExitCode } from '../core/exit-codes.js';
import { hasGitHub } from './ci/workflow-commands.js';
import { colourLevel, createPalette } from './colours.js';
import type { Io } from './io.js';
import { programHelp, runProgram } from './program.js';
import { showError } from './show-error.js';

/**
 * The whole program apart from the process: reads arguments, does the work, tells errors.
 * @param args the arguments after the program's name
 * @returns the code to exit with; never rejects
 */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const palette = createPalette(colourLevel(io.env, io.stderr, args.includes('--no-color')));
  try {
    if (args.length > 0) return await runProgram(args, io, palette);
    if (io.stdin.isTTY === true && io.stdout.isTTY === true) {
      const { runMenu } = await import('./menu/menu.js');
      return await runMenu(io, palette);
    }
    io.stderr.write(await programHelp(io));
    return EXIT.usage;
  } catch (cause) {
    const thrown = explainShortage(cause);
    io.guard.restore();
    const code = showError(thrown, io, palette);
    if (hasGitHub(io.env)) await (await import('./ci/tell.js')).tellOfError(thrown, io, palette);
    return code;
  }
}
