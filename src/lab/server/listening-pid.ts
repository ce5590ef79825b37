import { readdir, readlink } from 'node:fs/promises';
import { readBounded } from '../../core/bounded-text.js';

/** A machine with more sockets than fit in there is not one on which somebody practises. */
const MOST_TABLE_BYTES = 16 * 1024 * 1024;
/** The state of a listening socket in `/proc/net/tcp` (include/net/tcp_states.h). */
const LISTENING = '0A';
const ESTABLISHED = '01';

/**
 * Which process of ours listens on a TCP port of this machine, by what Linux tells in `/proc`: a server that is started through `npm start` or a shell is not the
 * process that was started. Of several that share the port, the one with the lowest number.
 * @returns undefined where there is none, it is another user's, or the system has no such `/proc`
 */
export async function pidListeningOn(port: number, folder = '/proc'): Promise<number | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => textOr(`${folder}/net/${name}`)));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  const pids = (await namesIn(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids.toSorted((one, other) => one - other)) {
    if (await holdsOne(`${folder}/${pid}/fd`, inodes)) return pid;
  }
  return undefined;
}

/**
 * Where processes of a group listen for TCP connections, `127.0.0.1:3000`, by what Linux tells in `/proc`.
 * @returns nothing where they listen nowhere, or the system has no such `/proc`
 */
export async function placesOfGroup(group: number, folder = '/proc'): Promise<string[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => textOr(`${folder}/net/${name}`)));
  const places = new Map(tables.flatMap((table) => listeningPlaces(table)));
  const pids = (await namesIn(folder)).filter((name) => /^\d+$/.test(name));
  const found = new Set<string>();
  for (const pid of pids) {
    if (groupIn(await textOr(`${folder}/${pid}/stat`)) !== group) continue;
    for (const inode of await inodesHeld(`${folder}/${pid}/fd`)) {
      const place = places.get(inode);
      if (place !== undefined) found.add(place);
    }
  }
  return [...found].toSorted();
}

/** Inodes of the sockets of a table that listen, each with its place; lines are those of proc_net(5). */
export function listeningPlaces(table: string): [inode: string, place: string][] {
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [[address = '', port = ''], state, inode] = [(fields[1] ?? '').split(':'), fields[3], fields[9]];
    if (state !== LISTENING || inode === undefined) return [];
    return [[inode, `${addressText(address)}:${Number.parseInt(port, 16)}`] satisfies [string, string]];
  });
}

/** An address as the kernel prints it: words of 32 bits in the order of the machine's bytes, which is taken to be little-endian. */
function addressText(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed());
  if (words.length === 1) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  // Written as short as it goes.
  return new URL(`http://[${(bytes.join('').match(/.{4}/g) ?? []).join(':')}]`).host;
}

/** The process group in a `stat` of a process (proc_pid_stat(5)); its second field, a name in brackets, may hold anything. */
function groupIn(stat: string): number {
  return Number(
    stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' ')[2],
  );
}

/** How many connections a server has at each of these ports of this machine; 0 everywhere where the system does not tell. */
export async function connectionsAt(ports: readonly number[], folder = '/proc'): Promise<number[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => textOr(`${folder}/net/${name}`)));
  return ports.map((port) => tables.reduce((sum, table) => sum + inodesIn(table, port, ESTABLISHED).length, 0));
}

/** Inodes of the sockets of a table that listen on a port; its lines are those of proc_net(5). */
export function listeningInodes(table: string, port: number): string[] {
  return inodesIn(table, port, LISTENING);
}

function inodesIn(table: string, port: number, wantedState: string): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [local = '', state, inode] = [fields[1], fields[3], fields[9]];
    return state === wantedState && local.endsWith(`:${wanted}`) && inode !== undefined ? [inode] : [];
  });
}

async function holdsOne(descriptors: string, inodes: ReadonlySet<string>): Promise<boolean> {
  return (await inodesHeld(descriptors)).some((inode) => inodes.has(inode));
}

/** Inodes of the sockets among the descriptors of a process. */
async function inodesHeld(descriptors: string): Promise<string[]> {
  const links = await Promise.all(
    (await namesIn(descriptors)).map((name) => readlink(`${descriptors}/${name}`).catch(() => '')),
  );
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Other users' processes, and those that have just ended, show nothing. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function textOr(path: string): Promise<string> {
  return readBounded(path, MOST_TABLE_BYTES).catch(() => '');
}
