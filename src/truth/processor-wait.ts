import { readdir, readFile } from 'node:fs/promises';

/**
 * How long the threads of a process have been ready to run and had no processor, in milliseconds, all together and since they
 * began (Linux); undefined where the system does not tell.
 */
export async function processorWaitMs(pid: number): Promise<number | undefined> {
  try {
    const tasks = `/proc/${pid}/task`;
    // The second number of the file is the waiting time in nanoseconds.
    const waits = (await readdir(tasks)).map(async (task) =>
      Number((await readFile(`${tasks}/${task}/schedstat`, 'latin1')).split(' ')[1]),
    );
    return (await Promise.all(waits)).reduce((sum, waitNs) => sum + waitNs / 1e6, 0);
  } catch {
    return undefined;
  }
}
