import { Session } from 'node:inspector/promises';
import { writeWhole } from '../core/whole-file.js';

/** Where profiles of a worker's flood are written; what is absent is not made. */
export interface ProfileFiles {
  /** For `.cpuprofile`, which Chrome's developer tools and editors show. */
  readonly cpu?: string;
  /** For `.heapprofile`, sampled allocations, shown by the same tools. */
  readonly heap?: string;
}

/** One allocation in so many bytes is sampled. */
const HEAP_SAMPLE_BYTES = 8192;

/** Profiles the thread that it is made in (the inspector protocol's domains Profiler and HeapProfiler). */
export class Profiler {
  readonly #files: ProfileFiles;
  readonly #session = new Session();

  private constructor(files: ProfileFiles) {
    this.#files = files;
    this.#session.connect();
  }

  /** Begins to profile. */
  static async start(files: ProfileFiles): Promise<Profiler> {
    const profiler = new Profiler(files);
    await profiler.#start();
    return profiler;
  }

  /** Ends profiling and writes the files. */
  async stop(): Promise<void> {
    const { cpu, heap } = this.#files;
    if (cpu !== undefined) await writeWhole(cpu, JSON.stringify((await this.#session.post('Profiler.stop')).profile));
    if (heap !== undefined) {
      const { profile } = await this.#session.post('HeapProfiler.stopSampling');
      await writeWhole(heap, JSON.stringify(profile));
    }
    this.#session.disconnect();
  }

  async #start(): Promise<void> {
    if (this.#files.heap !== undefined) {
      // What was collected meanwhile is what a message costs.
      await this.#session.post('HeapProfiler.startSampling', {
        samplingInterval: HEAP_SAMPLE_BYTES,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      });
    }
    if (this.#files.cpu === undefined) return;
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.start');
  }
}
