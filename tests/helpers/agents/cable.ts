import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { sleep } from '#dist/core/clock.js';
import { portOf } from '../wire/listen.js';

/** A way to a port of this machine that can be taken away for a time. */
export interface Cable {
  readonly url: string;
  /** Nothing gets through for so long, and all of it does afterwards: no end hears that anything is wrong. */
  hang(durationMs: number): Promise<void>;
  /** All connections are reset, and so are those that are tried for so long. */
  cut(durationMs: number): Promise<void>;
  /** What the broker answers is swallowed for so long, and then the connections are reset: it has done what nobody knows of. */
  swallow(durationMs: number): Promise<void>;
}

/** Lays a cable to a Redis server, which is gone with the test. */
export async function cableTo(test: Pick<TestContext, 'after'>, port: number): Promise<Cable> {
  const pairs = new Set<readonly [near: Socket, far: Socket]>();
  let [isCut, isHanging, isSwallowing] = [false, false, false];
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (!isSwallowing) near.write(bytes);
    });
    for (const socket of pair) {
      if (isHanging) socket.pause();
      socket.on('error', () => undefined);
      socket.once('close', () => {
        pairs.delete(pair);
        for (const one of pair) one.destroy();
      });
    }
  });
  const reset = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  const own = await portOf(server);
  test.after(() => {
    server.close();
    reset();
  });
  return {
    url: `redis://127.0.0.1:${own}`,
    hang: async (durationMs) => {
      isHanging = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
      await sleep(durationMs);
      isHanging = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    cut: async (durationMs) => {
      isCut = true;
      reset();
      await sleep(durationMs);
      isCut = false;
    },
    swallow: async (durationMs) => {
      isSwallowing = true;
      await sleep(durationMs);
      isSwallowing = false;
      reset();
    },
  };
}
