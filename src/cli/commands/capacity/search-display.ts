import type { SearchListener } from '../../../capacity/conduct.js';
import type { JudgedTrial } from '../../../capacity/judge-trial.js';
import { MARKS } from '../../../core/marks.js';
import { PHASE_TABLE } from '../../../core/phases.js';
import { ENGLISH } from '../../../core/language/words.js';
import { phaseLabel } from '../../../core/plan.js';
import { printable } from '../../../core/text.js';
import { formatRate } from '../../../core/units.js';
import type { LiveEvent } from '../../../live/watcher.js';
import type { AskedTrial } from '../../../metrics/held-trial.js';
import type { FlagValues } from '../../../scenario/options.js';
import type { GoalResult } from '../../../search/search.js';
import { say, type TerminalOutput, widthOf } from '../../io.js';
import type { ProgressDisplay } from '../../progress/display.js';
import { glyphsOf } from '../../progress/glyphs.js';
import { displayKindOf } from '../../progress/progress.js';
import { LABEL_WIDTH, phaseResult } from '../../progress/texts.js';
import type { CommandCall } from '../command.js';
import { headingLine, type SearchLook, trialLine } from './search-lines.js';

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
  const look = { width, rowWidth, palette, glyphs: glyphsOf(io.env), isWatched, hasTable: isSilent };
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
    if (event.type === 'notice') {
      const text = printable(event.message, 400);
      this.#line(this.#context.look.palette.warn(`${MARKS.warn} ${text}`));
    } else if (event.type === 'phase-end' && !this.isCalibrating) {
      const { phase } = event.progress;
      if (PHASE_TABLE[phase].setUp === undefined || this.#hasHeading) return;
      const label = this.#context.look.palette.dim(phaseLabel(phase, 'run').padEnd(LABEL_WIDTH));
      this.#line(`${label}${phaseResult(event.progress, event.durationMs, ENGLISH)}`);
    }
  }

  /** A load is about to be held to a sink. */
  onCalibration({ load }: AskedTrial): void {
    this.#setStatus(`calibrating the tester: ${formatRate(load)} messages/s to a sink of its own`);
  }

  onTrial({ load, durationMs }: AskedTrial, known: readonly GoalResult[]): void {
    if (!this.#hasHeading) this.#line(this.#context.look.palette.dim(headingLine(this.#context.look)));
    this.#hasHeading = true;
    this.#setStatus(`${formatRate(load).padStart(10)} for ${durationMs / 1000} s … ${knownText(known)}`);
  }

  onJudged({ report }: JudgedTrial): void {
    this.#line(trialLine(report, this.#context.look));
  }

  /** A line that stays. */
  say(text: string): void {
    this.#line(text);
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
    output.write(`${CLEAR_LINE}${look.palette.dim(text.slice(0, Math.max(0, look.width - 1)))}`);
  }
}

function knownText(known: readonly GoalResult[]): string {
  return known
    .map(({ lowerBound, upperBound }) => {
      if (lowerBound === null) return upperBound === null ? 'no bound yet' : `below ${formatRate(upperBound)}`;
      return upperBound === null
        ? `at least ${formatRate(lowerBound)}`
        : `between ${formatRate(lowerBound)} and ${formatRate(upperBound)}`;
    })
    .join('; ');
}
