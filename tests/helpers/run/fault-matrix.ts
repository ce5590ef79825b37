import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askTruth } from '#dist/truth/server-truth.js';
import { startEmbeddedServer } from '#dist/practice/embedded.js';
import { parseFaults } from '#dist/practice/faults/parse.js';
import { startPracticeServer } from '#dist/practice/server.js';
import type { Report } from '#dist/report/report-types.js';
import type { CliResult, RunningCli } from '../cli/cli.js';
import type { FaultInside } from './faults-inside.js';

/** Is the matrix of faults wanted at full length (`FAULT_MATRIX=full`), and not as short as the suite needs it? */
export const isFullMatrix = process.env['FAULT_MATRIX'] === 'full';

/** A run in which something goes wrong. */
export interface FaultScene {
  readonly test: TestContext;
  readonly run: RunningCli;
  /** The process that it floods, where the row asks for one. */
  readonly serverPid: number;
  /** For reports; it is removed when the run is over. */
  readonly folder: string;
}

/** How it ended. */
export interface FaultEnding {
  readonly result: CliResult;
  /** What was written to standard output, when it adds up. */
  readonly report: Report;
  readonly folder: string;
}

/** One row of the matrix. */
export interface FaultRow {
  readonly fault: string;
  /** Left out, and why. */
  readonly skip?: string | false;
  /** Is it part of the full matrix only? */
  readonly isLong?: true;
  /**
   * Where the practice server is: in the test's process, or in one of its own, or started by the run itself, whose flood is not
   * waited for then.
   */
  readonly server?: 'here' | 'process' | 'embedded';
  /** Faults of the practice server. */
  readonly serverFaults?: readonly string[];
  readonly flags?: (folder: string) => readonly string[];
  /** Happens inside the command, when the flood has begun, or before anything else when it says so. */
  readonly inside?: FaultInside;
  readonly wrapper?: (folder: string) => readonly string[];
  /** Done from outside when the flood has begun. */
  readonly strike?: (scene: FaultScene) => void | Promise<void>;
  /** The exit code; where it is missing, the one that the contract has for what the report says. */
  readonly code?: number;
  readonly interruptedBy?: string;
  /** Codes of reasons for which the run is INVALID. */
  readonly invalidFor?: readonly string[];
  readonly check?: (ending: FaultEnding) => void | Promise<void>;
}

/** A practice server, where it is not the run's own. */
export interface FaultServer {
  readonly url: string;
  readonly pid: number;
  /** Messages that it has received. */
  readonly received: () => number | Promise<number>;
}

/** More than the first messages of all rooms, and fewer than any flood of the matrix has. */
const FLOODED = 20;

/** Resolves when a practice server has had messages from a run, or the run is over. */
export async function floodBegins(run: RunningCli, { received }: FaultServer): Promise<void> {
  const over = new AbortController();
  void run.result.then(() => over.abort());
  while (!over.signal.aborted && (await received()) < FLOODED) await wait(20);
}

/** The practice server of a row, which ends with the test; undefined where the run starts its own. */
export async function serverOf(
  { server: place, serverFaults = [] }: FaultRow,
  test: TestContext,
): Promise<FaultServer | undefined> {
  if (place === 'embedded') return undefined;
  const options = { faults: parseFaults(serverFaults), hashCost: 2 };
  if (place === 'process') {
    const server = await startEmbeddedServer(options);
    test.after(() => server.stop());
    const received = async (): Promise<number> => (await askTruth(server.url)).messages.received;
    return { url: server.url, pid: server.pid, received };
  }
  const server = await startPracticeServer(options);
  test.after(() => server.close());
  return { url: server.url, pid: process.pid, received: () => server.truth().messages.received };
}

const preload = fileURLToPath(new URL('fault-preload.js', import.meta.url));

/** The environment in which a fault happens inside the command, as soon as {@link letHappen} says so. */
export function environmentOf(inside: FaultInside, folder: string): Record<string, string> {
  return {
    NODE_OPTIONS: `--import ${preload}`,
    TEST_FAULT: inside,
    TEST_FAULT_WHEN: triggerIn(folder),
    TEST_DESCRIPTORS: String(LOW_LIMIT),
  };
}

/** Makes the fault of {@link environmentOf} happen. */
export function letHappen(folder: string): void {
  writeFileSync(triggerIn(folder), '');
}

/** The file for which a fault inside the command waits. */
function triggerIn(folder: string): string {
  return join(folder, 'now');
}

const LOW_LIMIT = 256;

/** Runs the command with few descriptors. */
export const withFewDescriptors: readonly string[] = ['sh', '-c', `ulimit -n ${LOW_LIMIT}; exec "$@"`, 'sh'];

/** Lowers the number of descriptors that a process may have below what it has: it can open nothing more. */
export function lowerDescriptors(pid: number, limit: number): void {
  // The hard limit stays, so that it takes no rights.
  spawnSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:`]);
}

/** Can this be run here? Why not, for a test's `skip`. */
export function unless(program: string, args: readonly string[], what: string): string | false {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0 ? false : `there is no ${what} here`;
}
