import { isoOf } from '../../core/clock.js';
import { isJsonObject } from '../../core/json.js';
import type { Alert } from '../../judgement/alert-types.js';
import { Collector } from '../../metrics/collector.js';
import { type PhaseName, PHASES } from '../../core/phases.js';
import type { PhaseResult } from '../../metrics/run-outcome.js';
import { decodeCounts } from '../../metrics/sparse-counts.js';
import type { FoundLine } from './read-record.js';
import { countsFromText, snapshotFromJson } from '../../metrics/snapshot-json.js';

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
  /** Lines that the file took too slowly. */
  linesMissing = 0;
  hasEnded = false;

  /** Takes the next line. @returns what is wrong with it; a kind of line that is not known is nothing wrong */
  take(line: FoundLine): string | undefined {
    this.elapsedMs = Math.max(this.elapsedMs, numberIn(line, 'elapsedMs'));
    switch (line.type) {
      case 'phase-start':
      case 'phase-progress':
      case 'phase-end':
        return this.#takePhase(line);
      case 'snapshot':
        return this.#takeSnapshot(line);
      case 'second':
        this.peakRssBytes = Math.max(this.peakRssBytes, numberIn(line, 'rssBytes'));
        this.cpuSeconds = Math.max(this.cpuSeconds, numberIn(line, 'cpuSeconds'));
        return undefined;
      case 'notice':
        this.notices.add(String(line['message']));
        return undefined;
      case 'alert':
        return this.#takeAlert(line);
      case 'gap':
        this.linesMissing += numberIn(line, 'lines');
        return undefined;
      case 'end':
        this.hasEnded = true;
        return undefined;
      default:
        return undefined;
    }
  }

  /** When the flood began; null when it did not. @param startedAt of the run, ISO 8601 */
  floodStartedAt(startedAt: string): string | null {
    return this.floodStartedMs === undefined ? null : isoOf(Date.parse(startedAt) + this.floodStartedMs);
  }

  #takePhase(line: FoundLine): string | undefined {
    const name = PHASES.find((phase) => phase === line['phase']);
    if (name === undefined) return 'names no phase';
    if (line.type === 'phase-start') {
      this.openPhase = { name, startedMs: numberIn(line, 'elapsedMs'), attempted: 0, succeeded: 0, failed: 0 };
      if (name === 'flood') this.floodStartedMs = this.openPhase.startedMs;
      return undefined;
    }
    const sums = {
      attempted: numberIn(line, 'attempted'),
      succeeded: numberIn(line, 'succeeded'),
      failed: numberIn(line, 'failed'),
    };
    if (line.type === 'phase-progress') Object.assign(this.openPhase ?? {}, sums);
    else {
      const latency = decodeCounts(countsFromText(String(line['latency'])));
      this.phases.push({ name, durationMs: numberIn(line, 'durationMs'), ...sums, latency });
      this.openPhase = undefined;
      if (name === 'flood') this.openAtFloodEnd = this.fleet.gauges.connectionsOpen;
    }
    return undefined;
  }

  #takeSnapshot(line: FoundLine): string | undefined {
    const snapshot = snapshotFromJson(line);
    if (snapshot === undefined) return 'is a snapshot without its phase, second, worker, latency or self';
    if (line['role'] === 'canary') this.observers.add(snapshot, 1);
    else {
      this.fleet.add(snapshot, 1);
      if (snapshot.phase === 'flood') this.floodSeconds = Math.max(this.floodSeconds, snapshot.second + 1);
    }
    return undefined;
  }

  #takeAlert(line: FoundLine): string | undefined {
    const { rule, message } = line;
    if (!isJsonObject(line) || typeof rule !== 'string' || typeof message !== 'string')
      return 'is an alert without rule or message';
    const [second, value, limit] = ['second', 'value', 'limit'].map((key) => numberIn(line, key));
    this.alerts.push({ rule, message, second: second ?? 0, value: value ?? 0, limit: limit ?? 0 });
    return undefined;
  }
}

function numberIn(line: FoundLine, key: string): number {
  const value = line[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
