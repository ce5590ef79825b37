import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nowUs, sleep, waitAtMost } from '../../core/clock.js';
import { messageOf, StartError } from '../../core/errors.js';
import { printable } from '../../core/text.js';
import { ownerOfParts, type ProcessOwner } from './part-owner.js';

/**
 * Runs a program until its standard input ends, which it does when we close it, and when we are gone, however that came about. Then the
 * program gets a signal, and its folder goes when it has ended.
 */
const GUARD = [
  'signal=$1; folder=$2; shift 2; exec 3<&0',
  '"$@" </dev/null 3<&- & part=$!',
  '(read -r _ <&3; kill -s "$signal" "$part" 2>/dev/null) &',
  'wait "$part"; code=$?; rm -rf "$folder"; exit "$code"',
].join('\n');

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 5000;
const LOOK_EVERY_MS = 50;
const LAST_WORDS_CHARACTERS = 1000;

/** A server that is none of ours, started by us. */
export interface RealPart {
  /** For people: `PostgreSQL`. */
  readonly product: string;
  readonly port: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it, and removes its folder. May be called again. */
  stop(): Promise<void>;
}

/** What is started, and how one sees that it is there. */
export interface PartOrder {
  readonly product: string;
  readonly program: string;
  readonly arguments: readonly string[];
  /** By which it ends at once, with all that it has started. */
  readonly signal: 'INT' | 'TERM';
  readonly port: number;
  readonly place: PartPlace;
  /** Is it there? Told what it has written so far. */
  isReady(written: string): Promise<boolean> | boolean;
}

/** A folder that a part has to itself. */
export interface PartPlace {
  readonly folder: string;
  readonly owner: ProcessOwner | undefined;
}

/** Makes a folder for a part, which is its owner's. Who makes no part of it removes it. */
export async function makePlace(): Promise<PartPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-part-'));
  const owner = await ownerOfParts();
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  return { folder, owner };
}

/** Removes the folder of a part. */
export async function removePlace({ folder }: PartPlace): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Runs a program to its end. @throws StartError with what it said when it failed */
export async function runToEnd(
  product: string,
  program: string,
  given: readonly string[],
  place: PartPlace,
): Promise<void> {
  const child = spawn(program, given, {
    cwd: place.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // As of a part, see below: it takes a second or two, and who has interrupted us ends the part that it prepares.
    detached: true,
    ...place.owner,
    env: ENVIRONMENT,
  });
  const words = listen(child);
  const problem = await endOf(child);
  if (problem !== undefined) throw new StartError(`${product} could not be prepared (${problem}): ${words()}`);
}

/** Starts a part, and waits until it is there. @throws StartError with what it said when it is not; it is gone then */
export async function startPart(order: PartOrder): Promise<RealPart> {
  const { product, program, place, port } = order;
  const child = spawn('sh', ['-c', GUARD, 'sh', order.signal, place.folder, program, ...order.arguments], {
    cwd: place.folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C of a terminal is for us: whoever runs on its parts ends them.
    detached: true,
    ...place.owner,
    env: ENVIRONMENT,
  });
  child.stdin?.on('error', () => undefined);
  const words = listen(child);
  const life: { end?: string } = {};
  const ended = endOf(child).then((how) => {
    life.end = how ?? 'it ended';
  });
  const part: RealPart = { product, port, ended, stop: () => stopPart(child, ended, place) };
  try {
    const until = nowUs() + READY_WITHIN_MS * 1000;
    while (life.end === undefined && nowUs() < until) {
      if (await order.isReady(words())) return part;
      await sleep(LOOK_EVERY_MS);
    }
  } catch (thrown) {
    await part.stop();
    throw thrown;
  }
  await part.stop();
  const why = life.end ?? `it was not there within ${READY_WITHIN_MS / 1000} s`;
  throw new StartError(`${product} did not start (${why}): ${words()}`);
}

/** Messages in English, whatever the user's language: some of them are looked for. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin', LC_ALL: 'C' };

async function stopPart(child: ChildProcess, ended: Promise<void>, place: PartPlace): Promise<void> {
  child.stdin?.end();
  await waitAtMost(STOP_WITHIN_MS, ended);
  // Nobody is left of its group then; of one that hangs, nobody is to be.
  killGroup(child);
  await ended;
  await removePlace(place);
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (thrown) {
    // It has ended in between.
    if (!messageOf(thrown).includes('ESRCH')) throw thrown;
  }
}

function listen(child: ChildProcess): () => string {
  let heard = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      heard = (heard + text).slice(-LAST_WORDS_CHARACTERS);
    });
  return () => printable(heard.trim(), LAST_WORDS_CHARACTERS);
}

/** @returns how it failed; undefined when it did not */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
}
