import { constants } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { AppError, messageOf, systemCodeOf, UsageError } from './errors.js';
import { formatBytes } from './units.js';

/** As much as one text can hold at all. */
export const LONGEST_TEXT_BYTES = constants.MAX_STRING_LENGTH;

/** A file that has more than was asked for; its message is a sentence without a full stop, without the file's name. */
export class TooLongError extends Error {
  constructor(mostBytes: number) {
    super(`has more than ${formatBytes(mostBytes)}, which is as much as is read`);
    this.name = 'TooLongError';
  }
}

/**
 * The text of a file, UTF-8, whatever kind of file it is: one that does not end is read no further than the bound.
 * @throws TooLongError when it has more than `mostBytes`; the system's error when it cannot be read
 */
export async function readBounded(path: string, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new TooLongError(mostBytes);
    parts.push(part);
  }
  return Buffer.concat(parts, bytes).toString('utf8');
}

/**
 * The lines of a text that comes in parts, without their ends; only a line feed ends one, whatever else a text in it holds.
 * @throws TooLongError at a line of more than `longest` characters
 */
export async function* linesOf(parts: AsyncIterable<string>, longest: number): AsyncGenerator<string> {
  // Parts of a line are put together once it has ended: a long line comes in thousands.
  let begun: string[] = [];
  let length = 0;
  const take = (text: string): void => {
    begun.push(text);
    length += text.length;
    if (length > longest) throw new TooLongError(longest);
  };
  for await (const part of parts) {
    let from = 0;
    for (let end = part.indexOf('\n'); end !== -1; end = part.indexOf('\n', from)) {
      take(part.slice(from, end));
      yield begun.join('');
      begun = [];
      length = 0;
      from = end + 1;
    }
    if (from < part.length) take(part.slice(from));
  }
  if (length > 0) yield begun.join('');
}

/**
 * The lines of a file, see {@link linesOf}; what is no line of it yet takes no memory.
 * @throws UsageError naming the file, and the line that is too long
 */
export async function* linesOfFile(path: string, longest: number): AsyncGenerator<string> {
  let number = 1;
  try {
    for await (const line of linesOf(createReadStream(path, { encoding: 'utf8' }), longest)) {
      yield line;
      number++;
    }
  } catch (thrown) {
    const message = whyUnreadable(thrown);
    if (message === undefined) throw thrown;
    throw new UsageError([{ where: thrown instanceof TooLongError ? `${path}:${number}` : path, message }]);
  }
}

/** Why a file could not be read, a sentence without a full stop and without its name; undefined when that is a fault of ours. */
export function whyUnreadable(thrown: unknown): string | undefined {
  if (thrown instanceof TooLongError) return thrown.message;
  if (thrown instanceof AppError) return undefined;
  switch (systemCodeOf(thrown)) {
    case undefined:
      return undefined;
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'is a folder, not a file';
    case 'EACCES':
      return 'may not be read: permission denied';
    default:
      return `cannot be read: ${messageOf(thrown)}`;
  }
}
