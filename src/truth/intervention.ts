import { sleep } from '../core/clock.js';
import type { RunEvent } from '../metrics/run-events.js';
import type { EmbeddedServer } from '../practice/embedded.js';
import type { PracticeTruth } from '../practice/truth.js';
import type { Experiment } from './experiment.js';
import { askTruth } from './server-truth.js';
import { StolenCpu } from './stolen-cpu.js';

/** Something that is done to the server or to the generator in the middle of a run. */
export interface Intervention {
  /** What the server had done, when it cannot be asked any more. */
  readonly truth?: PracticeTruth | undefined;
  /** Waits for its time, and acts; ends with the run. */
  follow(events: AsyncIterable<RunEvent>, signal: AbortSignal): Promise<void>;
  /** Undoes what can be undone. */
  end(): Promise<void>;
}

/** This machine has not what the intervention takes. */
export const NOT_POSSIBLE = Symbol('not possible');

/** What is done in an experiment's runs; undefined for nothing. */
export async function interventionOf(
  { killAfterMs, stolenCpu }: Experiment,
  server: EmbeddedServer,
): Promise<Intervention | typeof NOT_POSSIBLE | undefined> {
  if (killAfterMs !== undefined) return new Kill(server, killAfterMs);
  if (stolenCpu === undefined) return undefined;
  const stolen = await StolenCpu.prepare();
  return stolen === undefined ? NOT_POSSIBLE : new Theft(stolen);
}

class Kill implements Intervention {
  truth: PracticeTruth | undefined;
  readonly #server: EmbeddedServer;
  readonly #afterMs: number;

  constructor(server: EmbeddedServer, afterMs: number) {
    this.#server = server;
    this.#afterMs = afterMs;
  }

  async follow(events: AsyncIterable<RunEvent>, signal: AbortSignal): Promise<void> {
    for await (const event of events) {
      if (event.type !== 'phase-start' || event.phase !== 'flood') continue;
      await sleep(this.#afterMs, signal);
      this.truth = await askTruth(this.#server.url);
      process.kill(this.#server.pid, 'SIGKILL');
    }
  }

  async end(): Promise<void> {
    await this.#server.stop();
  }
}

class Theft implements Intervention {
  readonly #stolen: StolenCpu;

  constructor(stolen: StolenCpu) {
    this.#stolen = stolen;
  }

  async follow(events: AsyncIterable<RunEvent>): Promise<void> {
    for await (const event of events) {
      if (event.type === 'phase-start' && event.phase === 'connect') this.#stolen.startOthers();
      if (event.type === 'phase-start' && event.phase === 'flood') await this.#stolen.begin();
      if (event.type === 'phase-end' && event.progress.phase === 'flood') await this.#stolen.end();
    }
  }

  async end(): Promise<void> {
    await this.#stolen.end();
  }
}
