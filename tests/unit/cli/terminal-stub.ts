import { Writable } from 'node:stream';
import type { TerminalOutput } from '#dist/cli/io.js';

/** An output that keeps what is written; a terminal when it has columns. */
export class KeptOutput extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  text = '';

  constructor(columns?: number) {
    super();
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 80;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }

  /** Itself, as the command sees it. */
  get output(): TerminalOutput {
    return this;
  }
}
