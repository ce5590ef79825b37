import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, type Problem, systemCodeOf } from '../core/errors.js';
import { statIfThere, tryBeside } from '../core/whole-file.js';
import { type OutSpec, STDOUT } from './out-spec.js';

/**
 * Looks, before a run, for outputs that could not be written after it. Beside each a temporary file is made and removed
 * again, since permissions do not tell all: not of a full disk's folder, nor of `/proc`.
 * @param kept files that are compared with, and must stay as they are
 * @returns every problem, `where` being `--out`; empty when all is well
 */
export async function checkOutputs(specs: readonly OutSpec[], kept: readonly string[] = []): Promise<Problem[]> {
  const read = new Set(await Promise.all(kept.map(realpathOr)));
  const targets = await Promise.all(
    specs.map(async ({ path }) => ({ path, ...(path === STDOUT ? { file: STDOUT } : await resolveTarget(path)) })),
  );
  return targets.flatMap(({ path, file, problem }, index): Problem[] => {
    if (problem !== undefined) return [{ where: '--out', message: problem }];
    if (file !== undefined && read.has(file))
      return [{ where: '--out', message: `${path} is what is compared with; choose another file` }];
    const taken = targets.findIndex((other) => other.file === file) < index;
    return taken ? [{ where: '--out', message: takenTwice(path) }] : [];
  });
}

function takenTwice(path: string): string {
  return path === STDOUT ? 'stdout can take one output only' : `${path} is the target of another output already`;
}

/** Where an output would really be written to, or why it cannot be. */
interface Target {
  readonly file?: string;
  readonly problem?: string;
}

async function resolveTarget(path: string): Promise<Target> {
  try {
    const existing = await statIfThere(path);
    if (existing?.isDirectory() === true) return { problem: `${path} is a folder` };
    if (existing !== undefined) await access(path, constants.W_OK);
    const folder = await realpath(dirname(path));
    if (!(await stat(folder)).isDirectory()) return { problem: `${dirname(path)} is no folder` };
    // A device or a pipe is written to as it is; only a file is replaced, which takes a place beside it.
    const file = existing === undefined ? join(folder, basename(path)) : await realpath(path);
    if (existing === undefined || existing.isFile()) {
      const reason = await problemBeside(file);
      if (reason !== undefined) return { problem: `${path} cannot be written: ${reason}` };
    }
    return { file };
  } catch (thrown) {
    return { problem: `${path} cannot be written: ${reasonOf(thrown, dirname(path))}` };
  }
}

/** Why no file could be put in the place of this one; undefined when one can. */
async function problemBeside(file: string): Promise<string | undefined> {
  try {
    await tryBeside(file);
    return undefined;
  } catch (thrown) {
    // The folder is there by now, so a place that does not exist means that it takes no files.
    return systemCodeOf(thrown) === 'ENOENT' ? `${dirname(file)} takes no files` : reasonOf(thrown, dirname(file));
  }
}

function reasonOf(thrown: unknown, folder: string): string {
  switch (systemCodeOf(thrown)) {
    case 'ENOENT':
      return `there is no folder ${folder}`;
    case 'ENOTDIR':
      return `${folder} is no folder`;
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    default:
      return messageOf(thrown);
  }
}

/** The path with its links followed. A path where nothing is stays as it is, since reading it will tell. */
async function realpathOr(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}
