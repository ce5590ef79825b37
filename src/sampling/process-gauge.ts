import { readdir, stat } from 'node:fs/promises';
import { nowUs } from '../core/clock.js';
import { SystemFile } from '../core/system-file.js';
import { NO_READING, type ServerReading } from '../metrics/server-samples.js';

/** The kernel tells times of processes in hundredths of a second on every machine (proc_pid_stat(5), `sysconf(_SC_CLK_TCK)`). */
const TICKS_PER_SECOND = 100;
/** Two readings closer than that tell nothing of a share that is known in hundredths of a second. */
const SHORTEST_SPAN_US = 200_000;

/** Time on processors until a moment. */
interface CpuPoint {
  readonly atUs: number;
  readonly seconds: number;
}

/** A reading, or why there is none. */
export type GaugeReading = { readonly reading: ServerReading } | { readonly problem: string };

/** Reads what the kernel of a Linux machine tells of one process, through files that are opened once: another process never takes its place. */
export class ProcessGauge {
  readonly #pid: number;
  readonly #stat: SystemFile;
  readonly #status: SystemFile;
  /** The folder of its open descriptors. */
  readonly #descriptors: string;
  #last: CpuPoint | undefined;

  /** @param folder where the kernel has its processes */
  constructor(pid: number, folder = '/proc') {
    this.#pid = pid;
    this.#descriptors = `${folder}/${pid}/fd`;
    this.#stat = new SystemFile(`${folder}/${pid}/stat`);
    this.#status = new SystemFile(`${folder}/${pid}/status`);
  }

  /** The process now; its share of a processor is that since the last reading. */
  async read(): Promise<GaugeReading> {
    const [text, status] = [this.#stat.read(), this.#status.read()];
    const times = text === undefined ? undefined : parseStat(text);
    if (times === undefined || status === undefined) return { problem: this.#missing() };
    // A process that has ended and that nobody has asked for its exit code yet.
    if (times.state === 'Z' || times.state === 'X') return { problem: `process ${this.#pid} has ended` };
    const rssKib = tableNumber('VmRSS', status);
    return {
      reading: {
        ...NO_READING,
        cpu: this.#cpuShare(times.cpuTicks / TICKS_PER_SECOND),
        rss: rssKib === undefined ? null : rssKib * 1024,
        threads: tableNumber('Threads', status) ?? null,
        descriptors: await openDescriptors(this.#descriptors),
      },
    };
  }

  /** Reads nothing from then on. */
  close(): void {
    for (const file of [this.#stat, this.#status]) file.close();
  }

  #missing(): string {
    if (this.#last !== undefined) return `process ${this.#pid} has ended`;
    return process.platform === 'linux'
      ? `there is no process ${this.#pid}`
      : `process ${this.#pid} cannot be read: this system has no /proc as Linux has it, so watch the server by its metrics`;
  }

  #cpuShare(seconds: number): number | null {
    const [last, now] = [this.#last, { atUs: nowUs(), seconds }];
    if (last !== undefined && now.atUs - last.atUs < SHORTEST_SPAN_US) return null;
    this.#last = now;
    return last === undefined ? null : Math.max(0, ((seconds - last.seconds) * 1e6) / (now.atUs - last.atUs));
  }
}

/** What is read of `/proc/<pid>/stat`: state, and ticks in user and kernel mode. The name before them may hold anything, brackets as well. */
export function parseStat(text: string): { readonly state: string; readonly cpuTicks: number } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Fields 3, 14 and 15 of proc_pid_stat(5), of which two stand before the bracket.
  const [state = '', user, system] = [fields[0], Number(fields[11]), Number(fields[12])];
  return /^[A-Za-z]$/.test(state) && Number.isFinite(user) && Number.isFinite(system)
    ? { state, cpuTicks: user + system }
    : undefined;
}

function tableNumber(name: string, table: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(table)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** How many descriptors a process has open; null where that is not told. */
async function openDescriptors(folder: string): Promise<number | null> {
  try {
    // Since Linux 6.2 the size of the folder is their number; before that it was 0.
    const { size } = await stat(folder);
    return size > 0 ? size : (await readdir(folder)).length;
  } catch {
    // The process is another user's, or has just ended.
    return null;
  }
}
