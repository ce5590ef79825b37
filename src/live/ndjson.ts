import { inEnglish, message } from '../core/language/words.js';
import { open } from 'node:fs/promises';
import { nowUs } from '../core/clock.js';
import { printableJson } from '../core/json.js';
import { type EventLine, RECORD_SCHEMA, type RecordLine, type TimedLine } from '../report/record/record-lines.js';
import type { Report } from '../report/report-types.js';
import { type LineSink, LineWriter } from './line-writer.js';
import { eventLineOf } from './ndjson-lines.js';
import type { LiveEvent, RunBeginning, RunWatcher } from './watcher.js';

/** Progress inside a phase is written this often at the most. */
const PROGRESS_INTERVAL_US = 1_000_000;

/** What a record tells of itself. */
export interface RecordListener {
  /** Something that people should know while the run goes on, a sentence. */
  readonly notice: (message: string) => void;
  /** The record is not whole; a sentence without a full stop. */
  readonly failure: (message: string) => void;
}

/** The record's file, emptied. */
export async function openRecordFile(path: string): Promise<LineSink> {
  const file = await open(path, 'w');
  return { write: (text) => file.appendFile(text), close: () => file.close() };
}

/**
 * The run as lines of JSON, written as it goes on: what it is, every phase, every worker's every second, and at last the report.
 * A record that ends before is enough to rebuild the report of the time until then.
 */
export class NdjsonRecord implements RunWatcher {
  readonly #writer: LineWriter;
  readonly #beganAtUs = nowUs();
  #progressAtUs = Number.NEGATIVE_INFINITY;
  #cpuBefore: NodeJS.CpuUsage | undefined;

  /** @param name what people call the place that it is written to */
  constructor(name: string, sink: LineSink, { context, startedAt }: RunBeginning, { notice, failure }: RecordListener) {
    this.#writer = new LineWriter(sink, {
      gapLine: (lines) => this.#timed({ type: 'gap', lines }),
      onSlow: () => notice(inEnglish(message('notice.record-slow', { name }))),
      onFailure: (reason) => {
        notice(inEnglish(message('notice.record-ends', { name, why: reason })));
        failure(`could not write ${name}: ${reason}`);
      },
    });
    this.#writer.put(textOf({ type: 'run', schema: RECORD_SCHEMA, startedAt, context }));
  }

  onEvent(event: LiveEvent): void {
    if (event.type === 'phase-progress' && !this.#isProgressDue()) return;
    if (event.type === 'phase-start' && event.phase === 'flood') this.#cpuBefore = process.cpuUsage();
    this.#writer.put(this.#timed(eventLineOf(event, this.#cpuSeconds())));
  }

  async end(report: Report | undefined): Promise<void> {
    await this.#writer.end(report === undefined ? this.#timed({ type: 'end' }) : textOf({ type: 'report', report }));
  }

  #isProgressDue(): boolean {
    const now = nowUs();
    if (now - this.#progressAtUs < PROGRESS_INTERVAL_US) return false;
    this.#progressAtUs = now;
    return true;
  }

  #cpuSeconds(): number {
    if (this.#cpuBefore === undefined) return 0;
    const { user, system } = process.cpuUsage(this.#cpuBefore);
    return (user + system) / 1e6;
  }

  #timed(line: EventLine): string {
    const timed: TimedLine = { ...line, elapsedMs: Math.round((nowUs() - this.#beganAtUs) / 1000) };
    return textOf(timed);
  }
}

function textOf(line: RecordLine): string {
  return printableJson(line);
}
