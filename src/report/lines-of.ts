import { createReadStream } from 'node:fs';
import { UsageError } from '../core/errors.js';

/**
 * The lines of a file; only a line feed ends one, whatever else a text in it holds.
 * @param longest characters that a line may have
 * @throws UsageError at a longer one
 */
export async function* linesOf(path: string, longest = Number.POSITIVE_INFINITY): AsyncGenerator<string> {
  let rest = '';
  let number = 1;
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
    number += parts.length;
    if (rest.length > longest) throw new UsageError([{ where: `${path}:${number}`, message: 'is too long a line' }]);
  }
  if (rest !== '') yield rest;
}
