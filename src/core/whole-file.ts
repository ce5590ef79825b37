import type { Stats } from 'node:fs';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCodeOf } from './errors.js';
import { createToken } from './ids.js';

/** The bits of a mode that say who may read, write and execute. */
const RIGHTS = 0o777;

/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its place, so that nobody ever reads half
 * of it. A link stays a link, and an existing file keeps its rights; a device or a pipe is written to as it is.
 * @throws the system's error; the temporary file is gone then
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const existing = await statIfThere(path);
  if (existing !== undefined && !existing.isFile()) {
    await writeFile(path, text);
    return;
  }
  const target = existing === undefined ? path : await realpath(path);
  const temporary = await openBeside(target);
  try {
    await fill(temporary.file, text, existing);
    await rename(temporary.path, target);
  } catch (thrown) {
    await rm(temporary.path, { force: true });
    throw thrown;
  }
}

/** Makes and removes a temporary file such as {@link writeWhole} makes. @throws the system's error when that cannot be done */
export async function tryBeside(path: string): Promise<void> {
  const temporary = await openBeside(path);
  await temporary.file.close();
  await rm(temporary.path, { force: true });
}

/**
 * Makes a folder, with those above it, unless it is there. Node's own recursive `mkdir` tries for ever where a file system takes no folders and says that there is
 * no such place (`/proc`, on Linux).
 * @throws the system's error when it cannot be made, or is no folder into which files can be written
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'ENOENT' || dirname(path) === path) throw thrown;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
  await access(path, constants.W_OK);
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw thrown;
  }
}

/** What is at `path`, symbolic links followed; undefined when nothing is. @throws the system's error when it cannot be known */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

interface Temporary {
  readonly path: string;
  readonly file: FileHandle;
}

/**
 * A new file in the folder of `path`. Its name is random and nothing else: a name made of the target's could be too long, one made
 * of what was read could lie in another folder, and one that can be guessed could be there already, as a link to something else.
 */
async function openBeside(path: string): Promise<Temporary> {
  const temporary = join(dirname(path), `.newyear-load-${createToken()}.tmp`);
  return { path: temporary, file: await open(temporary, 'wx') };
}

async function fill(file: FileHandle, text: string, existing: Stats | undefined): Promise<void> {
  try {
    // Before the first byte, so that nobody reads what the file that it replaces would not have shown.
    if (existing !== undefined) await takeOver(file, existing);
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** Gives a file the owner, where we may, and the rights of the one whose place it takes. */
async function takeOver(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await file.stat();
  // Only root may give files away; for everybody else a file that is replaced becomes their own.
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => undefined);
  await file.chmod(mode & RIGHTS);
}
