import { nowUs } from '../../core/clock.js';
import { MARKS } from '../../core/marks.js';
import { phaseLabel } from '../../core/plan.js';
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
  LABEL_WIDTH,
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
        this.#line(event.progress.phase, phaseResult(event.progress, event.durationMs));
        break;
      case 'notice':
        this.#note(event.message);
        break;
      case 'alert':
        this.#note(alertText(event.alert));
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
    const { output, palette, kind } = this.#context;
    say(output, `${palette.dim(phaseLabel(phase, kind).padEnd(LABEL_WIDTH))}${text}`);
  }

  #note(message: string): void {
    say(this.#context.output, this.#context.palette.warn(`${MARKS.warn} ${printable(message, 400)}`));
  }

  #soFar(progress: PhaseProgress): string {
    const { total, attempted, succeeded, failed } = progress;
    const waiting = waitingText(progress);
    if (waiting !== undefined) return waiting;
    const perSecond = (attempted * 1e6) / Math.max(1, this.#now() - this.#startedUs);
    const left = perSecond > 0 ? `, ${clock(((total - attempted) / perSecond) * 1000)} left` : '';
    const failures = failed === 0 ? '' : `, ${formatCount(failed)} failed`;
    return `${formatCount(succeeded)} of ${formatCount(total)}, ${formatCount(perSecond)}/s${failures}${left}`;
  }

  #second(second: LiveSecond): string {
    const { kind } = this.#context;
    const fields = kind === 'connect' ? stateFields(second) : [...secondFields(second, kind), ...stateFields(second)];
    const stage = stageFields(second)
      .map(({ text }) => `, ${text}`)
      .join('');
    const time =
      second.phase === 'flood'
        ? `${clock(second.elapsedMs)} of ${clock(second.durationMs)}${stage}: `
        : `${waitedFor(second)}: `;
    return `${time}${fields.map(({ text }) => text).join(', ')}`;
  }
}
