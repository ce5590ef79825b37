import { heightOf, type TerminalOutput, widthOf } from '../io.js';

const CLEAR_REST_OF_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * The terminal that cli-progress draws on, with the methods that it calls. A frame is collected and written as one piece over
 * the one before, so nothing flickers. Between two frames the cursor rests on the first cell of the frame: whether a terminal
 * that gets narrower breaks the lines that stand there or cuts them, the next frame begins at the right place.
 */
export class FrameTerminal {
  /** A line is written whole, once a frame, and what the frame does not write over is cleared with it. */
  readonly cursorTo = nothing;
  readonly clearLine = nothing;
  readonly clearRight = nothing;
  readonly clearBottom = nothing;
  readonly #output: TerminalOutput;
  #modes = '';
  #above = '';
  #lines = [''];

  constructor(output: TerminalOutput) {
    this.#output = output;
  }

  /** Writes the frame and goes back to its beginning. */
  flush(): void {
    // A frame that is higher than the screen would push the screen up with every redraw.
    const lines = this.#lines.slice(0, heightOf(this.#output));
    this.#write(lines, lines.length === 1 ? '\r' : `\r\u001b[${lines.length - 1}A`);
  }

  /** Writes the frame for the last time, and stays behind it. */
  leave(): void {
    this.#write(this.#lines, '');
  }

  isTTY(): boolean {
    return true;
  }

  getWidth(): number {
    return widthOf(this.#output);
  }

  cursor(isShown: boolean): void {
    this.#modes += isShown ? '\u001b[?25h' : '\u001b[?25l';
  }

  lineWrapping(isOn: boolean): void {
    this.#modes += isOn ? '\u001b[?7h' : '\u001b[?7l';
  }

  /** A new frame begins. */
  cursorRelativeReset(): void {
    this.#lines = [''];
  }

  newline(): void {
    this.#lines.push('');
  }

  /** Text of the frame's last line; `isAbove` for whole lines that are to stay above the frame. */
  write(text: string, isAbove = false): void {
    if (isAbove) this.#above += text;
    else this.#lines.push(`${this.#lines.pop() ?? ''}${text}`);
  }

  #write(lines: readonly string[], afterwards: string): void {
    const frame = lines.join(`${CLEAR_REST_OF_LINE}\n`);
    this.#output.write(`${this.#modes}\r${this.#above}${frame}${CLEAR_BELOW}${afterwards}`);
    this.#modes = '';
    this.#above = '';
  }
}

function nothing(): void {
  // Nothing is left to do.
}
