import { readdir } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Problem, saidProblem } from '../core/errors.js';
import { saidUnknownName } from '../core/nearest.js';
import { keysOf } from '../core/records.js';

/** The folders of scenarios, by what they hold. */
const FOLDERS = {
  preset: 'presets',
  theme: 'themes',
  dialect: 'dialects',
  profile: 'profiles',
  scenario: 'examples',
} as const;

/** What can be asked for by name. */
export type CatalogKind = keyof typeof FOLDERS;

export const CATALOG_KINDS = keysOf(FOLDERS);

const SHIPPED = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const PREPARED = fileURLToPath(new URL('../../bundle/scenarios/', import.meta.url));
const YAML_FILE = /\.ya?ml$/;

/** A file to read, and how messages name it. */
export interface FoundFile {
  readonly path: string;
  readonly shown: string;
  /** Name of the file without folder and extension. */
  readonly name: string;
  /** Where the build has put what it made of the file, if it ships with the tool. */
  readonly prepared?: string;
}

/** Names of the presets, themes or dialects that ship with the tool or were added to its folder, sorted. */
export async function namesOf(kind: CatalogKind): Promise<string[]> {
  const files = await readdir(join(SHIPPED, FOLDERS[kind]));
  return files
    .filter((file) => YAML_FILE.test(file))
    .map(nameOf)
    .toSorted();
}

/** The file behind a preset's, theme's or dialect's name, or the problem that there is none. */
export async function findByName(kind: CatalogKind, name: string, where: string): Promise<FoundFile | Problem> {
  const folder = join(SHIPPED, FOLDERS[kind]);
  const file = (await readdir(folder)).find((entry) => YAML_FILE.test(entry) && nameOf(entry) === name);
  if (file === undefined) return saidProblem(where, saidUnknownName(kind, name, await namesOf(kind)));
  const path = join(folder, file);
  const fromHere = relative(process.cwd(), path);
  const prepared = join(PREPARED, FOLDERS[kind], `${name}.json`);
  return { path, shown: fromHere.startsWith('..') ? path : fromHere, name, prepared };
}

/**
 * The file behind a name or a path. A path has a slash or ends with `.yaml`, `.yml` or `.json`.
 * @param folder that relative paths start from
 */
export async function find(
  kind: CatalogKind,
  reference: string,
  folder: string,
  where: string,
): Promise<FoundFile | Problem> {
  if (!/[\\/]|\.(ya?ml|json)$/.test(reference)) return findByName(kind, reference, where);
  return fileAt(reference, folder);
}

/** A file of the user's own. */
export function fileAt(reference: string, folder: string): FoundFile {
  const path = resolve(folder, reference);
  const shown = isAbsolute(reference) ? path : relative(process.cwd(), path) || path;
  return { path, shown, name: nameOf(path) };
}

function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.(ya?ml|json)$/, '');
}
