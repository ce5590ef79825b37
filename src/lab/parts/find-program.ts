import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { StartError } from '../../core/errors.js';
import { message } from '../../core/language/words.js';

/** Folders of Debian's PostgreSQL, one a version, none of which is on the path. */
const POSTGRES_FOLDER = '/usr/lib/postgresql';
/** Where servers are that only root is expected to start. */
const SYSTEM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin', '/opt/homebrew/bin'];

/** A program that is not part of this package, and how to get it. */
export interface ProgramSpec {
  readonly name: string;
  /** What it belongs to, for people: `PostgreSQL`. */
  readonly product: string;
  /** Of Debian and Ubuntu. */
  readonly debianPackage: string;
  /** Of Homebrew. */
  readonly brewPackage: string;
}

/** Where a program is, on the path or where systems put it; undefined when it is nowhere. @param path `PATH` of the environment */
export async function pathOfProgram({ name }: Pick<ProgramSpec, 'name'>, path = ''): Promise<string | undefined> {
  const folders = [
    ...path.split(delimiter).filter((folder) => folder !== ''),
    ...SYSTEM_FOLDERS,
    ...(await ofPostgres()),
  ];
  for (const folder of folders) {
    const file = join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

/** The same. @throws StartError that says how to get it */
export async function requireProgram(spec: ProgramSpec, path: string | undefined): Promise<string> {
  const found = await pathOfProgram(spec, path);
  if (found === undefined) throw notHere([spec]);
  return found;
}

/** Makes sure that all of these are there. @throws StartError that names each that is not, and says how to get them */
export async function requirePrograms(specs: readonly ProgramSpec[], path: string | undefined): Promise<void> {
  const found = await Promise.all(specs.map((spec) => pathOfProgram(spec, path)));
  const missing = specs.filter((_spec, index) => found[index] === undefined);
  if (missing.length > 0) throw notHere(missing);
}

function notHere(specs: readonly ProgramSpec[]): StartError {
  const programs = specs.map(({ product, name }) => (product === name ? product : `${product} (${name})`));
  const debian = specs.map(({ debianPackage }) => debianPackage);
  const brew = specs.map(({ brewPackage }) => brewPackage);
  return new StartError(message('lab.no-program', { programs }), {
    hint: message('lab.no-program.hint', { debian, brew }),
  });
}

/** The newest first. */
async function ofPostgres(): Promise<string[]> {
  const versions = await readdir(POSTGRES_FOLDER).catch((): string[] => []);
  return versions
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(POSTGRES_FOLDER, version, 'bin'));
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
