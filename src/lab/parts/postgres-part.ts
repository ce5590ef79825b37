import { dirname, join } from 'node:path';
import { freePort } from '../server/free-port.js';
import { type ProgramSpec, pathOfProgram, requireProgram } from './find-program.js';
import { makePlace, type RealPart, removePlace, runToEnd, startPart } from './real-part.js';

const POSTGRES: ProgramSpec = {
  name: 'postgres',
  product: 'PostgreSQL',
  debianPackage: 'postgresql',
  brewPackage: 'postgresql',
};
const USER = 'chat';
const READY = 'database system is ready to accept connections';

/** Is there a PostgreSQL on this machine? @param path `PATH` of the environment */
export async function hasPostgres(path?: string): Promise<boolean> {
  return (await pathOfProgram(POSTGRES, path)) !== undefined;
}

/**
 * Starts an empty PostgreSQL on this machine alone, for whom its user needs no password.
 * @param path `PATH` of the environment
 * @returns it, and the URL of its database
 * @throws StartError when there is none, or it does not start
 */
export async function startPostgres(path?: string): Promise<RealPart & { readonly url: string }> {
  const program = await requireProgram(POSTGRES, path);
  const place = await makePlace();
  const data = join(place.folder, 'data');
  try {
    const given = ['-D', data, '-U', USER, '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    await runToEnd(POSTGRES.product, join(dirname(program), 'initdb'), given, place);
    const port = await freePort();
    const part = await startPart({
      ...POSTGRES,
      program,
      arguments: [
        '-D',
        data,
        '-p',
        String(port),
        ...settings({
          listen_addresses: '127.0.0.1',
          unix_socket_directories: '',
          // What a process has written survives its end, which is all that ends here.
          fsync: 'off',
        }),
      ],
      signal: 'INT',
      port,
      place,
      isReady: (written) => written.includes(READY),
    });
    return { ...part, url: `postgres://${USER}@127.0.0.1:${port}/postgres` };
  } catch (thrown) {
    await removePlace(place);
    throw thrown;
  }
}

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
