import assert from 'node:assert/strict';
import test from 'node:test';
import type { ErrorKind } from '#dist/core/error-kinds.js';
import { HOST_NOT_ALLOWED, OperationError } from '#dist/core/operation-error.js';
import { isPassing, withRetries } from '#dist/engine/retry.js';

test('what may pass is tried three times, and what was refused, by the server or by us, once', async () => {
  const tries = async (kind: ErrorKind): Promise<number> => {
    let count = 0;
    const operation = (): Promise<never> => {
      count++;
      return Promise.reject(new OperationError(kind, 'x'));
    };
    const attempt = withRetries(operation, { mayRepeat: isPassing }, new AbortController().signal);
    await assert.rejects(attempt, { kind });
    return count;
  };
  for (const kind of ['network.ECONNRESET', 'generator.EMFILE', 'server.http-503'] as const) {
    assert.equal(await tries(kind), 3, kind);
  }
  for (const kind of [HOST_NOT_ALLOWED, 'server.http-403', 'protocol.unsendable'] as const) {
    assert.equal(await tries(kind), 1, kind);
  }
});

test('a server that asks to wait is waited for, which is no attempt', async () => {
  const problems = [
    ...Array.from({ length: 4 }, () => new OperationError('server.rate-limited', 'x', { retryAfterMs: 1 })),
    new OperationError('network.ECONNRESET', 'x'),
  ];
  const attempts: number[] = [];
  const told: string[] = [];
  const result = await withRetries(
    (attempt) => {
      attempts.push(attempt);
      const problem = problems.shift();
      return problem === undefined ? Promise.resolve('done') : Promise.reject(problem);
    },
    { mayRepeat: isPassing, onRepeat: ({ kind }) => told.push(kind) },
    new AbortController().signal,
  );
  assert.equal(result, 'done');
  assert.deepEqual(attempts, [1, 1, 1, 1, 1, 2]);
  assert.deepEqual(told, [...Array<string>(4).fill('server.rate-limited'), 'network.ECONNRESET']);
});

test('a server that asks for more time than there is is not waited for', async () => {
  let count = 0;
  const operation = (): Promise<never> => {
    count++;
    return Promise.reject(new OperationError('server.rate-limited', 'x', { retryAfterMs: 5001 }));
  };
  const { signal } = new AbortController();
  await assert.rejects(withRetries(operation, { mayRepeat: isPassing, mostWaitMs: 5000 }, signal), {
    kind: 'server.rate-limited',
  });
  assert.equal(count, 1);
});
