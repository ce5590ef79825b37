import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import test, { type TestContext } from 'node:test';
import { StartError } from '#dist/core/errors.js';
import { HttpListener, type ListenerBounds } from '#dist/core/http-listener.js';
import { eventually } from '../../helpers/eventually.js';
import { idleCallers } from '../../helpers/wire/idle-callers.js';

const BOUNDS: ListenerBounds = {
  connections: 3,
  whenAllBusy: 'drop-oldest',
  headMs: 60_000,
  requestMs: 60_000,
  idleMs: 60_000,
};

interface Scene {
  readonly listener: HttpListener;
  readonly port: number;
  /** The answers that are due, to requests for anything but `/now`, which is answered at once. */
  readonly due: ServerResponse[];
}

async function listen(t: TestContext, bounds: Partial<ListenerBounds> = {}): Promise<Scene> {
  const listener = new HttpListener({ ...BOUNDS, ...bounds });
  const due: ServerResponse[] = [];
  listener.server.on('request', (request, response: ServerResponse) => {
    if (request.url === '/now') response.end('now');
    else due.push(response);
  });
  t.after(() => listener.close());
  return { listener, port: await listener.listen({ host: '127.0.0.1', port: 0 }), due };
}

const isGone = (socket: Socket | undefined): boolean => socket?.destroyed === true;

function ask(socket: Socket | undefined, path = '/'): void {
  socket?.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
}

async function statusAt(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/now`)).status;
}

test('a new caller gets in although others hold every connection; the longest idle one is dropped for it', async (t) => {
  const { port } = await listen(t);
  const callers = await idleCallers(t, port, 3);
  assert.equal(await statusAt(port), 200);
  await eventually(() => isGone(callers[0]));
  assert.deepEqual(callers.map(isGone), [true, false, false]);
});

test('however many come, no more are held than its bounds say', async (t) => {
  const { listener, port } = await listen(t);
  const callers = await idleCallers(t, port, 40);
  await eventually(() => callers.filter(isGone).length === 37);
  assert.deepEqual(callers.slice(-3).map(isGone), [false, false, false]);
  const held = await new Promise((resolve) => listener.server.getConnections((_, count) => resolve(count)));
  assert.equal(held, 3);
});

test('whoever has asked something is dropped after those who have not, the oldest request first', async (t) => {
  const { port, due } = await listen(t);
  const [busy, idle, other] = await idleCallers(t, port, 3);
  ask(busy);
  await eventually(() => due.length === 1);
  await idleCallers(t, port, 2);
  await eventually(() => isGone(idle) && isGone(other));
  assert.ok(!isGone(busy));
  for (let late = 2; late <= 4; late++) {
    ask((await idleCallers(t, port, 1))[0]);
    await eventually(() => due.length === late);
  }
  // Nobody is idle any more.
  await eventually(() => isGone(busy));
});

test('whoever has got its answer is as idle as others, from then on', async (t) => {
  const { port, due } = await listen(t);
  const [first, second, third] = await idleCallers(t, port, 3);
  ask(first);
  await eventually(() => due.length === 1);
  due[0]?.end('late');
  await eventually(() => (first?.bytesRead ?? 0) > 0);
  await idleCallers(t, port, 2);
  await eventually(() => isGone(second) && isGone(third));
  assert.ok(!isGone(first));
});

test('two requests on one connection keep it busy until both are answered', async (t) => {
  const { port, due } = await listen(t);
  const [pipelining, idle] = await idleCallers(t, port, 2);
  ask(pipelining);
  ask(pipelining);
  await eventually(() => due.length === 2);
  due[0]?.end('one');
  await eventually(() => (pipelining?.bytesRead ?? 0) > 0);
  await idleCallers(t, port, 2);
  await eventually(() => isGone(idle));
  assert.ok(!isGone(pipelining));
});

test('a connection that is kept is dropped for nobody and takes no place, until its answer is complete', async (t) => {
  const { listener, port, due } = await listen(t);
  const [viewer] = await idleCallers(t, port, 1);
  ask(viewer);
  await eventually(() => due.length === 1);
  const [answer] = due;
  assert.ok(answer?.socket);
  listener.keep(answer.socket);
  const callers = await idleCallers(t, port, 3);
  await idleCallers(t, port, 3);
  await eventually(() => callers.every(isGone));
  assert.ok(!isGone(viewer));
  answer.end('over');
  await eventually(() => (viewer?.bytesRead ?? 0) > 0);
  const more = await idleCallers(t, port, 3);
  await eventually(() => isGone(viewer));
  assert.ok(!isGone(more.at(-1)));
});

test('where requests may not be cut short the newest is refused when all are busy', async (t) => {
  const { port, due } = await listen(t, { whenAllBusy: 'refuse-newest' });
  const busy = await idleCallers(t, port, 3);
  for (const socket of busy) ask(socket);
  await eventually(() => due.length === 3);
  const [refused] = await idleCallers(t, port, 1);
  await eventually(() => isGone(refused));
  assert.deepEqual(busy.map(isGone), [false, false, false]);
  due[0]?.end('done');
  await eventually(() => (busy[0]?.bytesRead ?? 0) > 0);
  assert.equal(await statusAt(port), 200);
});

test('whoever sends no request, half of one, or no other one loses the connection by itself', async (t) => {
  const { port } = await listen(t, { headMs: 300, requestMs: 600, idleMs: 300 });
  const [silent, half, stingy] = await idleCallers(t, port, 3);
  half?.write('GET / HTTP/1.1\r\nHost: x\r\n');
  stingy?.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
  await eventually(() => [silent, half, stingy].every(isGone));
  const [patient] = await idleCallers(t, port, 1);
  ask(patient, '/now');
  await eventually(() => (patient?.bytesRead ?? 0) > 0);
  await eventually(() => isGone(patient));
});

test('a server that cannot take connections any more says so and listens no longer, which ends no process', async (t) => {
  const listener = new HttpListener(BOUNDS);
  t.after(() => listener.close());
  const port = await listener.listen({ host: '127.0.0.1', port: 0 });
  const error = new Error('accept EMFILE');
  listener.server.emit('error', error);
  assert.equal(await listener.failure, error);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
});

test('a port that is taken is told by the name of what wanted it', async (t) => {
  const { port } = await listen(t);
  const other = new HttpListener(BOUNDS);
  await assert.rejects(other.listen({ host: '127.0.0.1', port }, 'the page'), (thrown: unknown) => {
    assert.ok(thrown instanceof StartError);
    assert.match(thrown.message, new RegExp(`^the page cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`));
    assert.match(String(thrown.hint), /another port/);
    return true;
  });
});
