import { Writable } from 'node:stream';
import type { TerminalOutput } from '#dist/cli/io.js';

/** An output that keeps what is written, and emits `kept` each time; a terminal when it has columns. */
export class KeptOutput extends Writable {
  readonly isTTY: boolean;
  columns: number;
  rows = 24;
  text = '';
  /** What each write brought. */
  readonly writes: string[] = [];

  constructor(columns?: number) {
    super();
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 80;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    this.writes.push(chunk.toString('utf8'));
    this.emit('kept');
    done();
  }

  /** Another width, as when somebody drags the window's edge. */
  resize(columns: number): void {
    this.columns = columns;
    this.emit('resize');
  }

  /** Itself, as the command sees it. */
  get output(): TerminalOutput {
    return this;
  }
}
