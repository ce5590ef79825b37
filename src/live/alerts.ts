import { type Stage, stageAt } from '../core/stages.js';
import { AlertRules } from '../judgement/alerts.js';
import type { LiveSecond } from '../metrics/run-events.js';
import { isServerMetric, type ServerSample } from '../metrics/server-samples.js';
import { type Snapshot, totalErrors } from '../metrics/snapshot.js';
import { decodeCounts } from '../metrics/sparse-counts.js';
import type { LiveEvent, RunWatcher } from './watcher.js';

/** Looks at every second of flood and drain by the rules of the plan, and tells of those that are true. */
export class AlertWatcher implements RunWatcher {
  readonly #rules: AlertRules;
  readonly #stages: readonly Stage[];
  readonly #tell: (event: LiveEvent) => void;
  /** What has been counted since the second that was told last. */
  #errors = 0;
  #operations = 0;
  /** Names of the series that are read of the server, and what was read last. */
  #series: readonly string[] = [];
  #sample: ServerSample | undefined;

  /** @param expressions of the rules, checked @param stages of the load */
  constructor(expressions: readonly string[], stages: readonly Stage[], tell: (event: LiveEvent) => void) {
    const names = stages.map(({ name }) => name);
    this.#rules = new AlertRules(expressions, names);
    this.#stages = stages;
    this.#tell = tell;
  }

  onEvent(event: LiveEvent): void {
    // Errors and operations come from one source, so that the one is always a share of the other.
    if (event.type === 'snapshot' && event.role === 'fleet') this.#count(event.snapshot);
    else if (event.type === 'watching') this.#series = event.watch.series.map(({ name }) => name);
    else if (event.type === 'server') this.#sample = event.sample;
    else if (event.type === 'second') this.#check(event.second);
  }

  async end(): Promise<void> {
    // Nothing is left to do: alerts are told as they come.
  }

  #count({ second, counters, errors }: Snapshot): void {
    if (second < 0) return;
    this.#errors += totalErrors(errors);
    this.#operations += counters.operations;
  }

  #ofServer(name: string): number | null {
    if (isServerMetric(name)) return this.#sample?.[name] ?? null;
    return this.#sample?.values[this.#series.indexOf(name)] ?? null;
  }

  #check({ phase, row, gauges, histograms, memoryShare }: LiveSecond): void {
    const facts = {
      memoryShare,
      // A second is told when it is over.
      stage: phase === 'flood' ? stageAt(this.#stages, (row.second + 0.5) * 1000)?.name : undefined,
      errors: this.#errors,
      operations: this.#operations,
      backlog: gauges.inFlight + gauges.backlog,
      missing: gauges.missing,
      connections: gauges.connectionsOpen,
      server: (name: string) => this.#ofServer(name),
      echo: decodeCounts(histograms.echo),
      fanout: decodeCounts(histograms.fanout),
    };
    this.#errors = 0;
    this.#operations = 0;
    for (const alert of this.#rules.check(facts, row.second)) this.#tell({ type: 'alert', alert });
  }
}
