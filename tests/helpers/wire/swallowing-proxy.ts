import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { portOf } from './listen.js';

/** A way to a server that can be cut as a network is cut: nobody is told. */
export interface SwallowingProxy {
  readonly url: string;
  /** After `afterMs` everything that is on its way to the server is swallowed for `forMs`; then the connections end. */
  readonly outage: (afterMs: number, forMs: number) => Promise<void>;
}

/** @param target `http://127.0.0.1:<port>` */
export async function swallowingProxy(test: TestContext, target: string): Promise<SwallowingProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isDead = false;
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    const forward = (from: Socket, to: Socket): void => {
      from.on('data', (chunk: Buffer) => {
        if (!isDead || from === far) to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    };
    forward(near, far);
    forward(far, near);
  });
  const endAll = (): void => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  const port = await portOf(server);
  test.after(() => {
    endAll();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    outage: async (afterMs, forMs) => {
      await wait(afterMs);
      isDead = true;
      await wait(forMs);
      endAll();
      isDead = false;
    },
  };
}
