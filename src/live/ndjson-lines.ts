import { countsToText } from '../metrics/counts-text.js';
import { snapshotToJson } from '../metrics/snapshot-json.js';
import type { EventLine } from '../report/record/record-lines.js';
import type { LiveEvent } from './watcher.js';

/**
 * An event as a line of the record.
 * @param cpuSeconds CPU time of the process since the flood began
 */
export function eventLineOf(event: LiveEvent, cpuSeconds: number): EventLine {
  switch (event.type) {
    case 'phase-progress':
      return { type: event.type, ...event.progress };
    case 'phase-end':
      return {
        type: event.type,
        ...event.progress,
        durationMs: event.durationMs,
        latency: countsToText(event.latency),
      };
    case 'snapshot':
      return { type: event.type, role: event.role, ...snapshotToJson(event.snapshot) };
    case 'second': {
      const { elapsedMs: _, histograms: __, counters: ___, gauges: ____, ...second } = event.second;
      return { type: event.type, ...second, cpuSeconds };
    }
    case 'server':
      return { type: event.type, ...event.sample };
    case 'alert':
      return { type: event.type, ...event.alert };
    default:
      return event;
  }
}
