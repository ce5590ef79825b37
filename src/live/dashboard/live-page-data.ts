import { nowUs } from '../../core/clock.js';
import { ENGLISH, type Wording } from '../../core/language/words.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import { SnapshotSums } from '../../metrics/snapshot-sums.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import { pagePercentilesOf } from '../../report/page/page-percentiles.js';
import type { PageStep } from '../../report/page/page-step.js';
import type { PageData } from '../../report/page/page-types.js';
import type { LiveEvent, RunBeginning } from '../watcher.js';
import { type Beginning, pageBeginningOf } from './live-beginning.js';
import { LiveFigures, liveCanaryOf } from './live-figures.js';
import { liveHeadline } from './live-headline.js';
import { LiveHeat } from './live-heat.js';
import { LiveNotes } from './live-notes.js';
import { LivePhases } from './live-phases.js';
import { LiveStages } from './live-stages.js';
import { LiveThresholds } from './live-thresholds.js';
import { LiveTimeline } from './live-timeline.js';

/** How much of the timeline and the heat map a viewer has been told. */
export interface Mark {
  readonly rows: number;
  readonly secondsPerRow: number;
  readonly columns: number;
  readonly secondsPerColumn: number;
}

/** Makes of a run's events what the page shows, in the shape of a finished run's page. */
export class LivePageData {
  readonly #beginning: RunBeginning;
  readonly #words: Wording;
  readonly #fixed: Beginning;
  readonly #thresholds: LiveThresholds;
  readonly #startedUs = nowUs();
  readonly #phases = new LivePhases();
  readonly #figures = new LiveFigures();
  readonly #observers = new SnapshotSums();
  readonly #stages: LiveStages;
  readonly #timeline = new LiveTimeline();
  readonly #heat = new LiveHeat();
  readonly #notes: LiveNotes;
  /** Latencies of one second, used again for every second. */
  readonly #scratch = { echo: new BucketCounter(), fanout: new BucketCounter() };

  constructor(beginning: RunBeginning, words: Wording = ENGLISH) {
    const { context } = beginning;
    this.#beginning = beginning;
    this.#words = words;
    this.#fixed = pageBeginningOf(beginning, words);
    this.#notes = new LiveNotes(words);
    const { stages = [] } = context.plan;
    this.#stages = new LiveStages(stages);
    this.#thresholds = new LiveThresholds(context.thresholds, stages);
  }

  onEvent(event: LiveEvent): void {
    switch (event.type) {
      case 'phase-start':
        this.#phases.begin(event.phase, event.total);
        break;
      case 'phase-progress':
        this.#phases.progress(event.progress);
        break;
      case 'phase-end':
        this.#phases.end(event.progress, event.durationMs, event.latency);
        break;
      case 'second':
        this.#onSecond(event.second);
        break;
      case 'snapshot':
        if (event.role === 'canary') this.#observers.addUp(event.snapshot);
        else this.#stages.add(event.snapshot);
        break;
      case 'notice':
        this.#notes.addFinding(event.message);
        break;
      case 'alert':
        this.#notes.addAlert(event.alert);
        break;
      case 'watching':
      case 'server':
        // What was read of the server is in the seconds.
        break;
      default:
        event satisfies never;
    }
  }

  /** Everything as it is now. */
  whole(): PageData {
    return { ...this.#fixed, ...this.#changes(), timeline: this.#timeline.from(0), heat: this.#heat.whole() };
  }

  /** The state of a viewer that has been told everything. */
  mark(): Mark {
    return {
      rows: this.#timeline.length,
      secondsPerRow: this.#timeline.secondsPerRow,
      columns: this.#heat.length,
      secondsPerColumn: this.#heat.secondsPerColumn,
    };
  }

  /** What is new for a viewer in this state; undefined when it has to be told everything anew. */
  stepSince({ rows, secondsPerRow, columns, secondsPerColumn }: Mark): PageStep | undefined {
    if (secondsPerRow !== this.#timeline.secondsPerRow || secondsPerColumn !== this.#heat.secondsPerColumn)
      return undefined;
    // The last row may have got another second since.
    const [fromRow, fromColumn] = [Math.max(0, rows - 1), Math.max(0, columns - 1)];
    return {
      changes: this.#changes(),
      timeline: { from: fromRow, columns: this.#timeline.from(fromRow).columns },
      heat: { from: fromColumn, columns: this.#heat.columnsFrom(fromColumn) },
    };
  }

  #onSecond(second: LiveSecond): void {
    this.#figures.add(second);
    this.#timeline.add(second.row);
    for (const kind of ['echo', 'fanout'] as const) {
      this.#scratch[kind].reset();
      addEncodedCounts(this.#scratch[kind], second.histograms[kind]);
    }
    this.#heat.add(second.row.second, this.#scratch);
    const { intended, sent } = second.counters;
    if (second.phase === 'flood' && this.#phases.current?.name === 'flood')
      this.#phases.progress({ attempted: intended, succeeded: sent, failed: intended - sent });
  }

  #changes(): PageStep['changes'] {
    const { kind } = this.#fixed.run;
    const { second, latency } = this.#figures;
    const { users, durationMs } = this.#beginning.context.plan;
    const { current } = this.#phases;
    return {
      live: true,
      progress: {
        phase: current?.name ?? null,
        elapsedMs: (nowUs() - this.#startedUs) / 1000,
        floodElapsedMs: Math.min(durationMs, second?.elapsedMs ?? 0),
        floodDurationMs: durationMs,
      },
      headline: liveHeadline({ kind, phase: current, second, alerts: this.#notes.alerts.length }, this.#words),
      verdict: null,
      grade: null,
      thresholds: this.#thresholds.page(this.#figures, users),
      ...this.#figures.page(users, this.#words),
      generator: null,
      canary: liveCanaryOf(this.#observers),
      audit: null,
      phases: this.#phases.list,
      percentiles: pagePercentilesOf([
        ['echo', latency.echo],
        ['fanout', latency.fanout],
        ['canaryEcho', this.#observers.latency.echo],
        ['canaryFanout', this.#observers.latency.fanout],
      ]),
      rooms: null,
      stages: this.#stages.page(second === undefined ? 0 : second.phase === 'flood' ? second.elapsedMs : durationMs),
      entrances: [],
      storms: [],
      sessions: null,
      slowReaders: null,
      reads: null,
      findings: this.#notes.findings,
      alerts: this.#notes.alerts,
    };
  }
}
