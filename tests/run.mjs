/**
 * Runs every compiled test, or those whose path contains the first argument; a run of no tests must not pass.
 *
 * A file gets a process of its own, but for those of `unit/` and most of `integration/`: they share some processes, since the start of one,
 * and all that is compiled anew in it, cost more than most of them do. What takes long comes first, so that nobody waits for one file at the end.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';

/** Twice what two cores can do at once: half of the time tests wait. */
const AT_ONCE = 4;
/** For a file, on a machine that is busy with much else. */
const LONGEST_TEST_MS = 240_000;
/** Groups of files that share processes, and how many. */
const SHARED = [
  { start: 'unit/', processes: 16 },
  { start: 'integration/', processes: 10 },
];
/** They take what belongs to a process, take long, or hold a server to times that the work of other tests would add to. */
const ALONE = ['integration/truth-experiments', 'integration/descriptors', 'unit/engine/worker/batches'];
/** How the paths of test files begin, those first that take longest; what takes little fills the gaps at the end. */
const ORDER = [
  'integration/truth-experiments',
  'browser/',
  'cli/capacity',
  'cli/fault-matrix',
  'cli/run',
  'cli/secrets',
  'integration/engine-trials',
  'cli/',
  'integration/engine-',
  'integration/',
  '',
];

const root = new URL('../dist-tests/', import.meta.url);
const shared = new URL('shared/', root);
const filter = process.argv[2] ?? '';

const files = readdirSync(root.pathname, { recursive: true })
  .filter((file) => file.endsWith('.test.js') && file.includes(filter))
  .toSorted((one, other) => (one < other ? -1 : 1));
if (files.length === 0) {
  console.error(`No test file matches "${filter}" in ${root.pathname}; build them first: npm run test:only`);
  process.exit(1);
}

/** Does a file count what is on the heap? That costs the more the more there is, so it is not to share one. */
const countsHeap = (file) => readFileSync(new URL(file, root), 'utf8').includes('queryObjects');

/** Writes a module that has test files run one after the other, each as a suite. @returns its path below `dist-tests/` */
function together(parts, name) {
  const lines = parts.map((file) => `await suite('${file}', () => import('../${file}'));`);
  writeFileSync(new URL(`${name}.mjs`, shared), `import { suite } from 'node:test';\n${lines.join('\n')}\n`);
  return `shared/${name}.mjs`;
}

/** Deals files to processes. */
function dealt(parts, name, most) {
  const groups = Array.from({ length: Math.min(most, parts.length) }, () => []);
  for (const [index, file] of parts.entries()) groups[index % groups.length].push(file);
  return groups.map((group, index) => together(group, `${name}${index}`));
}

const rank = (file) => ORDER.findIndex((start) => file.startsWith(start));
const canShare = (file) => !ALONE.some((start) => file.startsWith(start)) && !countsHeap(file);
rmSync(shared, { recursive: true, force: true });
mkdirSync(shared);
const sharing = SHARED.flatMap(({ start, processes }) => {
  const parts = files.filter((file) => file.startsWith(start) && canShare(file));
  return dealt(parts, start.slice(0, -1), processes);
});
const isShared = (file) => SHARED.some(({ start }) => file.startsWith(start)) && canShare(file);
const processes = [...files.filter((file) => !isShared(file)).toSorted((a, b) => rank(a) - rank(b)), ...sharing];

const tests = run({
  files: processes.map((file) => new URL(file, root).pathname),
  concurrency: AT_ONCE,
  timeout: LONGEST_TEST_MS,
});
tests.on('test:fail', () => {
  process.exitCode = 1;
});
tests.compose(process.stdout.isTTY ? new spec() : tap).pipe(process.stdout);
