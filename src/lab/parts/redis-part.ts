import { freePort } from '../server/free-port.js';
import { type ProgramSpec, pathOfProgram, requireProgram } from './find-program.js';
import { makePlace, type RealPart, removePlace, startPart } from './real-part.js';

/** The program that is needed for it. */
export const REDIS: ProgramSpec = {
  name: 'redis-server',
  product: 'Redis',
  debianPackage: 'redis-server',
  brewPackage: 'redis',
};

/** Is there a Redis on this machine? @param path `PATH` of the environment */
export async function hasRedis(path?: string): Promise<boolean> {
  return (await pathOfProgram(REDIS, path)) !== undefined;
}

/**
 * Starts an empty Redis on this machine alone, which keeps nothing.
 * @param path `PATH` of the environment
 * @param at its port; a free one unless given
 * @throws StartError when there is none, or it does not start
 */
export async function startRedis(path?: string, at?: number): Promise<RealPart & { readonly url: string }> {
  const program = await requireProgram(REDIS, path);
  const place = await makePlace();
  try {
    const port = at ?? (await freePort());
    const given = {
      port: String(port),
      bind: '127.0.0.1',
      dir: place.folder,
      save: '',
      appendonly: 'no',
      daemonize: 'no',
    };
    const part = await startPart({
      ...REDIS,
      program,
      arguments: Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]),
      signal: 'TERM',
      port,
      place,
      isReady: (written) => /ready to accept connections/i.test(written),
    });
    return { ...part, url: `redis://127.0.0.1:${port}` };
  } catch (thrown) {
    await removePlace(place);
    throw thrown;
  }
}
