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
