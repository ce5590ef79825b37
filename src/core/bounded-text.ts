import { constants } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { AppError, messageOf, saidProblem, systemCodeOf, UsageError } from './errors.js';
import { inEnglish, type Message, message } from './language/words.js';

/** As much as one text can hold at all. */
export const LONGEST_TEXT_BYTES = constants.MAX_STRING_LENGTH;

/** A file that has more than was asked for; its message is a sentence without a full stop, without the file's name. */
export class TooLongError extends Error {
  /** The message, to be said in any language. */
  readonly said: Message;

  constructor(mostBytes: number) {
    const said = message('file.too-long', { most: mostBytes });
    super(inEnglish(said));
    this.name = 'TooLongError';
    this.said = said;
  }
}

/**
 * The text of a file in whatever encoding {@link encodingOf} sees, and whatever kind of file it is: one that does not end is read
 * no further than the bound.
 * @throws TooLongError when it has more than `mostBytes`; the system's error when it cannot be read
 */
export async function readBounded(path: string, mostBytes: number): Promise<string> {
  const parts: string[] = [];
  for await (const part of decoded(bounded(bytesOf(path), mostBytes))) parts.push(part);
  return parts.join('');
}

/** The beginning of a file's text, of at most so many bytes. @throws the system's error when it cannot be read */
export async function readBeginning(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    const read = buffer.subarray(0, bytesRead);
    return new TextDecoder(encodingOf(read)).decode(read, { stream: true });
  } finally {
    await file.close();
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** As many bytes as tell an encoding. */
const ENOUGH_TO_TELL = 2;

/**
 * The encoding of a text by its first two bytes: a byte order mark, or the zero beside the first character, which in the formats
 * that are read is never one beyond ASCII.
 */
function encodingOf([first, second]: Uint8Array): Encoding {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

/** Bytes as text, without a byte order mark; what is no character becomes U+FFFD. */
async function* decoded(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const part of parts) {
    begun = begun.length === 0 ? part : Buffer.concat([begun, part]);
    if (decoder === undefined && begun.length < ENOUGH_TO_TELL) continue;
    decoder ??= new TextDecoder(encodingOf(begun));
    yield decoder.decode(begun, { stream: true });
    begun = Buffer.alloc(0);
  }
  yield (decoder ?? new TextDecoder()).decode(begun);
}

function bytesOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path) as AsyncIterable<Buffer>;
}

async function* bounded(parts: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of parts) {
    bytes += part.length;
    if (bytes > mostBytes) throw new TooLongError(mostBytes);
    yield part;
  }
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
    for await (const line of linesOf(decoded(bytesOf(path)), longest)) {
      yield line;
      number++;
    }
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    throw new UsageError([saidProblem(thrown instanceof TooLongError ? `${path}:${number}` : path, why)]);
  }
}

/** Why a file could not be read, a sentence without a full stop and without its name; undefined when that is a fault of ours. */
export function whyUnreadable(thrown: unknown): Message | undefined {
  if (thrown instanceof TooLongError) return thrown.said;
  if (thrown instanceof AppError) return undefined;
  switch (systemCodeOf(thrown)) {
    case undefined:
      return undefined;
    case 'ENOENT':
      return message('file.none');
    case 'EISDIR':
      return message('file.folder');
    case 'EACCES':
      return message('file.denied');
    default:
      return message('file.unreadable', { why: messageOf(thrown) });
  }
}
