import assert from 'node:assert/strict';
import test from 'node:test';
import {
  circlesOf,
  filesBelow,
  importedPath,
  importsOf,
  lineCount,
  placesOf,
  type SourceFile,
  withoutComments,
} from './helpers/source-files.js';

/** What a folder of `src/` may import besides itself; `types` are for `import type` alone. */
interface Borders {
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

/** The table of docs/architecture.md. */
const MAY_IMPORT: Readonly<Record<string, Borders>> = {
  core: { values: [] },
  scenario: { values: ['core'] },
  load: { values: ['core'] },
  wire: { values: ['core'] },
  practice: { values: ['core'] },
  metrics: { values: ['core'] },
  chat: { values: ['core', 'wire'] },
  ledger: { values: ['core', 'metrics'] },
  judgement: { values: ['core', 'metrics'] },
  engine: { values: ['core', 'load', 'wire', 'chat', 'ledger', 'metrics'], types: ['scenario'] },
  report: { values: ['core', 'metrics', 'judgement'] },
  compare: { values: ['core', 'metrics', 'judgement', 'report'] },
  live: { values: ['core', 'metrics', 'judgement', 'report'] },
  page: { values: ['core'], types: ['metrics', 'judgement', 'report'] },
  truth: {
    values: [
      'core',
      'scenario',
      'load',
      'wire',
      'chat',
      'ledger',
      'metrics',
      'judgement',
      'engine',
      'report',
      'practice',
    ],
  },
  cli: {
    values: [
      'core',
      'scenario',
      'load',
      'wire',
      'chat',
      'metrics',
      'judgement',
      'engine',
      'report',
      'compare',
      'live',
      'truth',
      'practice',
    ],
  },
};

/** What touches the process, the clock or chance, and the files (a folder when it ends in `/`) that may. */
const EDGES: readonly { readonly what: string; readonly pattern: RegExp; readonly allowed: readonly string[] }[] = [
  { what: 'the console', pattern: /\bconsole\b/, allowed: ['src/cli/'] },
  {
    what: 'arguments, environment and exit codes',
    pattern: /\bprocess\s*\.\s*(?:exit|exitCode|env|argv)\b/,
    allowed: ['src/cli/', 'src/practice/main.ts', 'src/engine/worker/worker.ts'],
  },
  {
    what: 'clocks',
    pattern: /\bDate\.now\b|\bnew Date\(|\bperformance\.now\b|\bhrtime\b/,
    allowed: ['src/core/clock.ts'],
  },
  {
    what: 'chance',
    pattern: /\bMath\.random\b|\brandom(?:Bytes|Int|UUID|Fill|FillSync)\b|\bgetRandomValues\b/,
    allowed: ['src/core/random.ts', 'src/core/ids.ts', 'src/practice/'],
  },
  {
    what: 'writing files',
    pattern: /\b(?:writeFile|appendFile|rename|copyFile|symlink|link|truncate|mkdir)(?:Sync)?\(|\bcreateWriteStream\(/,
    // A record grows while others read it, and the summary of a step is appended to.
    allowed: ['src/core/whole-file.ts', 'src/live/ndjson.ts', 'src/cli/ci/step-summary.ts'],
  },
  {
    what: 'reading files of any length',
    pattern: /\breadFile\(|\bcreateReadStream\(/,
    allowed: ['src/core/bounded-text.ts', 'src/report/record/read-record.ts', 'src/truth/processor-wait.ts'],
  },
];

const MOST_LINES = 300;
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
      'src/engine/x.ts:5: Math.random',
      'src/engine/x.ts:7: writeFile(',
      'src/engine/x.ts:7: readFile(',
    ],
  );
});

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = [...sources, ...tests].filter(({ text }) => lineCount(text) > MOST_LINES);
  assertNone(
    long.map(({ path, text }) => `${path}: ${lineCount(text)} lines`),
    'files that are too long',
  );
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
