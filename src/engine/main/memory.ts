import { freemem, totalmem } from 'node:os';
import { SystemFile } from '../../core/system-file.js';

/** Memory at one moment. */
export interface MemoryInUse {
  /** Of this process. */
  readonly rssBytes: number;
  /** Of all that there is, in use by whatever program, 0–1. */
  readonly memoryShare: number;
}

/** Where a Linux kernel tells of memory; where there is no such file, Node is asked. */
const OWN_STATUS = '/proc/self/status';
const MACHINE = '/proc/meminfo';
const CONTROL_GROUPS = '/sys/fs/cgroup';

/** Reads how much memory is in use, for as long as it is open also when this process can open nothing else. */
export class MemoryMeter {
  readonly #own = new SystemFile(OWN_STATUS);
  readonly #machine = new SystemFile(MACHINE);
  readonly #container = new ContainerMemory();

  inUse(): MemoryInUse {
    const rssBytes = this.rssBytes();
    return { rssBytes, memoryShare: Math.max(this.#machineShare(rssBytes), this.#container.share()) };
  }

  /** Resident memory of this process, bytes. */
  rssBytes(): number {
    return kibibytes('VmRSS', this.#own.read()) ?? rssOfNode();
  }

  close(): void {
    for (const file of [this.#own, this.#machine, this.#container]) file.close();
  }

  /** The share of the machine's memory that is in use, 0–1; caches that are given back on demand do not count. */
  #machineShare(rssBytes: number): number {
    const text = this.#machine.read();
    const [total, available] = [kibibytes('MemTotal', text), kibibytes('MemAvailable', text)];
    if (total !== undefined && available !== undefined) return share(total - available, total);
    // macOS calls memory in use that it would give back, so that nearly all of it always is; our own is what can be told there.
    const usedBytes = process.platform === 'darwin' ? rssBytes : totalmem() - freemem();
    return share(usedBytes, totalmem());
  }
}

/** Memory of our own control group (cgroup v2), beside its limit. */
class ContainerMemory {
  readonly #limit: SystemFile;
  readonly #used: SystemFile;
  readonly #statistics: SystemFile;

  constructor() {
    const folder = controlGroupFolder();
    this.#limit = new SystemFile(`${folder}/memory.max`);
    this.#used = new SystemFile(`${folder}/memory.current`);
    this.#statistics = new SystemFile(`${folder}/memory.stat`);
  }

  /** The share of the limit that is in use, 0–1; 0 where there is none. */
  share(): number {
    const limitBytes = Number(this.#limit.read());
    // Without a limit the file says "max".
    if (!Number.isFinite(limitBytes) || limitBytes <= 0) return 0;
    const usedBytes = Number(this.#used.read());
    return Number.isFinite(usedBytes)
      ? share(workingSetBytes(usedBytes, this.#statistics.read() ?? ''), limitBytes)
      : 0;
  }

  close(): void {
    for (const file of [this.#limit, this.#used, this.#statistics]) file.close();
  }
}

/** Memory of a container without the file cache that goes first when memory gets short, as container managers count it. */
export function workingSetBytes(usedBytes: number, memoryStat: string): number {
  const cacheBytes = Number(/^inactive_file (\d+)$/m.exec(memoryStat)?.[1] ?? 0);
  return Math.max(0, usedBytes - cacheBytes);
}

/** Where our own control group has its files; inside a container that is the root of what can be seen. */
function controlGroupFolder(): string {
  const path = /^0::(\/.*)$/m.exec(readOnce('/proc/self/cgroup') ?? '')?.[1] ?? '/';
  const own = path === '/' ? CONTROL_GROUPS : `${CONTROL_GROUPS}${path}`;
  return readOnce(`${own}/memory.max`) === undefined ? CONTROL_GROUPS : own;
}

function rssOfNode(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    // Node needs a descriptor for it on Linux. What the process had at its largest can be told without one.
    return process.resourceUsage().maxRSS * 1024;
  }
}

function readOnce(path: string): string | undefined {
  const file = new SystemFile(path);
  const text = file.read();
  file.close();
  return text;
}

/** A number of a table of the kernel, `VmRSS:   123 kB`, in bytes. */
function kibibytes(name: string, table: string | undefined): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(table ?? '')?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
