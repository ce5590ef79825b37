/**
 * A terminal that shows what it is sent, as far as our displays go: text, `\r`, `\n`, cursor up, clearing, colours, wrapping on
 * and off. When its width changes it breaks its lines anew, as most terminals do.
 */
export class Screen {
  #columns: number;
  /** Rows with whether they go on in the next. */
  #rows: { text: string; goesOn: boolean }[] = [{ text: '', goesOn: false }];
  #x = 0;
  #y = 0;
  #wraps = true;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Everything that can be seen, from the first row on. */
  get lines(): string[] {
    return this.#rows.map(({ text }) => text.trimEnd());
  }

  write(output: string): void {
    for (const [part] of output.matchAll(/\u001b\[[\d;?]*[A-Za-z]|[^\u001b]/gu)) {
      if (part.startsWith('\u001b')) this.#control(part.slice(2, -1), part.at(-1) ?? '');
      else if (part === '\r') this.#x = 0;
      else if (part === '\n') this.#down();
      else this.#put(part);
    }
  }

  resize(columns: number): void {
    const whole: string[] = [];
    let cursor = 0;
    let joins = false;
    this.#rows.forEach(({ text, goesOn }, y) => {
      if (joins) whole.push((whole.pop() ?? '') + text);
      else whole.push(text);
      if (y === this.#y) cursor = whole.length - 1;
      joins = goesOn;
    });
    this.#columns = columns;
    // The displays leave the cursor on a first cell, which is all that needs to be found again.
    this.#rows = [];
    whole.forEach((text, index) => {
      if (index === cursor) this.#y = this.#rows.length;
      for (let at = 0; at === 0 || at < text.length; at += columns)
        this.#rows.push({ text: text.slice(at, at + columns), goesOn: at + columns < text.length });
    });
  }

  #control(numbers: string, letter: string): void {
    if (letter === 'A') this.#y = Math.max(0, this.#y - Number(numbers || '1'));
    else if (letter === 'K') this.#row().text = this.#row().text.slice(0, this.#x);
    else if (letter === 'J') {
      this.#row().text = this.#row().text.slice(0, this.#x);
      this.#rows.length = this.#y + 1;
    } else if (numbers === '?7') this.#wraps = letter === 'h';
    else if (letter !== 'm' && numbers !== '?25') throw new Error(`unknown control sequence ${numbers}${letter}`);
  }

  #put(character: string): void {
    if (this.#x >= this.#columns) {
      if (this.#wraps) {
        this.#row().goesOn = true;
        this.#x = 0;
        this.#y++;
      } else this.#x = this.#columns - 1;
    }
    const row = this.#row();
    row.text = row.text.padEnd(this.#x).slice(0, this.#x) + character + row.text.slice(this.#x + 1);
    this.#x++;
  }

  /** A line break goes to the first column: the terminal's driver sees to that. */
  #down(): void {
    this.#x = 0;
    this.#row().goesOn = false;
    this.#y++;
    this.#row();
  }

  #row(): { text: string; goesOn: boolean } {
    const row = this.#rows[this.#y] ?? { text: '', goesOn: false };
    this.#rows[this.#y] = row;
    return row;
  }
}
