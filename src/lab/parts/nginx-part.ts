import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../core/whole-file.js';
import { probeTcp } from '../../net/probe-tcp.js';
import { freePort } from '../server/free-port.js';
import { type ProgramSpec, pathOfProgram, requireProgram } from './find-program.js';
import { makePlace, type PartPlace, type RealPart, removePlace, startPart } from './real-part.js';

/** The program that is needed for it. */
export const NGINX: ProgramSpec = {
  name: 'nginx',
  product: 'nginx',
  debianPackage: 'nginx-light',
  brewPackage: 'nginx',
};
const HOST = '127.0.0.1';
const PROBE_MS = 500;

/** Is there an nginx on this machine? @param path `PATH` of the environment */
export async function hasNginx(path?: string): Promise<boolean> {
  return (await pathOfProgram(NGINX, path)) !== undefined;
}

/**
 * Starts an nginx on this machine alone that deals connections to several servers of one chat, WebSockets included: to the one that has
 * the fewest, and no more to one that does not answer.
 * @param ports of the servers, on 127.0.0.1
 * @param path `PATH` of the environment
 * @throws StartError when there is none, or it does not start
 */
export async function startNginx(
  ports: readonly number[],
  path?: string,
): Promise<RealPart & { readonly url: string }> {
  const program = await requireProgram(NGINX, path);
  const place = await makePlace();
  try {
    const port = await freePort();
    const file = join(place.folder, 'nginx.conf');
    await writeWhole(file, configuration(place, port, ports));
    if (place.owner !== undefined) await chown(file, place.owner.uid, place.owner.gid);
    const part = await startPart({
      ...NGINX,
      program,
      arguments: ['-c', file, '-p', place.folder, '-e', 'stderr'],
      signal: 'TERM',
      port,
      place,
      isReady: () =>
        probeTcp(HOST, port, PROBE_MS).then(
          () => true,
          () => false,
        ),
    });
    return { ...part, url: `http://${HOST}:${port}` };
  } catch (thrown) {
    await removePlace(place);
    throw thrown;
  }
}

function configuration({ folder }: PartPlace, port: number, ports: readonly number[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  client_max_body_size 16m;
  upstream chat {
    least_conn;
    ${ports.map((one) => `server ${HOST}:${one} max_fails=1 fail_timeout=2s;`).join('\n    ')}
  }
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server {
    listen ${HOST}:${port};
    location / {
      proxy_pass http://chat;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_connect_timeout 1s;
      proxy_read_timeout 120s;
    }
  }
}
`;
}
