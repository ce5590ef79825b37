import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sleep } from '../core/clock.js';
import { DESCRIPTOR_KINDS, errorKindOf } from '../core/error-kinds.js';
import { messageOf, type Problem, systemCodeOf } from '../core/errors.js';
import { statIfThere, tryBeside, writeWhole } from '../core/whole-file.js';
import { type OutSpec, STDOUT } from './out-spec.js';

/** How often an output is tried when there is no descriptor for it, and how long after each other. */
const ATTEMPTS = 6;
const ATTEMPT_INTERVAL_MS = 250;

/** An output that could not be written. */
export interface OutputFailure {
  readonly path: string;
  /** Why, a sentence without a full stop. */
  readonly message: string;
}

/** Writes text to standard output and resolves when it has been taken. */
export type WriteStdout = (text: string) => Promise<void>;

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

/** One text, and where to. */
export interface Output {
  /** A file's path, or {@link STDOUT}. */
  readonly path: string;
  /** The whole text; called when it is this output's turn. */
  readonly render: () => string;
}

/**
 * Writes every output, in order, each whole or not at all. One that fails does not keep the others from being written.
 * @returns the failures
 */
export async function writeTexts(outputs: readonly Output[], writeStdout: WriteStdout): Promise<OutputFailure[]> {
  const failures: OutputFailure[] = [];
  for (const output of outputs) {
    const { path } = output;
    try {
      await whileShort(async () => {
        const text = output.render();
        await (path === STDOUT ? writeStdout(text) : writeWhole(path, text));
      });
    } catch (thrown) {
      failures.push({ path, message: `could not write ${path}: ${messageOf(thrown)}` });
    }
  }
  return failures;
}

/** Does it again as long as there is no descriptor for it: those of connections that have just been closed come back. */
async function whileShort(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write();
      return;
    } catch (thrown) {
      if (attempt === ATTEMPTS || !DESCRIPTOR_KINDS.includes(errorKindOf(thrown))) throw thrown;
      await sleep(ATTEMPT_INTERVAL_MS);
    }
  }
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
