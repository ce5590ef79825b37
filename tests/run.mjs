/**
 * Runs every compiled test, or those whose path contains the first argument; a run of no tests must not pass.
 *
 * Some processes take the files from one queue, since the start of a process, and all that is compiled anew in it, cost more than most files do.
 * What takes long comes first, so that nobody waits for one file at the end.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { LANES, release, SPENT } from './lane.mjs';

/** Three times what two cores can do at once: much of the time tests wait. */
const AT_ONCE = 6;
/** More files than these that fail are no matter of what else the machine did. */
const MOST_AGAIN = 3;
/** For a file, on a machine that is busy with much else. */
const LONGEST_TEST_MS = 600_000;
/** For all of them. */
const LONGEST_RUN_MS = 1_800_000;
const TELL_EVERY_MS = 20_000;
/**
 * They have a process to themselves: they take what belongs to one, take long, hold a server to times that the work of other tests would
 * add to, or share a browser.
 */
const APART = ['integration/truth-experiments', 'browser/', 'integration/descriptors', 'unit/engine/worker/batches'];
/** How the paths of test files begin, those first that take longest; what takes little fills the gaps at the end. */
const ORDER = [
  'agents/losses',
  'cli/capacity',
  'cli/lab',
  'integration/engine-trials',
  'agents/',
  'cli/fault-matrix',
  'cli/run',
  'integration/engine-storms',
  'integration/real-servers',
  'cli/menu',
  'integration/engine-',
  'cli/',
  'integration/',
  'unit/ledger/room-ledger-model',
  '',
];

const root = new URL('../dist-tests/', import.meta.url);
const filter = process.argv[2] ?? '';

rmSync(LANES, { recursive: true, force: true });
mkdirSync(LANES, { recursive: true });
writeFileSync(SPENT, '');

/** Files whose properties are made fewer times in a run of all tests: `PROPERTIES=full` makes all of them, and runs nothing else. */
const isAskedFor = (file) =>
  process.env.PROPERTIES !== 'full' || readFileSync(new URL(file, root), 'utf8').includes('helpers/runs-of.js');
const rank = (file) => ORDER.findIndex((start) => file.startsWith(start));
const files = readdirSync(root, { recursive: true })
  .filter((file) => file.endsWith('.test.js') && file.includes(filter) && isAskedFor(file))
  .toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
if (files.length === 0) {
  console.error(`No test file matches "${filter}" in ${root.pathname}; build them first: npm run test:only`);
  process.exit(1);
}

/** Does a file count what is on the heap? That costs the more the more there is, so it is not to share one. */
const countsHeap = (file) => readFileSync(new URL(file, root), 'utf8').includes('queryObjects');
const isApart = (file) => APART.some((start) => file.startsWith(start)) || countsHeap(file);

/** Writes the module of a process that runs what it can take of these files. @returns its path */
function lane(queue, name) {
  const path = new URL(`${name}.mjs`, LANES);
  const call = `await runLane(${JSON.stringify(queue)}, ${LONGEST_TEST_MS});`;
  writeFileSync(path, `import { runLane } from '../../tests/lane.mjs';\n${call}\n`);
  return path.pathname;
}

const shared = files.filter((file) => !isApart(file));
const queues = [
  ...APART.map((start) => files.filter((file) => file.startsWith(start))),
  ...files.filter(countsHeap).map((file) => [file]),
];
const [first = [], ...apart] = queues.filter((queue) => queue.length > 0);
const lanes = Array.from({ length: Math.min(AT_ONCE - 2, shared.length) }, () => shared);

/**
 * Runs these lists of files, each in a process of its own, and shows what they tell.
 * @returns the names of what failed: of files, or of a process that came to no end
 */
async function runQueues(fileLists, name) {
  const failed = new Set();
  const tests = run({
    files: fileLists.filter((list) => list.length > 0).map((list, index) => lane(list, `${name}${index}`)),
    concurrency: AT_ONCE,
    timeout: LONGEST_RUN_MS,
  });
  tests.on('test:fail', (test) => {
    if (test.nesting === 0) failed.add(test.name);
  });
  for await (const text of tests.compose(process.stdout.isTTY ? new spec() : tap)) process.stdout.write(text);
  return failed;
}

/**
 * Runs files again that failed, each with the machine to itself: many tests hold a server to times, which what runs beside them may spoil.
 * @returns the files that failed again
 */
async function runAgain(failed) {
  const stillFail = [];
  for (const [index, file] of failed.entries()) {
    console.error(`# Again, by itself: ${file}`);
    release(file);
    const failures = await runQueues([[file]], `again${index}-`);
    if (failures.size > 0) stillFail.push(file);
    else console.error(`# FAILED BESIDE OTHERS, PASSES BY ITSELF: ${file}`);
  }
  return stillFail;
}

/** The files that have come to their end. */
const ended = () =>
  new Set(
    readFileSync(SPENT, 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[0]),
  );
// What a process tells is shown when those before it have ended.
setInterval(() => console.error(`# ${ended().size - 1} of ${files.length} files`), TELL_EVERY_MS).unref();
// A process of tests that ends by itself, before its time, must not pass.
process.exitCode = 1;
// The longest and the lanes begin at once; the others follow each other beside them.
const failures = [...(await runQueues([first, ...lanes, ...apart], 'lane'))];
const over = ended();
const missing = files.filter((file) => !over.has(file));
if (missing.length > 0) console.error(`Not run to the end: ${missing.join(', ')}`);
const areFew = failures.length <= MOST_AGAIN && failures.every((name) => files.includes(name));
const stillFail = areFew ? await runAgain(failures) : failures;
if (stillFail.length > 0) console.error(`Failed: ${stillFail.join(', ')}`);
if (stillFail.length === 0 && missing.length === 0) process.exitCode = 0;
