import { nowUs } from '../../core/clock.js';
import { MARKS } from '../../core/marks.js';
import { printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { LiveEvent } from '../../live/watcher.js';
import type { LiveSecond, PhaseProgress } from '../../metrics/run-events.js';
import { waitedFor } from '../../report/texts.js';
import { say } from '../io.js';
import type { DisplayContext, ProgressDisplay } from './display.js';
import {
  alertText,
  clock,
  noticeText,
  ofText,
  phaseColumn,
  phaseResult,
  secondFields,
  stageFields,
  stateFields,
  waitingText,
} from './texts.js';

const BETWEEN_LINES_US = 5_000_000;

/** A line a phase, and one every five seconds of a long one: for logs, pipes and CI. */
export class PlainProgress implements ProgressDisplay {
  readonly #context: Omit<DisplayContext, 'guard' | 'glyphs'>;
  readonly #now: () => number;
  #lastLineUs: number;
  #startedUs: number;
  /** The place of the stage of the load that was told of last. */
  #stage: number | undefined;

  /** @param now microseconds of any monotonic clock */
  constructor(context: Omit<DisplayContext, 'guard' | 'glyphs'>, now: () => number = nowUs) {
    this.#context = context;
    this.#now = now;
    this.#lastLineUs = now();
    this.#startedUs = now();
  }

  show(event: LiveEvent): void {
    const { kind } = this.#context;
    switch (event.type) {
      case 'phase-start':
        this.#startedUs = this.#now();
        this.#lastLineUs = this.#now();
        break;
      case 'phase-progress':
        if (this.#isDue()) this.#line(event.progress.phase, this.#soFar(event.progress));
        break;
      case 'second':
        if (this.#isDue() || this.#isNewStage(event.second)) this.#line(event.second.phase, this.#second(event.second));
        break;
      case 'phase-end':
        this.#line(event.progress.phase, phaseResult(event.progress, event.durationMs, this.#context.words));
        break;
      case 'notice':
        this.#note(noticeText(event.message, this.#context.words));
        break;
      case 'alert':
        this.#note(alertText(event.alert, this.#context.words));
        break;
      case 'snapshot':
      case 'watching':
      case 'server':
        break;
      default:
        event satisfies never;
        throw new Error(`unknown event of a ${kind}`);
    }
  }

  end(): void {
    // Every line is complete as it is written.
  }

  #isDue(): boolean {
    return this.#now() - this.#lastLineUs >= BETWEEN_LINES_US;
  }

  /** However short a stage is, its beginning has a line. */
  #isNewStage({ stage }: LiveSecond): boolean {
    const before = this.#stage;
    this.#stage = stage?.place;
    return stage !== null && stage.place !== before;
  }

  #line(phase: PhaseProgress['phase'], text: string): void {
    this.#lastLineUs = this.#now();
    const { output, palette, kind, words } = this.#context;
    say(output, `${palette.dim(phaseColumn(phase, kind, words))}${text}`);
  }

  #note(message: string): void {
    say(this.#context.output, this.#context.palette.warn(`${MARKS.warn} ${printable(message, 400)}`));
  }

  #soFar(progress: PhaseProgress): string {
    const { total, attempted, succeeded, failed } = progress;
    const { words } = this.#context;
    const waiting = waitingText(progress, words);
    if (waiting !== undefined) return waiting;
    const perSecond = (attempted * 1e6) / Math.max(1, this.#now() - this.#startedUs);
    const parts = [
      ofText(formatCount(succeeded), formatCount(total), words),
      `${formatCount(perSecond)}/s`,
      ...(failed === 0 ? [] : [words.text('progress.failed', { count: failed })]),
      ...(perSecond > 0
        ? [words.text('progress.left', { time: clock(((total - attempted) / perSecond) * 1000) })]
        : []),
    ];
    return parts.join(', ');
  }

  #second(second: LiveSecond): string {
    const { kind, words } = this.#context;
    const state = stateFields(second, words);
    const fields = kind === 'connect' ? state : [...secondFields(second, kind, words), ...state];
    const stage = stageFields(second, words)
      .map(({ text }) => `, ${text}`)
      .join('');
    const time =
      second.phase === 'flood'
        ? `${ofText(clock(second.elapsedMs), clock(second.durationMs), words)}${stage}: `
        : `${waitedFor(second, words)}: `;
    return `${time}${fields.map(({ text }) => text).join(', ')}`;
  }
}
