/** What each process of a test run does: it takes files of a queue, one after the other, until none is left. */
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { after, suite } from 'node:test';

/** Made anew by every run: a module for each lane, a folder for each file that one has taken, and what the files took. */
export const LANES = new URL('../dist-tests/lanes/', import.meta.url);
/** A line for each file that has ended: its path, its milliseconds, and those of processor time, with the processes that it started. */
export const SPENT = new URL('spent.tsv', LANES);

/**
 * Runs files, each as a suite; what several of them need is compiled once. Other lanes may have the same files: each is run by who takes it first.
 * @param files paths below `dist-tests/`
 * @param timeout milliseconds that a file may take
 */
export async function runLane(files, timeout) {
  for (const file of files) {
    if (!isTaken(file)) await runFile(file, timeout);
  }
}

/** Lets a file be taken once more. */
export function release(file) {
  rmSync(markOf(file), { recursive: true, force: true });
}

const markOf = (file) => new URL(`${file.replaceAll('/', '+')}.taken`, LANES);

/** A folder is made by one process only. */
function isTaken(file) {
  try {
    mkdirSync(markOf(file));
    return false;
  } catch (error) {
    if (error.code === 'EEXIST') return true;
    throw error;
  }
}

/** What `suite` returns need not wait for its tests, so the end of them is taken from its hook. */
async function runFile(file, timeout) {
  const [startMs, startCpuMs] = [performance.now(), cpuMs()];
  await new Promise((resolve) => {
    suite(file, { timeout }, async () => {
      after(resolve);
      try {
        await import(`../dist-tests/${file}`);
      } catch (error) {
        resolve();
        throw error;
      }
    });
  });
  const spent = [performance.now() - startMs, cpuMs() - startCpuMs].map(Math.round);
  appendFileSync(SPENT, `${[file, ...spent].join('\t')}\n`);
}

function cpuMs() {
  if (process.platform !== 'linux') return process.cpuUsage().user / 1000;
  // User and system time, and both of children that have ended, each in hundredths of a second.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + 10 * Number(ticks), 0);
}
