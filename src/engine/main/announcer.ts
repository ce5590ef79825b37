import type { Text } from '../../core/language/template.js';
import { inEnglish, message } from '../../core/language/words.js';
import type { PhaseName } from '../../core/phases.js';
import type { SecretMask } from '../../core/secret-mask.js';
import type { ServerWatch } from '../../core/server-watch.js';
import { MOST_NOTICES } from '../../metrics/outcome-builder.js';
import type { LiveSecond, RunEvent } from '../../metrics/run-events.js';
import type { PhaseResult } from '../../metrics/run-outcome.js';
import type { ServerSample } from '../../metrics/server-samples.js';
import type { Snapshot } from '../../metrics/snapshot.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import type { PhaseTally } from '../messages.js';
import type { WorkerPort } from '../worker-port.js';
import { sumTallies } from './phase-sums.js';

/** Tells the watchers of a run what happens, and keeps what was noticed for the report. */
export class Announcer {
  readonly #emit: (event: RunEvent) => void;
  readonly #mask: SecretMask;
  readonly #progress = new Map<WorkerPort, PhaseTally>();
  readonly #notices = new Set<string>();

  constructor(emit: (event: RunEvent) => void, mask: SecretMask) {
    this.#emit = emit;
    this.#mask = mask;
  }

  /** What was noticed, each once, the first dozen. */
  get notices(): string[] {
    return [...this.#notices].slice(0, MOST_NOTICES);
  }

  /** A phase begins. @param total how much there is to do: operations, or the milliseconds of the flood */
  begin(phase: PhaseName, total: number): void {
    this.#progress.clear();
    this.#emit({ type: 'phase-start', phase, total });
  }

  /** One worker has come so far in the phase that is going on. */
  progress(worker: WorkerPort, phase: PhaseName, tally: PhaseTally): void {
    this.#progress.set(worker, tally);
    this.#emit({ type: 'phase-progress', progress: { phase, ...sumTallies([...this.#progress.values()]) } });
  }

  /** A phase is over. */
  end({ name, durationMs, attempted, succeeded, failed, latency }: PhaseResult): void {
    const progress = { phase: name, total: attempted, attempted, succeeded, failed };
    this.#emit({ type: 'phase-end', progress, durationMs, latency: encodeCounts(latency) });
  }

  /** A worker has counted a second. */
  snapshot(role: 'fleet' | 'canary', snapshot: Snapshot): void {
    this.#emit({ type: 'snapshot', role, snapshot });
  }

  /** A server is watched from now on. */
  watching(watch: ServerWatch): void {
    this.#emit({ type: 'watching', watch });
  }

  /** What it was like at the end of a second. */
  server(sample: ServerSample): void {
    this.#emit({ type: 'server', sample });
  }

  /** Every worker has reported a second. */
  second(second: LiveSecond): void {
    this.#emit({ type: 'second', second });
  }

  /** Says something to those who watch, which is not for the report. */
  tell(sentence: string): void {
    this.#emit({ type: 'notice', message: this.#mask(sentence) });
  }

  /** The target was lost. @param how when that is not known, all connections were gone when sending ended */
  targetLost(how: Text = message('notice.target-lost.end')): void {
    this.note(inEnglish(message('notice.target-lost', { how })));
  }

  /** Something worth a sentence was noticed; the same is told once only. */
  note(noticed: string): void {
    const told = this.#mask(noticed);
    if (this.#notices.has(told)) return;
    this.#notices.add(told);
    this.#emit({ type: 'notice', message: told });
  }
}
