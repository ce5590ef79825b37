import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { WebSocketServer } from 'ws';
import { DialGuard } from '#dist/net/dial-guard.js';
import { LocalPorts, localPortRange } from '#dist/net/local-ports.js';
import { runsOf } from '../../helpers/runs-of.js';
import { ampleBudget } from '../../helpers/wire/ample-budget.js';
import { connectDuring } from '../../helpers/wire/client-diary.js';
import { freePort } from '../../helpers/wire/listen.js';
import { listenDuring } from '../../helpers/wire/raw-socket-server.js';

const NOWHERE = 0;

describe('Ports of an address of this machine', () => {
  it('come each once before any comes again, but for the one that the connection goes to and those that are left alone', () => {
    const inputs = fc.record({
      first: fc.integer({ min: 1024, max: 60_000 }),
      count: fc.integer({ min: 1, max: 300 }),
      to: fc.nat(300),
      excluded: fc.array(fc.tuple(fc.nat(300), fc.nat(20)), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(inputs, ({ first, count, to, excluded }) => {
        const alone = excluded.map(([from, more]) => ({ first: first + from, last: first + from + more }));
        const ports = new LocalPorts({ first, last: first + count - 1 }, alone);
        const fit = Array.from({ length: count }, (_, index) => first + index).filter(
          (port) => port !== first + to && !alone.some((range) => range.first <= port && port <= range.last),
        );
        for (let round = 0; round < 2; round++) {
          const found = fit.map(() => ports.next(first + to) ?? NOWHERE);
          assert.deepEqual(
            found.toSorted((a, b) => a - b),
            fit,
          );
        }
        if (fit.length === 0) assert.equal(ports.next(first + to), undefined);
      }),
      { numRuns: runsOf(200) },
    );
  });

  const skip = process.platform !== 'linux';
  it('are those that the kernel says, and only of an address that was named', { skip }, () => {
    const { first, last } = localPortRange() ?? { first: NOWHERE, last: NOWHERE };
    assert.ok(1 <= first && first < last && last <= 65_535);
    const port = new DialGuard([], { source: '127.0.0.9' }).nextPort(80) ?? NOWHERE;
    assert.ok(first <= port && port <= last);
    assert.equal(new DialGuard([]).nextPort(80), undefined);
  });

  it('that are taken are passed over, until the choice is the kernel\u2019s', { skip }, async (test) => {
    const http = createServer();
    const from: number[] = [];
    new WebSocketServer({ server: http }).on('connection', (socket, { socket: { remotePort } }) => {
      from.push(remotePort ?? NOWHERE);
      socket.on('error', () => undefined);
      socket.send('hello');
    });
    const url = (await listenDuring(test, http)).replace('http:', 'ws:');
    const first = await freePort();
    const range = { first, last: first + 3 };
    // Each of two who know nothing of each other has the same four ports.
    const guards = [0, 1].map(() => new DialGuard([], { source: '127.0.0.9', ports: new LocalPorts(range) }));
    for (let count = 0; count < 6; count++) {
      const { told } = connectDuring(test, url, undefined, ampleBudget(), guards[count % guards.length]);
      assert.deepEqual(await told(1), ['text hello']);
    }
    const isOwn = (port: number): boolean => range.first <= port && port <= range.last;
    assert.equal(new Set(from).size, 6);
    assert.deepEqual(from.map(isOwn), [true, true, true, true, false, false]);
  });
});
