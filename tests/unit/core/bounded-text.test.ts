import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  linesOf,
  linesOfFile,
  readBeginning,
  readBounded,
  TooLongError,
  whyUnreadable,
} from '#dist/core/bounded-text.js';
import { inEnglish } from '#dist/core/language/words.js';
import { assertLinear } from '../../helpers/linear.js';
import { ENCODINGS } from '../../helpers/report/encodings.js';

async function* each(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}

async function linesIn(parts: readonly string[], longest = 1000): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(each(parts), longest)) lines.push(line);
  return lines;
}

test('lines are the same however the text is cut into parts', async () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '\u2028', '🎉') });
  await fc.assert(
    fc.asyncProperty(fc.array(part), async (parts) => {
      const expected = parts.join('').split('\n');
      if (expected.at(-1) === '') expected.pop();
      assert.deepEqual(await linesIn(parts), expected);
    }),
  );
});

test('a line that is longer than the bound is refused, wherever it is', async () => {
  assert.deepEqual(await linesIn(['aaaa\nbb', 'bb\ncc'], 4), ['aaaa', 'bbbb', 'cc']);
  for (const parts of [['aaaaa'], ['a\nbbb', 'bb'], ['a\nbb', 'bb', 'b\n']])
    await assert.rejects(linesIn(parts, 4), TooLongError);
});

test('a long line costs as much as the same text in short ones', async () => {
  const part = 'x'.repeat(1 << 16);
  await assertLinear(64, (parts) => {
    const text = [...Array.from({ length: parts }, () => part), '\nend'];
    return () => linesIn(text, Number.POSITIVE_INFINITY);
  });
});

test('a file is read no further than its bound, also one that does not end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-bounded-'));
  try {
    const path = join(folder, 'text');
    await writeFile(path, 'Prosit 🎉');
    assert.equal(await readBounded(path, 11), 'Prosit 🎉');
    await assert.rejects(readBounded(path, 10), TooLongError);
    if (process.platform === 'linux') await assert.rejects(readBounded('/dev/zero', 1 << 20), TooLongError);
    const [none, aFolder, tooLong] = [
      readBounded(join(folder, 'none'), 9),
      readBounded(folder, 9),
      readBounded(path, 1),
    ].map(async (read) => inEnglish(await read.catch((thrown: unknown) => whyUnreadable(thrown) ?? 'unknown')));
    assert.equal(await none, 'there is no such file');
    assert.equal(await aFolder, 'is a folder, not a file');
    assert.equal(await tooLong, 'has more than 1 B, which is as much as is read');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('what is no fault of the file is not explained by it', () => {
  assert.equal(whyUnreadable(new TypeError('of ours')), undefined);
});

for (const [encoding, encode] of ENCODINGS) {
  test(`a file in ${encoding} has the text that it says, at once, by lines and at its beginning`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'newyear-load-encoding-'));
    try {
      const path = join(folder, 'text');
      // Longer than the parts in which files are read, with characters of every length at their borders.
      const lines = Array.from({ length: 9 }, (_, line) => `{"line":${line}}${'ø🎉\ufeff'.repeat(5000 + line)}`);
      await writeFile(path, encode(lines.join('\n')));
      assert.equal(await readBounded(path, 1 << 20), lines.join('\n'));
      const read: string[] = [];
      for await (const line of linesOfFile(path, 1 << 20)) read.push(line);
      assert.deepEqual(read, lines);
      assert.match(await readBeginning(path, 64), /^\{"line":0\}ø/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

test('a file of nothing, and one of a single byte, have the text that they have', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-encoding-'));
  try {
    const path = join(folder, 'text');
    for (const text of ['', '7']) {
      await writeFile(path, text);
      assert.deepEqual([await readBounded(path, 9), await readBeginning(path, 9)], [text, text]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
