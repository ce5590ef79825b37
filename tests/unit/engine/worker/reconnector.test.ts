import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../../../helpers/eventually.js';
import { countedBy, welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { type Peer, startScripted } from '../../../helpers/wire/scripted-socket-server.js';

const isOpen = ({ socket }: Peer): boolean => socket.readyState === socket.OPEN;
const confirm = ({ socket }: Peer): void => socket.send('42["joined",{}]');

describe('Whoever lost the connection', { concurrency: 2 }, () => {
  it('is brought back once, though the server cuts those who join', async (test) => {
    const peers: Peer[] = [];
    const held: (() => void)[] = [];
    const server = await startScripted((peer) => {
      const number = peers.push(peer);
      const greet = (): void => welcome(peer, () => (number === 2 ? peer.socket.close(1001) : confirm(peer)));
      // The first connection is from before, the second is cut while joining; nobody gets further for now.
      if (number <= 2) greet();
      else held.push(greet);
    });
    test.after(() => server.close());
    const { context, users, memberships } = await workerFor(test, server.url, 1);
    const [user, membership] = [users[0], memberships[0]];
    assert.ok(user !== undefined && membership !== undefined);
    await user.connect();
    await user.join(membership);
    context.reconnector.start();
    peers[0]?.tcp.destroy();
    await eventually(() => held.length > 0);
    // Longer than the delay before any second try.
    await wait(400);
    assert.equal(held.length, 1);
    assert.equal(context.tally.counters.reconnects, 0);
    held[0]?.();
    await eventually(() => membership.isJoined);
    assert.equal(peers.filter(isOpen).length, 1);
    await eventually(() => context.tally.counters.reconnects === 1);
    assert.equal(context.tally.counters.connectionsLost, 2);
    // The next time is another matter.
    peers[2]?.tcp.destroy();
    await eventually(() => held.length === 2);
  });

  it('and is connected again when the flood is over has not failed, and joins nothing', async (test) => {
    const peers: Peer[] = [];
    const packets: string[] = [];
    let release: (() => void) | undefined;
    const server = await startScripted((peer) => {
      peers.push(peer);
      const greet = (): void => welcome(peer, (packet) => packets.push(packet));
      if (peers.length === 1) greet();
      else release = greet;
    });
    test.after(() => server.close());
    const { context, users } = await workerFor(test, server.url, 1);
    const user = users[0];
    assert.ok(user !== undefined);
    await user.connect();
    context.reconnector.start();
    peers[0]?.tcp.destroy();
    await eventually(() => release !== undefined);
    context.reconnector.stop();
    release?.();
    await eventually(() => !peers.some(isOpen));
    assert.equal(user.isConnected, false);
    assert.deepEqual(packets, []);
    const { errors, counters } = countedBy(context);
    assert.deepEqual(errors, { 'network.closed': 1 });
    assert.deepEqual([counters.connectionsLost, counters.reconnects], [1, 0]);
  });

  it('and is dismissed while it is connected again has not failed either', async (test) => {
    let release: (() => void) | undefined;
    const peers: Peer[] = [];
    const server = await startScripted((peer) => {
      peers.push(peer);
      if (peers.length === 1) welcome(peer, () => undefined);
      else release = () => welcome(peer, () => undefined);
    });
    test.after(() => server.close());
    const { context, users } = await workerFor(test, server.url, 1);
    const user = users[0];
    assert.ok(user !== undefined);
    await user.connect();
    context.reconnector.start();
    peers[0]?.tcp.destroy();
    await eventually(() => release !== undefined);
    user.terminate();
    release?.();
    await eventually(() => !peers.some(isOpen));
    context.reconnector.stop();
    await wait(50);
    const { errors } = countedBy(context);
    assert.deepEqual(errors, { 'network.closed': 1 });
  });
});

describe('A user', () => {
  it('who connects again has one connection', async (test) => {
    const peers: Peer[] = [];
    const server = await startScripted((peer) => {
      peers.push(peer);
      welcome(peer, () => confirm(peer));
    });
    test.after(() => server.close());
    const { context, users, memberships } = await workerFor(test, server.url, 1);
    const [user, membership] = [users[0], memberships[0]];
    assert.ok(user !== undefined && membership !== undefined);
    for (let times = 0; times < 2; times++) {
      await user.connect();
      await user.join(membership);
    }
    await eventually(() => peers.filter(isOpen).length === 1);
    assert.equal(peers.length, 2);
    assert.equal(context.tally.counters.connectionsLost, 0);
  });
});
