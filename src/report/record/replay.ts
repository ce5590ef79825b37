import { isoOf } from '../../core/clock.js';
import { PHASES, type PhaseName } from '../../core/phases.js';
import type { Alert } from '../../judgement/alerts.js';
import { Collector } from '../../metrics/collector.js';
import { FoundFields } from '../../metrics/found-fields.js';
import type { WatchedServer } from '../../metrics/outcome-builder.js';
import type { PhaseResult } from '../../metrics/run-outcome.js';
import { sampleFromFields, watchFromFields } from '../../metrics/server-from-record.js';
import type { ServerSample } from '../../metrics/server-samples.js';
import { MOST_SECONDS, snapshotFromJson } from '../../metrics/snapshot-json.js';
import { decodeCounts } from '../../metrics/sparse-counts.js';
import type { FoundLine } from './read-record.js';

const MOST_MS = MOST_SECONDS * 1000;

/** A phase that has begun. */
interface OpenPhase {
  readonly name: PhaseName;
  readonly startedMs: number;
  attempted: number;
  succeeded: number;
  failed: number;
}

/**
 * What happened in a run, from its record: the same snapshots as in the run itself go through the same sums. What is only said
 * at a run's end, each room's account above all, is not in it.
 */
export class Replay {
  readonly fleet = new Collector();
  readonly observers = new Collector();
  readonly phases: PhaseResult[] = [];
  readonly notices = new Set<string>();
  readonly alerts: Alert[] = [];
  /** The phase that was going on when the record ended. */
  openPhase: OpenPhase | undefined;
  /** From the first line to the last, in milliseconds. */
  elapsedMs = 0;
  floodStartedMs: number | undefined;
  /** Full seconds of the flood that were reported. */
  floodSeconds = 0;
  openAtFloodEnd: number | undefined;
  peakRssBytes = 0;
  cpuSeconds = 0;
  /** The server, if it was watched. */
  watched: WatchedServer | undefined;
  /** Lines that the file took too slowly. */
  linesMissing = 0;
  hasEnded = false;
  readonly #samples: ServerSample[] = [];

  /** Takes the next line. @returns what is wrong with it; a kind of line that is not known is nothing wrong */
  take(line: FoundLine): string | undefined {
    const fields = new FoundFields(line);
    const elapsedMs = fields.amount('elapsedMs', MOST_MS);
    const problem = fields.problem ?? this.#takeFields(line, fields);
    if (problem === undefined) this.elapsedMs = Math.max(this.elapsedMs, elapsedMs);
    return problem;
  }

  /** When the flood began; null when it did not. @param startedAt of the run, ISO 8601 */
  floodStartedAt(startedAt: string): string | null {
    return this.floodStartedMs === undefined ? null : isoOf(Date.parse(startedAt) + this.floodStartedMs);
  }

  #takeFields(line: FoundLine, fields: FoundFields): string | undefined {
    switch (line.type) {
      case 'run':
        return 'begins another record, and a file holds one';
      case 'phase-start':
      case 'phase-progress':
      case 'phase-end':
        return this.#takePhase(line, fields);
      case 'snapshot':
        return this.#takeSnapshot(line);
      case 'second':
        return this.#takeSecond(fields);
      case 'watching':
        this.watched = { watch: watchFromFields(fields.within('watch')), samples: this.#samples };
        return fields.problem;
      case 'server':
        this.#samples.push(sampleFromFields(fields, this.watched?.watch.series.length ?? 0));
        return fields.problem;
      case 'notice':
        this.notices.add(fields.text('message'));
        return fields.problem;
      case 'alert':
        return this.#takeAlert(line, fields);
      case 'gap':
        this.linesMissing += fields.count('lines');
        return fields.problem;
      case 'end':
        this.hasEnded = true;
        return undefined;
      default:
        return undefined;
    }
  }

  #takePhase(line: FoundLine, fields: FoundFields): string | undefined {
    const name = PHASES.find((phase) => phase === line['phase']);
    if (name === undefined) return 'names no phase';
    if (this.phases.some((done) => done.name === name)) return `is about the phase ${name}, which has ended before`;
    const sums = {
      attempted: fields.count('attempted'),
      succeeded: fields.count('succeeded'),
      failed: fields.count('failed'),
    };
    const durationMs = fields.amount('durationMs', MOST_MS);
    const latency = fields.counts('latency');
    const startedMs = fields.amount('elapsedMs', MOST_MS);
    if (fields.problem !== undefined) return fields.problem;
    if (line.type === 'phase-start') {
      this.openPhase = { name, startedMs, attempted: 0, succeeded: 0, failed: 0 };
      if (name === 'flood') this.floodStartedMs = startedMs;
    } else if (line.type === 'phase-progress') Object.assign(this.openPhase ?? {}, sums);
    else {
      this.phases.push({ name, durationMs, ...sums, latency: decodeCounts(latency) });
      this.openPhase = undefined;
      if (name === 'flood') this.openAtFloodEnd = this.fleet.gauges.connectionsOpen;
    }
    return undefined;
  }

  #takeSnapshot(line: FoundLine): string | undefined {
    const snapshot = snapshotFromJson(line);
    if (typeof snapshot === 'string') return snapshot;
    if (line['role'] === 'canary') this.observers.add(snapshot, 1);
    else {
      this.fleet.add(snapshot, 1);
      if (snapshot.phase === 'flood') this.floodSeconds = Math.max(this.floodSeconds, snapshot.second + 1);
    }
    return undefined;
  }

  #takeSecond(fields: FoundFields): string | undefined {
    this.peakRssBytes = Math.max(this.peakRssBytes, fields.count('rssBytes'));
    this.cpuSeconds = Math.max(this.cpuSeconds, fields.amount('cpuSeconds'));
    return fields.problem;
  }

  #takeAlert({ rule, message }: FoundLine, fields: FoundFields): string | undefined {
    if (rule === undefined || message === undefined) return 'is an alert without rule or message';
    this.alerts.push({
      rule: fields.text('rule'),
      message: fields.text('message'),
      second: fields.count('second', MOST_SECONDS),
      value: fields.number('value'),
      limit: fields.number('limit'),
    });
    return fields.problem;
  }
}
