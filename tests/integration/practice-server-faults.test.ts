import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFaults } from '#dist/practice/faults/parse.js';
import { startPracticeServer } from '#dist/practice/server.js';
import { call, createRoom, tokenOf } from '../helpers/wire/chat-client.js';
import { RawClient } from '../conformance/raw-client.js';

describe('Faults of connections', () => {
  it('refuse-connect refuses every nth session with HTTP 503', async () => {
    const server = await startPracticeServer({ faults: parseFaults(['refuse-connect=1/3']) });
    const outcomes: string[] = [];
    for (let index = 0; index < 6; index++) {
      const outcome = await RawClient.connect(server.url, 'username=bob').then(
        (client) => {
          client.end();
          return 'connected';
        },
        (error: unknown) => String(error),
      );
      outcomes.push(outcome);
    }
    const refused = 'Error: Unexpected server response: 503';
    assert.deepEqual(outcomes, ['connected', 'connected', refused, 'connected', 'connected', refused]);
    for (const status of [200, 200, 503]) {
      const polled = await call(server.url, 'GET', '/socket.io/?EIO=4&transport=polling&username=bob');
      assert.equal(polled.status, status);
    }
    assert.equal(server.truth().connections.refused, 3);
    assert.equal(server.truth().faults[0]?.applied, 3);
    await server.close();
  });

  it('cut ends exactly the asked share of the sockets without a closing handshake', async () => {
    const server = await startPracticeServer({ faults: parseFaults(['cut=30%@50ms']) });
    const token = await tokenOf(server.url, 'u0');
    const roomId = await createRoom(server.url, token, []);
    const clients: RawClient[] = [];
    for (let index = 0; index < 10; index++) clients.push(await RawClient.connect(server.url, `username=u${index}`));
    await clients[0]?.join(roomId);
    clients[0]?.emit('send_message', { roomId, content: 'start' });
    const cut = [3, 6, 9];
    for (const index of cut) assert.equal((await clients[index]?.closed())?.code, 1006);
    const open = clients.map((client, index) => (client.isOpen ? index : -1)).filter((index) => index >= 0);
    assert.deepEqual(open, [0, 1, 2, 4, 5, 7, 8]);
    const { connections, faults } = server.truth();
    assert.deepEqual([connections.cut, connections.accepted], [3, 10]);
    assert.deepEqual(faults[0]?.users, ['u3', 'u6', 'u9']);
    for (const client of clients) client.end();
    await server.close();
  });

  it('silent announces heartbeats, sends none and closes nothing', async () => {
    const timing = { pingIntervalMs: 50, pingTimeoutMs: 50 };
    const talking = await startPracticeServer(timing);
    const silent = await startPracticeServer({ ...timing, faults: parseFaults(['silent']) });
    const healthy = await RawClient.connect(talking.url, 'username=bob');
    const unwatched = await RawClient.connect(silent.url, 'username=bob');
    unwatched.send('3');
    await healthy.packet('2');
    assert.equal((await healthy.closed()).code, 1005);
    assert.ok(unwatched.isOpen);
    assert.deepEqual(unwatched.pending, []);
    unwatched.end();
    await Promise.all([talking.close(), silent.close()]);
  });
});

describe('Faults of users', () => {
  it('refuse-signup refuses every nth signup, in batches too', async () => {
    const server = await startPracticeServer({ faults: parseFaults(['refuse-signup=1/3']) });
    const signUp = async (username: string): Promise<number> =>
      (await call(server.url, 'POST', '/api/auth/signup', { body: { username, password: 'x' } })).status;
    assert.deepEqual(
      [await signUp('a'), await signUp('b'), await signUp('c'), await signUp('c')],
      [201, 201, 500, 201],
    );
    const users = ['d', 'e', 'f'].map((username) => ({ username, password: 'x' }));
    const { json } = await call(server.url, 'POST', '/api/auth/signup-batch', { body: { users } });
    assert.deepEqual((json as { errors: unknown }).errors, [{ username: 'e', error: 'Failed to create user' }]);
    assert.deepEqual([server.truth().faults[0]?.users, server.truth().signups], [['c', 'e'], 5]);
    await server.close();
  });

  it('forget-user lets every nth user log in once, and then knows him no more', async () => {
    const server = await startPracticeServer({ faults: parseFaults(['forget-user=1/2']) });
    const post = async (path: string, username: string): Promise<number> =>
      (await call(server.url, 'POST', `/api/auth/${path}`, { body: { username, password: 'x' } })).status;
    const statuses: number[][] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      statuses.push([await post('signup', name), await post('login', name), await post('login', name)]);
    }
    const kept = [201, 200, 200];
    const forgotten = [201, 200, 401];
    assert.deepEqual(statuses, [kept, forgotten, kept, forgotten]);
    assert.deepEqual(server.truth().faults[0]?.users, ['b', 'd']);
    await server.close();
  });
});
