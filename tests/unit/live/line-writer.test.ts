import assert from 'node:assert/strict';
import test from 'node:test';
import { type LineSink, LineWriter } from '#dist/live/line-writer.js';

/** A sink that takes a text only when it is told to. */
class SlowSink implements LineSink {
  readonly taken: string[] = [];
  isClosed = false;
  #take: ((error?: Error) => void) | undefined;

  get isBusy(): boolean {
    return this.#take !== undefined;
  }

  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#take = (error) => {
        this.#take = undefined;
        if (error === undefined) this.taken.push(text);
        if (error === undefined) resolve();
        else reject(error);
      };
    });
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  async take(error?: Error): Promise<void> {
    this.#take?.(error);
    await new Promise(setImmediate);
  }
}

function writerOn(sink: LineSink, mostWaiting?: number): { writer: LineWriter; told: string[] } {
  const told: string[] = [];
  const writer: LineWriter = new LineWriter(
    sink,
    {
      gapLine: (lines) => `gap ${lines}`,
      onSlow: () => {
        told.push('slow');
        writer.put('told that it is slow');
      },
      onFailure: (message) => {
        told.push(message);
        writer.put('told that it failed');
      },
    },
    mostWaiting,
  );
  return { writer, told };
}

test('a line is handed over at once, and those that come meanwhile together', async () => {
  const sink = new SlowSink();
  const { writer } = writerOn(sink);
  writer.put('one');
  assert.ok(sink.isBusy);
  writer.put('two');
  writer.put('three');
  await sink.take();
  await sink.take();
  assert.deepEqual(sink.taken, ['one\n', 'two\nthree\n']);
  assert.ok(!sink.isBusy);
});

test('the end waits until everything is written, and closes', async () => {
  const sink = new SlowSink();
  const { writer } = writerOn(sink);
  writer.put('one');
  const ended = writer.end('last');
  await sink.take();
  assert.ok(!sink.isClosed);
  await sink.take();
  await ended;
  assert.deepEqual(sink.taken, ['one\n', 'last\n']);
  assert.ok(sink.isClosed);
});

test('what a sink takes too slowly is left out, counted and told once, and the last line never is', async () => {
  const sink = new SlowSink();
  const { writer, told } = writerOn(sink, 5);
  for (const line of ['one', 'two', 'three', 'four', 'five']) writer.put(line);
  await sink.take();
  writer.put('six');
  for (const line of ['seven', 'eight', 'nine']) writer.put(line);
  const ended = writer.end('last');
  for (let takes = 0; takes < 5; takes++) await sink.take();
  await ended;
  assert.deepEqual(told, ['slow']);
  const lines = sink.taken.join('').trimEnd().split('\n');
  assert.equal(lines.at(-1), 'last');
  const gaps = lines.filter((line) => line.startsWith('gap '));
  const left = gaps.reduce((sum, line) => sum + Number(line.slice(4)), 0);
  const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'told that it is slow'];
  assert.ok(left > 0);
  assert.equal(lines.length - 1 - gaps.length + left, words.length);
  assert.deepEqual(
    lines.filter((line) => words.includes(line)),
    words.filter((word) => lines.includes(word)),
    'in their order',
  );
});

test('a sink that fails is told once, and left alone', async () => {
  const sink = new SlowSink();
  const { writer, told } = writerOn(sink);
  writer.put('one');
  await sink.take(new Error('no space left'));
  writer.put('two');
  await writer.end('last');
  assert.deepEqual(told, ['no space left']);
  assert.deepEqual(sink.taken, []);
  assert.ok(sink.isClosed);
});

test('a sink that cannot be closed is told as one that cannot be written', async () => {
  const { writer, told } = writerOn({
    write: () => Promise.resolve(),
    close: () => Promise.reject(new Error('quota exceeded')),
  });
  await writer.end('last');
  assert.deepEqual(told, ['quota exceeded']);
});
