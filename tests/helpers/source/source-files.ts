import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository; compiled tests lie in `dist-tests/`. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Folders that are made, not written. */
const MADE = new Set(['node_modules', 'bundle', 'dist', 'dist-tests', '.git']);

/** A file of text with its path from the root, `/` between folders. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import or re-export of a module. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Are only types imported, so that nothing is left of it at run time? */
  readonly typeOnly: boolean;
}

/** All files below `folder` (the whole repository when empty) whose names end in one of `endings`. */
export function filesBelow(folder: string, endings: readonly string[]): SourceFile[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry): SourceFile[] => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : filesBelow(path, endings);
    if (!entry.isFile() || !endings.some((ending) => entry.name.endsWith(ending))) return [];
    return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
  });
}

function blank(comment: string): string {
  return comment.replace(/[^\n]/g, ' ');
}

/** The text with every comment blanked and every line break kept. */
export function withoutComments(text: string): string {
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, blank).replace(/(^|\s)\/\/(?= |$).*$/gm, blank);
}

const STATIC_IMPORT = /\b(?:import|export)\s+(?:(type\s+)?([^'";]*?)\s*\bfrom\s+)?['"]([^'"]+)['"]/g;
/** Dynamic imports, and files named relative to this one: entries of threads and processes. */
const OTHER_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]|\bnew URL\(\s*['"](\.[^'"]+)['"]/g;

/** Every import of a TypeScript file, in whatever form. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  for (const { 1: type, 2: names = '', 3: specifier = '', index } of code.matchAll(STATIC_IMPORT)) {
    found.push({ specifier, line: lineAt(code, index), typeOnly: type !== undefined || namesTypesOnly(names) });
  }
  for (const { 1: dynamic, 2: entry, index } of code.matchAll(OTHER_IMPORT)) {
    found.push({ specifier: dynamic ?? entry ?? '', line: lineAt(code, index), typeOnly: false });
  }
  return found;
}

/** `{ type A, type B }` */
function namesTypesOnly(names: string): boolean {
  const list = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  return list !== undefined && list.split(',').every((name) => name.trim() === '' || /^type\s/.test(name.trim()));
}

/** The path from the root of what `from` imports, or undefined for packages and Node's modules. */
export function importedPath(from: string, specifier: string): string | undefined {
  // The entries `imports` of package.json by which the modules of the page know each other.
  if (/^#(?:core|page)\//.test(specifier)) return `src/${specifier.slice(1)}`;
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)).replaceAll(sep, '/') : undefined;
}

/** Every place where `pattern` occurs: `src/a.ts:7: text`. */
export function placesOf(pattern: RegExp, { path, text }: SourceFile): string[] {
  return [...text.matchAll(new RegExp(pattern, 'g'))].map(
    (match) => `${path}:${lineAt(text, match.index)}: ${match[0].trim()}`,
  );
}

/** Number of lines as an editor counts them. */
export function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

const DECLARATION =
  /^export (?:abstract |async |declare )*(?:class|const|enum|function\*?|interface|let|namespace|type) ([A-Za-z_$][\w$]*)/gm;
/** `export { a, b as c };`, where nothing is taken from another module, whose names these would be. */
const LIST = /^export (?:type )?\{([^}]*)\}(?!\s*from\b)/gm;

/** The names that a module exports of its own. */
function exportsOf(text: string): Set<string> {
  const code = withoutComments(text);
  const listed = Array.from(code.matchAll(LIST), ([, names = '']) => names.split(',')).flat();
  return new Set([
    ...Array.from(code.matchAll(DECLARATION), ([, name = '']) => name),
    ...listed.flatMap((entry) => /(\S+)\s*$/.exec(entry)?.[1] ?? []),
  ]);
}

/** Names that more than one module exports, each with its modules: `audit: src/a.ts, src/b.ts`. */
export function sharedNames(files: readonly SourceFile[]): string[] {
  const modules = new Map<string, string[]>();
  for (const { path, text } of files) {
    for (const name of exportsOf(text)) modules.set(name, [...(modules.get(name) ?? []), path]);
  }
  return [...modules].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}

/**
 * Every circle of modules, as the shortest way from a file back to itself: `a.ts → b.ts → a.ts`. Types count, and so does what is
 * imported only when it is wanted: a reader follows them all the same.
 */
export function circlesOf(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const targets = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text)
        .flatMap(({ specifier }) => importedPath(path, specifier)?.replace(/\.js$/, '.ts') ?? [])
        .filter((target) => known.has(target)),
    ]),
  );
  const found = new Map<string, string>();
  for (const path of known) {
    const way = wayBack(path, targets);
    const members = way?.toSorted().join();
    if (way === undefined || members === undefined || found.has(members)) continue;
    found.set(members, [...way, path].join(' → '));
  }
  return [...found.values()];
}

/** The shortest way from a file back to itself, without its end. */
function wayBack(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const target of targets.get(path) ?? []) {
      if (target === start) {
        const way = [path];
        for (let at = path; at !== start; at = way[0] ?? start) way.unshift(cameFrom.get(at) ?? start);
        return way;
      }
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  }
  return undefined;
}
