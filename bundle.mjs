/**
 * Makes of the sources what is run: the command in chunks, so that what one does not need is not read, and few of them, since each
 * costs time to find; a worker's thread, the one that wakes those, and the practice server's process as a file each; with those parts
 * of other packages that they need.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { BUILTIN, PLUGINS } from './bundle-parts.mjs';

const ROOT = fileURLToPath(new URL('./', import.meta.url));
const PACKAGES = `${ROOT}node_modules/`;

/** What CommonJS modules call for Node's own modules, in a module that is none; and for packages that they can do without. */
const REQUIRE = `const require = (name) => process.getBuiltinModule(name) ?? process.getBuiltinModule('node:module').createRequire(import.meta.url)(name);`;

/** Files of packages that become a part of pages. */
const PAGE_FILES = ['uplot/dist/uPlot.iife.min.js', 'uplot/dist/uPlot.min.css'];

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: 'bundle',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  plugins: PLUGINS,
  // Whoever wants it installs it.
  external: ['@opentelemetry/*', 'ioredis', 'pg', '@electric-sql/pglite', '@socket.io/redis-adapter'],
  banner: { js: REQUIRE },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // A group names modules that may turn out not to be needed.
  logOverride: { 'ignored-bare-import': 'silent' },
};

/** What always needs all of it is one file, which is a module, although it may import and export nothing. */
const WHOLE = { ...OPTIONS, footer: { js: 'export {};' } };

const COMMAND = {
  ...OPTIONS,
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  splitting: true,
};

/** What is loaded on the way to a run, step by step: for the list of commands, for the flags of a run, for its plan, and for its load. */
const STEPS = [
  'src/cli/main.ts',
  'src/cli/commands/run/run.ts',
  'src/cli/run/run-load.ts',
  'src/cli/run/start-load.ts',
];

/**
 * Keeps together what a step loads beyond the step before: a package in a file, and in another what is ours and needs the same packages.
 * Everybody loads the first step, which is one file. esbuild makes a file of modules that the same late imports lead to, so whatever is
 * imported late is imported with all of the groups that it needs something of.
 */
async function inGroups() {
  const { inputs } = (await build({ ...COMMAND, write: false })).metafile;
  const groupOf = new Map();
  const groups = new Map();
  for (const [step, head] of STEPS.entries()) {
    for (const path of neededBy(head, inputs)) {
      // Whatever waits for the entry, which waits for the command, would wait for itself.
      if (groupOf.has(path) || path === STEPS[0]) continue;
      const later = [...neededBy(path, inputs)].filter((needed) => groupOf.get(needed) !== '0');
      const packages = new Set(later.flatMap((needed) => packageOf(needed) ?? []));
      const group = step === 0 ? '0' : [step, packageOf(path) ?? 'src', ...[...packages].toSorted()].join(' ');
      groupOf.set(path, group);
      // One of CommonJS comes along with whoever requires it, which may be never: to import it here would run it.
      const member = inputs[path].format === 'cjs' ? [] : [path];
      groups.set(group, [...(groups.get(group) ?? []), ...member]);
    }
  }
  return {
    name: 'in-groups',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice('group:'.length), namespace: 'group' }));
      onLoad({ filter: /^/, namespace: 'group' }, ({ path }) => ({
        contents: groups
          .get(path)
          .map((member) => `import '${member.startsWith(BUILTIN) ? member.slice(BUILTIN.length) : `./${member}`}';`)
          .join(''),
        resolveDir: ROOT,
      }));
      onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const found = await resolve(path, { kind: 'import-statement', resolveDir });
        return { path: relative(ROOT, found.path).replaceAll('\\', '/'), namespace: 'late' };
      });
      onLoad({ filter: /^/, namespace: 'late' }, ({ path }) => {
        const wanted = new Set(['0', ...[...neededBy(path, inputs)].flatMap((needed) => groupOf.get(needed) ?? [])]);
        const lines = [...wanted].map((group) => `import 'group:${group}';`);
        return { contents: `${lines.join('')}export * from './${path}';`, resolveDir: ROOT };
      });
    },
  };
}

/** The modules that are loaded with a module, itself included. */
function neededBy(head, inputs) {
  const needed = new Set();
  const visit = (path) => {
    if (needed.has(path) || inputs[path] === undefined) return;
    needed.add(path);
    for (const { path: inner, kind } of inputs[path].imports) if (kind !== 'dynamic-import') visit(inner);
  };
  visit(head);
  return needed;
}

/** The package that a module is of; undefined for one of ours. */
function packageOf(path) {
  return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
}

const groups = await inGroups();
rmSync(`${ROOT}bundle`, { recursive: true, force: true });
const built = await Promise.all([
  build({
    ...COMMAND,
    plugins: [...PLUGINS, groups],
    // Every file lies in a folder of `bundle/`, as modules with `import.meta.url` lie in a folder of `src/`.
    chunkNames: 'chunks/[name]-[hash]',
  }),
  build({ ...WHOLE, entryPoints: { 'engine/worker': 'src/engine/worker/worker.ts' } }),
  build({ ...WHOLE, entryPoints: { 'engine/pacer': 'src/engine/pacing/pacer.ts' } }),
  build({ ...WHOLE, entryPoints: { 'practice/main': 'src/practice/main.ts' } }),
]);

const worker = `${ROOT}bundle/engine/worker.js`;
writeFileSync(worker, await withConstants(readFileSync(worker, 'utf8')));

mkdirSync(`${ROOT}bundle/page`);
for (const file of PAGE_FILES) cpSync(PACKAGES + file, `${ROOT}bundle/page/${file.split('/').at(-1)}`);
const { prepareShipped } = await import('./dist/scenario/prepare.js');
for (const [path, prepared] of await prepareShipped()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(prepared));
}
writeFileSync(`${ROOT}bundle/LICENSES.txt`, licences());
// What "man newyear-load" shows once the package is installed.
writeFileSync(`${ROOT}bundle/newyear-load.1`, execFileSync(process.execPath, [`${ROOT}bin/newyear-load.js`, 'man']));

/**
 * esbuild makes a `var` of every constant of a module. V8 then looks its value up each time, and what kind of table it is: a delivery costs
 * a fifth more. Ours are constants again, unless something is assigned to them.
 */
async function withConstants(code) {
  const lines = code.split('\n');
  let isOurs = false;
  const constant = lines.map((line) => {
    if (/^\/\/ (?:src\/|node_modules\/|builtin:)/.test(line)) isOurs = !line.startsWith('// node_modules/');
    return isOurs ? line.replace(/^var (?=[\w$]+ = |\[)/, 'const ') : line;
  });
  const { warnings } = await transform(constant.join('\n'), { format: 'esm', logLevel: 'silent' });
  const assigned = warnings.filter(({ id }) => id === 'assign-to-constant');
  for (const at of new Set(assigned.map(({ notes }) => notes[0].location.line - 1))) {
    if (constant[at] === lines[at]) throw new Error(`bundle: a constant of several lines is assigned to: ${lines[at]}`);
    constant[at] = lines[at];
  }
  return constant.join('\n');
}

/** Name, version and licence of every package of which something is built in. */
function licences() {
  const inputs = [
    ...built.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
    ...PAGE_FILES.map((file) => `node_modules/${file}`),
  ];
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const texts = [...new Set(folders)].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, 'utf8'));
    const file = readdirSync(ROOT + folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : `\n${readFileSync(`${ROOT}${folder}/${file}`, 'utf8').trim()}\n`;
    return `${name} ${version} (${license})\n${text}`;
  });
  return [...new Set(texts)].join(`\n${'-'.repeat(80)}\n\n`);
}
