import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';

/** How much memory this process has, and which share of all that there is is in use by whatever program. */
export function memoryInUse(): { readonly rssBytes: number; readonly memoryShare: number } {
  const rssBytes = process.memoryUsage.rss();
  return { rssBytes, memoryShare: Math.max(machineShare(rssBytes), containerShare()) };
}

/** The share of the machine's memory that is in use, 0–1; caches that are given back on demand do not count. */
function machineShare(rssBytes: number): number {
  // macOS calls memory in use that it would give back, so that nearly all of it always is; our own is what can be told there.
  const usedBytes = process.platform === 'darwin' ? rssBytes : totalmem() - freemem();
  return share(usedBytes, totalmem());
}

/** The same of the container's limit (cgroup v2); 0 where there is none. */
function containerShare(): number {
  const folder = cgroupFolder();
  if (folder === undefined) return 0;
  const limitBytes = Number(textOf(`${folder}/memory.max`));
  const usedBytes = Number(textOf(`${folder}/memory.current`));
  // Without a limit the file says "max".
  if (!Number.isFinite(limitBytes) || limitBytes <= 0 || !Number.isFinite(usedBytes)) return 0;
  const stat = textOf(`${folder}/memory.stat`) ?? '';
  return share(workingSetBytes(usedBytes, stat), limitBytes);
}

/** Memory of a container without the file cache that goes first when memory gets short, as container managers count it. */
export function workingSetBytes(usedBytes: number, memoryStat: string): number {
  const cacheBytes = Number(/^inactive_file (\d+)$/m.exec(memoryStat)?.[1] ?? 0);
  return Math.max(0, usedBytes - cacheBytes);
}

let folderOnce: { readonly folder: string | undefined } | undefined;

/** Where the limits of our own control group stand; it does not change while we run. */
function cgroupFolder(): string | undefined {
  folderOnce ??= { folder: findCgroupFolder() };
  return folderOnce.folder;
}

function findCgroupFolder(): string | undefined {
  const path = /^0::(\/.*)$/m.exec(textOf('/proc/self/cgroup') ?? '')?.[1];
  if (path === undefined) return undefined;
  return [`/sys/fs/cgroup${path === '/' ? '' : path}`, '/sys/fs/cgroup'].find(
    (folder) => textOf(`${folder}/memory.max`) !== undefined,
  );
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}

/** A small file of the system; undefined where there is none. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
