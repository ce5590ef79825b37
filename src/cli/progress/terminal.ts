import cliProgress, { type MultiBar, type SingleBar } from 'cli-progress';
import { nowUs } from '../../core/clock.js';
import { columnsOf } from '../../core/language/columns.js';
import { MARKS } from '../../core/marks.js';
import type { PhaseName } from '../../core/phases.js';
import { printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { LiveEvent } from '../../live/watcher.js';
import type { LiveSecond, PhaseProgress } from '../../metrics/run-events.js';
import { waitedFor } from '../../report/texts.js';
import { widthOf } from '../io.js';
import { wrap } from '../text.js';
import type { DisplayContext, ProgressDisplay } from './display.js';
import { FrameTerminal } from './frame-terminal.js';
import {
  alertText,
  clock,
  type Field,
  fitFields,
  hasFailed,
  noticeText,
  LABEL_WIDTH,
  ofText,
  phaseColumn,
  phaseResult,
  secondFields,
  stageFields,
  stateFields,
  timeFields,
  waitingText,
} from './texts.js';
import { Trends } from './trends.js';

const FRAMES_PER_SECOND = 8;
const LONGEST_BAR = 30;
const SHORTEST_BAR = 6;
/** The mark before a phase's name, and a space. */
const MARK_WIDTH = 2;
const CLEAR_REST_OF_LINE = '\u001b[K';

/** The phase that is shown just now. */
interface Current {
  readonly phase: PhaseName;
  readonly terminal: FrameTerminal;
  readonly bars: MultiBar;
  readonly bar: SingleBar;
  readonly startedUs: number;
  /** The lines below, with the flood's numbers and how they went. */
  details: readonly SingleBar[];
  progress: PhaseProgress | undefined;
  second: LiveSecond | undefined;
  /** How the phase ended. */
  result: string | undefined;
}

/** Options of cli-progress, with the one that its types leave out. */
type MultiBarOptions = cliProgress.Options & { readonly terminal: FrameTerminal };

/** A bar a phase, redrawn in place; below that of the flood are the numbers of its last second and the trends of its last minute. */
export class TerminalProgress implements ProgressDisplay {
  readonly #context: DisplayContext;
  readonly #trends = new Trends();
  readonly #onResize = (): void => this.#current?.bars.update();
  #current: Current | undefined;

  constructor(context: DisplayContext) {
    this.#context = context;
  }

  show(event: LiveEvent): void {
    switch (event.type) {
      case 'phase-start':
        this.#begin(event.phase);
        break;
      case 'phase-progress':
        this.#onProgress(event.progress);
        break;
      case 'second':
        this.#onSecond(event.second);
        break;
      case 'phase-end':
        this.#finish(event.progress, phaseResult(event.progress, event.durationMs, this.#context.words));
        break;
      case 'notice':
        this.#note(noticeText(event.message, this.#context.words));
        break;
      case 'alert':
        this.#note(printable(alertText(event.alert, this.#context.words), 400));
        break;
      case 'snapshot':
      case 'watching':
      case 'server':
        break;
      default:
        event satisfies never;
    }
  }

  end(): void {
    if (this.#current === undefined) return;
    const { bars, terminal } = this.#current;
    // What was logged is written by an update only.
    bars.update();
    bars.stop();
    terminal.leave();
    this.#current = undefined;
    this.#context.output.off('resize', this.#onResize);
    this.#context.guard.restore();
  }

  #begin(phase: PhaseName): void {
    this.end();
    const { output, guard } = this.#context;
    guard.take(output);
    const terminal = new FrameTerminal(output);
    const options: MultiBarOptions = {
      terminal,
      fps: FRAMES_PER_SECOND,
      hideCursor: true,
      linewrap: false,
      // A notice above moves the bars, so that they must be drawn again although nothing in them has changed.
      forceRedraw: true,
      emptyOnZero: true,
    };
    const bars = new cliProgress.MultiBar(options);
    bars.on('update-post', () => terminal.flush());
    output.on('resize', this.#onResize);
    const bar = bars.create(0, 0, {}, { format: (_options, params) => this.#barLine(params) });
    this.#current = {
      phase,
      terminal,
      bars,
      bar,
      startedUs: nowUs(),
      details: [],
      progress: undefined,
      second: undefined,
      result: undefined,
    };
  }

  #onProgress(progress: PhaseProgress): void {
    const current = this.#current;
    if (current === undefined || current.phase !== progress.phase) return;
    current.progress = progress;
    current.bar.setTotal(progress.total);
    current.bar.update(progress.attempted);
  }

  #onSecond(second: LiveSecond): void {
    const current = this.#current;
    if (current === undefined) return;
    current.second = second;
    current.bar.setTotal(second.durationMs);
    current.bar.update(Math.min(second.elapsedMs, second.durationMs));
    if (this.#context.kind === 'connect') return;
    this.#trends.add(second);
    if (current.details.length > 0) return;
    current.details = [
      current.bars.create(0, 0, {}, { format: (_options, params) => this.#numbersLine(params) }),
      current.bars.create(0, 0, {}, { format: (_options, params) => this.#trendsLine(params) }),
    ];
  }

  #finish(progress: PhaseProgress, result: string): void {
    const current = this.#current;
    if (current === undefined) return;
    current.progress = progress;
    current.result = result;
    for (const line of current.details) current.bars.remove(line);
    this.end();
  }

  #note(message: string): void {
    const { output, palette } = this.#context;
    for (const line of wrap(`${MARKS.warn} ${message}`, widthOf(output) - 1)) {
      const text = `${palette.warn(line)}${CLEAR_REST_OF_LINE}\n`;
      if (this.#current === undefined) output.write(text);
      else this.#current.bars.log(text);
    }
    this.#current?.bars.update();
  }

  #barLine({ progress: share, eta, maxWidth }: cliProgress.Params): string {
    const current = this.#current;
    if (current === undefined) return '';
    const { palette, kind, glyphs, words } = this.#context;
    const label = phaseColumn(current.phase, kind, words);
    const room = maxWidth - MARK_WIDTH - LABEL_WIDTH - 1;
    if (current.result !== undefined) {
      const isBad = current.progress !== undefined && hasFailed(current.progress);
      const mark = isBad ? palette.bad(glyphs.bad) : palette.good(glyphs.good);
      return `${mark} ${label}${fitFields([{ text: current.result, importance: 1 }], room)}`;
    }
    const text = fitFields(this.#fieldsOf(current, eta), room - SHORTEST_BAR - 1);
    const barWidth = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, room - columnsOf(text) - 2));
    const full = Math.round(share * barWidth);
    const done = palette.accent(glyphs.full.repeat(full));
    return `  ${palette.bold(label)}${done}${palette.dim(glyphs.empty.repeat(barWidth - full))} ${text}`;
  }

  #fieldsOf({ phase, second, progress, startedUs }: Current, etaSeconds: number): Field[] {
    const { words } = this.#context;
    if (phase === 'drain') return [{ text: waitedFor(second ?? { inFlight: 0, missing: 0 }, words), importance: 9 }];
    if (second !== undefined)
      return [...timeFields(second, words), ...stageFields(second, words), ...stateFields(second, words)];
    if (progress === undefined) return [{ text: words.text('progress.starting'), importance: 9 }];
    const waiting = waitingText(progress, words);
    if (waiting !== undefined) return [{ text: waiting, importance: 9 }];
    const { attempted, total, failed } = progress;
    const perSecond = (attempted * 1e6) / Math.max(1, nowUs() - startedUs);
    const isEtaKnown = attempted > 0 && attempted < total && Number.isFinite(etaSeconds);
    return [
      { text: ofText(formatCount(attempted), formatCount(total), words), importance: 9 },
      { text: `${formatCount(perSecond)}/s`, importance: 4 },
      ...(failed > 0 ? [{ text: words.text('progress.failed', { count: failed }), importance: 8 }] : []),
      ...(isEtaKnown ? [{ text: words.text('progress.left', { time: clock(etaSeconds * 1000) }), importance: 5 }] : []),
    ];
  }

  #numbersLine({ maxWidth }: cliProgress.Params): string {
    const second = this.#current?.second;
    if (second === undefined) return '';
    const indent = ' '.repeat(MARK_WIDTH);
    const { kind, words } = this.#context;
    return `${indent}${fitFields(secondFields(second, kind, words), maxWidth - MARK_WIDTH - 1)}`;
  }

  #trendsLine({ maxWidth }: cliProgress.Params): string {
    const { palette, glyphs, words } = this.#context;
    const line = this.#trends.line(maxWidth - MARK_WIDTH - 1, glyphs.levels, words);
    return `${' '.repeat(MARK_WIDTH)}${palette.accent(line)}`;
  }
}
