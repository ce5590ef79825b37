import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process may take to end once it has been asked to. */
const END_WITHIN_MS = 3000;
const POLL_MS = 10;

/** The folder of the PATH that a command is in, if it is in one. */
export function folderOf(command) {
  return (process.env.PATH ?? '').split(delimiter).find((folder) => existsSync(join(folder, command)));
}

/** Is this command on the PATH? */
export function isOnPath(command) {
  return folderOf(command) !== undefined;
}

/** Servers run on the first core and clients on the second, where there are two and `taskset` can bind to them. */
const CORES = { server: '0', client: '1' };
export const isPinned = availableParallelism() >= 2 && isOnPath('taskset');

/** The command that runs `command` on the core of `role`. */
export function pinned(role, command) {
  return isPinned ? ['taskset', '-c', CORES[role], ...command] : command;
}

/**
 * A process of ours, which ends with the bench on every path.
 * @param {'server' | 'client'} role
 * @param {readonly string[]} command
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {boolean} [isBound] has it the core of its role alone?
 */
export function start(role, command, options = {}, isBound = true) {
  const [file, ...args] = isBound ? pinned(role, command) : command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  let complaints = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaints = (complaints + text).slice(-2000);
  });
  const exited = once(child, 'close').catch((error) => {
    complaints += error.message;
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    // What a shell has started does not end with the shell.
    const family = child.pid === undefined || hasEnded() ? [] : familyOf(child.pid);
    signal(family, 'SIGTERM');
    const over = setTimeout(() => signal(family, 'SIGKILL'), END_WITHIN_MS);
    await exited;
    // A machine of Erlang lets go of its output some time before it ends.
    while (family.some(isAlive)) await sleep(POLL_MS);
    clearTimeout(over);
  };
  return {
    pid: child.pid ?? 0,
    exited,
    stop,
    said: () => said,
    complaints: () => complaints.trim(),
    hasEnded,
  };
}

function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // It has ended meanwhile.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** Zombies have no command line. */
function isAlive(pid) {
  return readOrEmpty(`/proc/${pid}/cmdline`) !== '';
}

/** Waits until the process has ended by itself, and ends it when that takes longer than `limitMs`. @returns did it? */
export async function endsWithin(running, limitMs) {
  const over = new AbortController();
  const inTime = await Promise.race([
    running.exited.then(() => true),
    sleep(limitMs, false, { signal: over.signal }).catch(() => false),
  ]);
  over.abort();
  if (!inTime) await running.stop();
  return inTime;
}

/** The process and everything that it started. */
function familyOf(pid) {
  const family = [pid];
  for (const member of family) {
    for (const task of listOrNone(`/proc/${member}/task`)) {
      const children = readOrEmpty(`/proc/${member}/task/${task}/children`).trim();
      if (children !== '') family.push(...children.split(' ').map(Number));
    }
  }
  return family;
}

/** CPU time of a process, its threads and its children, seconds. */
export function cpuSecondsOf(pid) {
  let nanoseconds = 0;
  for (const member of familyOf(pid)) {
    for (const task of listOrNone(`/proc/${member}/task`)) {
      nanoseconds += Number(readOrEmpty(`/proc/${member}/task/${task}/schedstat`).split(' ')[0]);
    }
  }
  return nanoseconds / 1e9;
}

function listOrNone(folder) {
  try {
    return readdirSync(folder);
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
