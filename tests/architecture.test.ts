import assert from 'node:assert/strict';
import test from 'node:test';
import { EDGES, MAY_IMPORT } from './helpers/source/borders.js';
import {
  circlesOf,
  filesBelow,
  importedPath,
  importsOf,
  lineCount,
  placesOf,
  sharedNames,
  type SourceFile,
  withoutComments,
} from './helpers/source/source-files.js';

/** Where connections to other ends are opened, and checked as they are; the probe hands `ws` a connection of ours. */
const OPENS_CONNECTIONS = ['src/net/', 'src/wire/socketio/endpoint-probe.ts'];
/** Modules that open connections. */
const CLIENT_MODULE = /^(?:undici|ws|node:(?:tls|https|http2|dgram|dns(?:\/promises)?))$/;
/** What of the modules for clients and servers is for servers alone. */
const FOR_SERVERS = new Set(['createServer']);

const MOST_LINES = 300;
const MOST_IMPORTS = 20;
const MOST_MEDIAN_LINES = 100;
const MOST_FUNCTION_LINES = 60;

const sources = filesBelow('src', ['.ts']);
const tests = filesBelow('tests', ['.ts', '.mjs']);

/** Fails with every offence on a line of its own. */
function assertNone(offences: readonly string[], rule: string): void {
  assert.equal(offences.length, 0, `${rule}:\n  ${offences.join('\n  ')}`);
}

/** The folder of `src/` that a file is in. */
function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** What a file imports across the borders of its folder: `src/a/b.ts:3: ../c/d.js`. */
function forbiddenImports({ path, text }: SourceFile): string[] {
  const own = folderOf(path);
  const borders = MAY_IMPORT[own] ?? { values: [] };
  return importsOf(text).flatMap(({ specifier, line, typeOnly }) => {
    const target = importedPath(path, specifier);
    // Entries of the package (`../../package.json`, `scenarios/`) are files to read and no modules.
    if (target === undefined || !target.startsWith('src/')) return [];
    const folder = folderOf(target);
    const isAllowed =
      folder === own || borders.values.includes(folder) || (typeOnly && borders.types?.includes(folder) === true);
    return isAllowed ? [] : [`${path}:${line}: ${specifier}`];
  });
}

function offencesAt(edge: (typeof EDGES)[number], files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path }) => !edge.allowed.some((place) => path === place || (place.endsWith('/') && path.startsWith(place))),
    )
    .flatMap(({ path, text }) => placesOf(edge.pattern, { path, text: withoutComments(text) }));
}

/** Where a file could open a connection past the place that checks them: `src/a/b.ts:3: undici`. */
function unguardedConnections(file: SourceFile): string[] {
  const { path, text } = file;
  if (OPENS_CONNECTIONS.some((place) => path.startsWith(place))) return [];
  const code = { path, text: withoutComments(text) };
  const modules = importsOf(text)
    .filter(({ specifier, typeOnly }) => !typeOnly && CLIENT_MODULE.test(specifier))
    .map(({ specifier, line }) => `${path}:${line}: ${specifier}`);
  const names = placesOf(/\bimport (?!type\b)[^;]*? from 'node:(?:net|http)'/, code).filter((place) => {
    const list = /\{([^}]*)\}/.exec(place)?.[1]?.split(',') ?? ['everything'];
    return list.some((name) => !/^\s*(?:type\s|$)/.test(name) && !FOR_SERVERS.has(name.trim()));
  });
  return [...modules, ...names, ...placesOf(/\b(?:fetch|new WebSocket)\(/, code)];
}

test('every folder of src stands in the table of imports', () => {
  const folders = new Set(sources.map(({ path }) => folderOf(path)));
  assert.ok(folders.size > 0);
  assert.deepEqual(
    [...folders].filter((folder) => !Object.hasOwn(MAY_IMPORT, folder)),
    [],
  );
});

test('modules import in one direction only', () => {
  assertNone(sources.flatMap(forbiddenImports), 'imports that the table does not allow');
});

test('a forbidden import is found in whatever form it is written', () => {
  const text = [
    "import { a } from '../cli/a.js';",
    "import '../cli/b.js';",
    "export * from '../cli/c.js';",
    "export type { D } from '../cli/d.js';",
    "const e = await import('../cli/e.js');",
    "const f = new URL('../cli/f.js', import.meta.url);",
    "import {\n  type G,\n} from '../cli/g.js';",
    "// import { h } from '../cli/h.js';",
    "import { i } from '../engine/i.js';",
  ].join('\n');
  assert.deepEqual(forbiddenImports({ path: 'src/engine/x.ts', text }).toSorted(), [
    'src/engine/x.ts:1: ../cli/a.js',
    'src/engine/x.ts:2: ../cli/b.js',
    'src/engine/x.ts:3: ../cli/c.js',
    'src/engine/x.ts:4: ../cli/d.js',
    'src/engine/x.ts:5: ../cli/e.js',
    'src/engine/x.ts:6: ../cli/f.js',
    'src/engine/x.ts:7: ../cli/g.js',
  ]);
});

test('no module imports itself in a circle, not even for a type or when it is wanted', () => {
  assertNone(circlesOf(sources), 'circles');
});

test('a circle is found in whatever form it is written', () => {
  const files = [
    { path: 'src/a.ts', text: "import type { B } from './b.js';" },
    { path: 'src/b.ts', text: "export const c = async () => import('./c.js');" },
    { path: 'src/c.ts', text: "export { a } from './a.js';\nimport './d.js';" },
    { path: 'src/d.ts', text: "import { readFile } from 'node:fs';" },
  ];
  assert.deepEqual(circlesOf(files), ['src/a.ts → src/b.ts → src/c.ts → src/a.ts']);
  assert.deepEqual(circlesOf(files.slice(1)), []);
});

test('the engine takes types of a scenario, and no more than types', () => {
  const text = [
    "import type { A } from '../scenario/a.js';",
    "import { type B, type C } from '../scenario/b.js';",
    "import { type D, e } from '../scenario/d.js';",
  ].join('\n');
  assert.deepEqual(forbiddenImports({ path: 'src/engine/x.ts', text }), ['src/engine/x.ts:3: ../scenario/d.js']);
  assert.equal(forbiddenImports({ path: 'src/report/x.ts', text }).length, 3);
});

test('an exported name has one meaning', () => {
  assertNone(sharedNames(sources), 'names that two modules export');
});

test('a name that is exported twice is found in whatever form, and a re-export is no second meaning', () => {
  const text = (path: string, ...lines: readonly string[]): SourceFile => ({ path, text: lines.join('\n') });
  const files = [
    text('a.ts', 'export const one = 1;', 'export async function two(): Promise<void> {}', 'export type Three = 3;'),
    text('b.ts', 'const one = 1;', 'const x = 2;', 'export { one, x as two };', 'export abstract class Four {}'),
    text(
      'c.ts',
      "export { one, two } from './a.js';",
      "export * from './b.js';",
      '/** export const one */',
      'export interface Three {}',
    ),
    text('d.ts', 'export class Four {}', 'const three = 3;', 'export function* five() {}'),
  ];
  assert.deepEqual(sharedNames(files), ['one: a.ts, b.ts', 'two: a.ts, b.ts', 'Three: a.ts, c.ts', 'Four: b.ts, d.ts']);
});

for (const edge of EDGES) {
  test(`${edge.what}: only at the edge`, () => {
    assertNone(offencesAt(edge, sources), `${edge.what} outside of ${edge.allowed.join(', ')}`);
  });
}

test('what belongs to an edge is found in code and not in comments', () => {
  const text = [
    '/** Prints with console.log. */',
    'console.log(Date.now());',
    'const rest = 1; // not process.exit()',
    "fetch('http://host/x', { headers: { accept: '*/*' } });",
    'process.exitCode = Math.random() * new Date().getTime();',
    '/* performance.now() */',
    'await new Promise((done) => setTimeout(done, 300)); waitedMs += POLL_MS;',
    "await writeFile(`${folder}/x.tmp`, await readFile(path, 'utf8'));",
  ].join('\n');
  const files = [{ path: 'src/engine/x.ts', text }];
  assert.deepEqual(
    EDGES.flatMap((edge) => offencesAt(edge, files)),
    [
      'src/engine/x.ts:2: console',
      'src/engine/x.ts:5: process.exitCode',
      'src/engine/x.ts:2: Date.now',
      'src/engine/x.ts:5: new Date(',
      'src/engine/x.ts:7: setTimeout(done',
      'src/engine/x.ts:7: += POLL_MS',
      'src/engine/x.ts:5: Math.random',
      'src/engine/x.ts:8: writeFile(',
      'src/engine/x.ts:8: readFile(',
    ],
  );
});

test('connections are opened in one place, which checks where they go', () => {
  const offences = sources.flatMap(unguardedConnections);
  assertNone(offences, `connections that are opened outside of ${OPENS_CONNECTIONS.join(', ')}`);
});

test('what could open a connection elsewhere is found in whatever form it is written', () => {
  const text = [
    "import { Pool } from 'undici';",
    "import type { Pool as Shape } from 'undici';",
    "import { connect as dial, type Socket } from 'node:net';",
    "import { createServer, type Server } from 'node:net';",
    "import * as http from 'node:http';",
    "const tls = await import('node:tls');",
    "await fetch('http://127.0.0.1/');",
    "// fetch('http://127.0.0.1/')",
  ].join('\n');
  assert.deepEqual(
    unguardedConnections({ path: 'src/live/x.ts', text })
      .map((place) => place.replace(/ .*/s, ''))
      .toSorted(),
    ['src/live/x.ts:1:', 'src/live/x.ts:3:', 'src/live/x.ts:5:', 'src/live/x.ts:6:', 'src/live/x.ts:7:'],
  );
});

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = [...sources, ...tests].filter(({ text }) => lineCount(text) > MOST_LINES);
  assertNone(
    long.map(({ path, text }) => `${path}: ${lineCount(text)} lines`),
    'files that are too long',
  );
});

test(`no file has more than ${MOST_IMPORTS} imports`, () => {
  const busy = sources.filter(({ text }) => importsOf(text).length > MOST_IMPORTS).map(({ path }) => path);
  assertNone(busy, 'files that know too many others');
});

test(`half of the files have no more than ${MOST_MEDIAN_LINES} lines`, () => {
  const lengths = sources.map(({ text }) => lineCount(text)).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  assert.ok(median <= MOST_MEDIAN_LINES, `the median is ${median} lines`);
});

test('the linter holds the size of functions', () => {
  const config = filesBelow('', ['.oxlintrc.json']).find(({ path }) => path === '.oxlintrc.json')?.text ?? '';
  const { rules } = JSON.parse(config) as { rules: Record<string, unknown> };
  const limits = { max: MOST_FUNCTION_LINES, skipBlankLines: false, skipComments: false };
  assert.deepEqual(rules['max-lines-per-function'], ['error', limits]);
  const switchedOff = sources.flatMap((file) => placesOf(/(?:oxlint|eslint)-disable.*max-lines.*/, file));
  assertNone(switchedOff, 'size limits that are switched off');
});

test('no file names a path of one machine', () => {
  const written = filesBelow('', ['.ts', '.js', '.mjs', '.json', '.md', '.yaml', '.yml', '.sh', '.html']);
  const pattern = /(?<![\w.:/$}*-])\/(?:home|Users|root|work|workspace|mnt|srv)\/[\w.-]+|\b[A-Z]:\\\w+/;
  assertNone(
    written.flatMap((file) => placesOf(pattern, file)),
    'absolute paths',
  );
});

test('nothing is left to be done in the code', () => {
  const pattern = /\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/;
  const written = [...sources, ...tests, ...filesBelow('scenarios', ['.yaml'])];
  assertNone(
    written.flatMap((file) => placesOf(pattern, file)),
    'open ends',
  );
});

test('the lock file names no registry', () => {
  const [lock] = filesBelow('', ['package-lock.json']).filter(({ path }) => path === 'package-lock.json');
  assert.ok(lock !== undefined);
  assertNone(placesOf(/"resolved":.*|https?:\/\/[^"]*\.tgz|\bregistry\.[\w.]+/, lock), 'hosts of packages');
});
