import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Busy processes beside the generator, on its one processor. */
const THIEVES = 8;
/** They end by themselves, should this process be killed before it can end them. */
const THIEF_LIFE_MS = 15_000;

/** Lets this process, with all of its threads, share one processor with busy others. */
export class StolenCpu {
  readonly #allowed: string;
  readonly #processor: string;
  readonly #thieves: ChildProcess[] = [];

  private constructor(allowed: string) {
    this.#allowed = allowed;
    this.#processor = allowed.split(/[,-]/)[0] ?? '0';
  }

  /** Undefined where processes cannot be bound to a processor: without `taskset`. */
  static async prepare(): Promise<StolenCpu | undefined> {
    try {
      const { stdout } = await run('taskset', ['-c', '-p', String(process.pid)]);
      const allowed = /: ([\d,-]+)\s*$/.exec(stdout)?.[1];
      return allowed === undefined ? undefined : new StolenCpu(allowed);
    } catch {
      return undefined;
    }
  }

  /** Starts the others, which take a moment to become busy. */
  startOthers(): void {
    const code = `while (process.uptime() * 1000 < ${THIEF_LIFE_MS});`;
    while (this.#thieves.length < THIEVES) {
      this.#thieves.push(spawn('taskset', ['-c', this.#processor, process.execPath, '-e', code], { stdio: 'ignore' }));
    }
  }

  /** Binds this process to their processor. */
  async begin(): Promise<void> {
    await bindThisProcess(this.#processor);
  }

  /** Gives everything back. May be called again, and without {@link begin}. */
  async end(): Promise<void> {
    for (const thief of this.#thieves.splice(0)) thief.kill('SIGKILL');
    await bindThisProcess(this.#allowed);
  }
}

async function bindThisProcess(processors: string): Promise<void> {
  await run('taskset', ['-a', '-c', '-p', processors, String(process.pid)]);
}
