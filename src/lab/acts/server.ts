import { constants } from 'node:os';
import { nowUs } from '../../core/clock.js';
import { StartError } from '../../core/errors.js';
import { KILLED } from '../evidence.js';
import { connectionsAt } from '../server/listening-pid.js';
import type { Act } from './act.js';

/** A server that has not ended so long after its signal is ended by force. */
const LONGEST_END_MS = 35_000;
const MIB = 2 ** 20;

/** `signal SIGTERM`: sends the server's process a signal. */
export function signalAct(words: string): Act {
  if (!Object.hasOwn(constants.signals, words)) throw new Error(`"${words}" is no signal; write SIGTERM`);
  return ({ server }) => server.signal(words as NodeJS.Signals);
}

/**
 * `restart`: starts the server again, as soon as it has ended if it was told to. `restart memory=85%` tells it a memory limit (`MEMORY_LIMIT_MB`) of
 * which its present memory is so much.
 */
export function restartAct(words: string): Act {
  const percent = /^memory=(\d+)%$/.exec(words)?.[1];
  if (words !== '' && percent === undefined) throw new Error(`"${words}" must be nothing, or memory=85%`);
  return async ({ server, evidence, signal }) => {
    if (signal.aborted) return;
    const rssBytes = evidence.memory.at(-1)?.rssBytes;
    if (percent !== undefined && rssBytes === undefined)
      throw new StartError('The memory of the server could not be read, so it cannot be given a limit.', {
        hint: 'This exercise needs Linux, and a server that runs as your own user.',
      });
    const isLeaving = evidence.lives.at(-1)?.signalledUs !== null;
    if (isLeaving) await server.ended(LONGEST_END_MS);
    const limit =
      percent === undefined ? {} : { MEMORY_LIMIT_MB: megabytes((rssBytes ?? 0) / (Number(percent) / 100)) };
    await server.start(limit);
  };
}

/** `moment idle`: names this moment for criteria. */
export function momentAct(name: string): Act {
  if (name === '') throw new Error('"moment" needs a name');
  return ({ evidence }) => {
    evidence.moments.push({ atUs: nowUs(), name });
  };
}

function megabytes(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}

/** `count-connections`: looks how many connections each instance has. */
export function countAct(): Act {
  return async ({ server, evidence }) => {
    const { ports } = server;
    if (ports !== undefined) evidence.balances.push({ atUs: nowUs(), connections: await connectionsAt(ports) });
  };
}

/** `kill-instance`: one of several instances dies, and stays dead. */
export function killAct(): Act {
  return ({ server, evidence }) => {
    evidence.moments.push({ atUs: nowUs(), name: KILLED });
    server.killOne?.();
  };
}
