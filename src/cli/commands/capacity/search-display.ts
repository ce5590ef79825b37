import type { SearchListener } from '../../../capacity/conduct.js';
import type { JudgedTrial } from '../../../capacity/judge-trial.js';
import { MARKS } from '../../../core/marks.js';
import { isSetUp } from '../../../core/phases.js';
import { cutToColumns, padLeft } from '../../../core/language/columns.js';
import { type Message, message } from '../../../core/language/words.js';
import { formatRate } from '../../../core/units.js';
import type { LiveEvent } from '../../../live/watcher.js';
import type { AskedTrial } from '../../../metrics/held-trial.js';
import type { FlagValues } from '../../../scenario/options.js';
import type { GoalResult } from '../../../search/search.js';
import { say, type TerminalOutput, widthOf } from '../../io.js';
import type { ProgressDisplay } from '../../progress/display.js';
import { glyphsOf } from '../../progress/glyphs.js';
import { displayKindOf } from '../../progress/progress.js';
import { noticeText, phaseColumn, phaseResult } from '../../progress/texts.js';
import type { CommandCall } from '../command.js';
import { headingLine, type SearchLook, trialLine } from './search-lines.js';

const LOAD_COLUMNS = 10;
const CLEAR_LINE = '\r\u001b[K';

/** What a display of a search is made with. */
interface SearchDisplayContext {
  readonly output: TerminalOutput;
  readonly look: SearchLook;
  /** May a line be written over? */
  readonly isTerminal: boolean;
  readonly isSilent: boolean;
}

/** The display that suits the flags and the output, and how the summary behind it is to look. */
export function searchDisplay(
  flags: FlagValues,
  { io, palette }: Pick<CommandCall, 'io' | 'palette'>,
): { readonly display: SearchDisplay; readonly look: SearchLook } {
  const kind = displayKindOf(flags, io);
  const isSilent = kind === 'none';
  const width = widthOf(io.stderr);
  const rowWidth = io.stderr.isTTY === true ? width : Number.POSITIVE_INFINITY;
  const isWatched = flags.watchPid !== undefined || flags.watchUrl !== undefined;
  const look = { width, rowWidth, palette, glyphs: glyphsOf(io.env), words: io.words, isWatched, hasTable: isSilent };
  const display = new SearchDisplay({ output: io.stderr, look, isTerminal: kind === 'terminal', isSilent });
  return { display, look };
}

/** Shows a search while it goes on: how people get in, and a line for every trial, with one below it for the trial that goes on. */
export class SearchDisplay implements ProgressDisplay, SearchListener {
  readonly #context: SearchDisplayContext;
  #status = '';
  #hasHeading = false;
  /** What the run is for just now: of a calibration only what goes wrong is shown. */
  isCalibrating = false;

  constructor(context: SearchDisplayContext) {
    this.#context = context;
  }

  show(event: LiveEvent): void {
    const { palette, words } = this.#context.look;
    if (event.type === 'notice') {
      const text = noticeText(event.message, words);
      this.#line(palette.warn(`${MARKS.warn} ${text}`));
    } else if (event.type === 'phase-end' && !this.isCalibrating) {
      const { phase } = event.progress;
      if (!isSetUp(phase) || this.#hasHeading) return;
      const label = palette.dim(phaseColumn(phase, 'run', words));
      this.#line(`${label}${phaseResult(event.progress, event.durationMs, words)}`);
    }
  }

  /** A load is about to be held to a sink. */
  onCalibration({ load }: AskedTrial): void {
    this.#setStatus(this.#context.look.words.text('capacity.calibrating', { load }));
  }

  onTrial({ load, durationMs }: AskedTrial, known: readonly GoalResult[]): void {
    if (!this.#hasHeading) this.#line(this.#context.look.palette.dim(headingLine(this.#context.look)));
    this.#hasHeading = true;
    const trying = {
      load: padLeft(formatRate(load), LOAD_COLUMNS),
      seconds: durationMs / 1000,
      known: known.map(saidBounds),
    };
    this.#setStatus(this.#context.look.words.text('capacity.trying', trying));
  }

  onJudged({ report }: JudgedTrial): void {
    this.#line(trialLine(report, this.#context.look));
  }

  /** A line that stays. */
  say(text: string): void {
    this.#line(noticeText(text, this.#context.look.words));
  }

  end(): void {
    this.#setStatus('');
  }

  #line(text: string): void {
    const status = this.#status;
    this.#setStatus('');
    if (!this.#context.isSilent) say(this.#context.output, text);
    this.#setStatus(status);
  }

  #setStatus(text: string): void {
    const { output, look, isTerminal, isSilent } = this.#context;
    if (!isTerminal || isSilent) return;
    this.#status = text;
    output.write(`${CLEAR_LINE}${look.palette.dim(cutToColumns(text, Math.max(0, look.width - 1)))}`);
  }
}

function saidBounds({ lowerBound: lower, upperBound: upper }: GoalResult): Message {
  if (lower === null)
    return upper === null ? message('capacity.known.nothing') : message('capacity.known.below', { upper });
  return upper === null
    ? message('capacity.known.at-least', { lower })
    : message('capacity.known.between', { lower, upper });
}
