import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeText } from '#dist/wire/ws/frame-writer.js';
import { type Peer, scripted } from '../../../helpers/wire/scripted-socket-server.js';
import { Diary, open } from '../../../helpers/wire/session-diary.js';

/** Welcomes a client with heartbeats every two seconds, sends none, and answers what it hears first. */
async function answersOnce(peer: Peer): Promise<void> {
  peer.socket.send('0{"sid":"a","pingInterval":2000,"pingTimeout":1000}');
  await peer.next();
  peer.socket.send('40{"sid":"b"}');
  await peer.next();
  peer.socket.send('42["still here"]');
}

describe('A session whose server neglects its heartbeats', () => {
  it('is given up when it has been silent for longer than its heartbeats allow', async (test) => {
    const url = await scripted(test, answersOnce);
    const diary = new Diary();
    const session = await open(url, diary);
    for (let second = 0; second < 3; second++) session.tick(second * 1e6);
    assert.equal(session.isOpen, true);
    session.send('42["anybody there?"]');
    await diary.until(() => diary.entries.length > 0);
    for (let second = 3; second < 6; second++) session.tick(second * 1e6);
    assert.equal(session.isOpen, true);
    session.tick(6 * 1e6);
    session.tick(7 * 1e6);
    assert.equal(session.isOpen, false);
    assert.deepEqual(diary.entries, ['event 42["still here"]', 'lost server.silent']);
  });

  it('is given up by the clock, however seldom anybody looks, and not for a silence of which nothing is left', async (test) => {
    const url = await scripted(test, answersOnce);
    const diary = new Diary();
    const session = await open(url, diary);
    session.tick(0);
    session.tick(2.9e6);
    session.send('42["anybody there?"]');
    await diary.until(() => diary.entries.length > 0);
    // Nobody looked for a minute, but what came meanwhile was read.
    session.tick(60e6);
    session.tick(62.9e6);
    assert.equal(session.isOpen, true);
    session.tick(63e6);
    assert.deepEqual(diary.entries, ['event 42["still here"]', 'lost server.silent']);
  });

  it('answers one heartbeat of a server that does not read, and gives it up when it does not take the answer', async (test) => {
    let peer: Peer | undefined;
    const url = await scripted(test, async (scriptedPeer) => {
      peer = scriptedPeer;
      peer.socket.send('0{"sid":"a","pingInterval":2000,"pingTimeout":1000}');
      await peer.next();
      peer.tcp.pause();
      peer.socket.send('40{"sid":"b"}');
    });
    const diary = new Diary();
    const session = await open(url, diary);
    session.send(`42["${'x'.repeat(24 * 2 ** 20)}"]`);
    const before = session.bufferedBytes;
    for (let second = 1; second <= 4; second++) {
      assert.equal(session.isOpen, true);
      for (let count = 0; count < 1000; count++) peer?.socket.send('2');
      peer?.socket.send('42["and"]');
      await diary.until(() => diary.entries.length === second);
      assert.equal(diary.pings, 1);
      assert.equal(session.bufferedBytes, before + encodeText('3').length);
      session.tick(second * 1e6);
    }
    assert.deepEqual(diary.entries.slice(3), ['event 42["and"]', 'lost server.not-reading']);
    assert.equal(session.isOpen, false);
  });
});
