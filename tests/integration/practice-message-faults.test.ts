import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.js';
import { call } from '../helpers/wire/chat-client.js';
import { heard, inRoom, numbers, type Scene, sayNumbers, settle } from '../helpers/run/practice-scene.js';

/** What the history has of the room. */
async function stored({ server, roomId, token }: Scene): Promise<string[]> {
  const { json } = await call(server.url, 'GET', `/api/chatrooms/${roomId}/messages`, { token });
  return (json as { content: string }[]).map(({ content }) => content);
}

describe('Faults of copies', () => {
  it('drop withholds every nth copy, counted over all receivers in the order in which they joined', () =>
    inRoom(['drop=1/5'], async (scene) => {
      sayNumbers(scene, 10);
      await settle(scene);
      // Copies 1, 2, 3 are alice's, bob's and carol's of message 1, and so on; missing are 5, 10, 15, 20, 25, 30.
      assert.deepEqual(await heard(scene), [
        ['1', '2', '3', '5', '6', '7', '8', '10'],
        ['1', '3', '4', '5', '6', '8', '9', '10'],
        ['1', '2', '3', '4', '6', '7', '8', '9'],
      ]);
      assert.deepEqual(scene.fault(), {
        fault: 'drop=1/5',
        applied: 6,
        byRoom: { [scene.roomId]: 6 },
        users: [],
      });
      assert.equal(scene.server.truth().copies.delivered, 24);
    }));

  it('duplicate delivers every nth copy twice', () =>
    inRoom(['duplicate=1/4'], async (scene) => {
      sayNumbers(scene, 4);
      await settle(scene);
      // Copies 4, 8 and 12 are alice's of message 2, bob's of 3 and carol's of 4.
      assert.deepEqual(await heard(scene), [
        ['1', '2', '2', '3', '4'],
        ['1', '2', '3', '3', '4'],
        ['1', '2', '3', '4', '4'],
      ]);
      assert.equal(scene.fault().applied, 3);
      assert.equal(scene.server.truth().copies.delivered, 15);
    }));

  it('no-echo withholds the copy of the sending socket only', () =>
    inRoom(['no-echo'], async (scene) => {
      sayNumbers(scene, 2);
      await settle(scene);
      assert.deepEqual(await heard(scene), [[], ['1', '2'], ['1', '2']]);
      assert.equal(scene.fault().applied, 2);
    }));

  it('combine: a copy that one withholds does not reach the counter of the next', () =>
    inRoom(['drop=1/2', 'duplicate=1/1', 'no-echo'], async (scene) => {
      sayNumbers(scene, 2);
      await settle(scene);
      assert.deepEqual(await heard(scene), [[], ['1', '1', '2', '2'], []]);
      const applied = scene.server.truth().faults.map((fault) => [fault.fault, fault.applied]);
      assert.deepEqual(applied, [
        ['drop=1/2', 2],
        ['duplicate=1/1', 2],
        ['no-echo', 2],
      ]);
    }));
});

describe('Faults of messages', () => {
  it('lose-message neither stores nor broadcasts every nth message', () =>
    inRoom(['lose-message=1/3'], async (scene) => {
      sayNumbers(scene, 7);
      await settle(scene);
      const kept = ['1', '2', '4', '5', '7'];
      assert.deepEqual(await heard(scene), [kept, kept, kept]);
      assert.deepEqual(await stored(scene), kept);
      assert.deepEqual([scene.fault().applied, scene.fault().byRoom], [2, { [scene.roomId]: 2 }]);
      assert.deepEqual(scene.server.truth().messages, { received: 7, refused: 0, stored: 5, broadcast: 5 });
    }));

  it('forget-message broadcasts every nth message and does not store it', () =>
    inRoom(['forget-message=1/3'], async (scene) => {
      sayNumbers(scene, 7);
      await settle(scene);
      assert.deepEqual((await heard(scene))[2], numbers(7));
      assert.deepEqual(await stored(scene), ['1', '2', '4', '5', '7']);
      assert.equal(scene.fault().applied, 2);
    }));

  it('error answers every nth message with an error event to its sender and nothing to anybody else', () =>
    inRoom(['error=1/2'], async (scene) => {
      sayNumbers(scene, 5);
      await settle(scene);
      const kept = ['1', '3', '5'];
      assert.deepEqual(await heard(scene), [kept, kept, kept]);
      const errors = scene.members.map(({ pending }) => pending.filter((packet) => packet.startsWith('42["error"')));
      const failed = '42["error",{"message":"Failed to send message"}]';
      assert.deepEqual(errors, [[failed, failed], [], []]);
      assert.equal(scene.fault().applied, 2);
    }));

  it('close ends the connection of every nth sender with a code instead of delivering', () =>
    inRoom(['close=1/3'], async (scene) => {
      const { server, members } = scene;
      sayNumbers(scene, 3);
      await eventually(() => server.truth().connections.open === 2);
      const [, bob, carol] = members;
      const others = await heard({ ...scene, members: [bob, bob, carol] });
      assert.deepEqual(others, [
        ['1', '2'],
        ['1', '2'],
        ['1', '2'],
      ]);
      assert.equal(scene.fault().applied, 1);
      assert.equal(server.truth().connections.cut, 1);
    }));
});

describe('Faults of order and time', () => {
  it('swap makes every nth message of a sender come right after his next one', () =>
    inRoom(['swap=1/3'], async (scene) => {
      sayNumbers(scene, 8);
      await settle(scene);
      const order = ['1', '2', '4', '3', '5', '7', '6', '8'];
      assert.deepEqual(await heard(scene), [order, order, order]);
      assert.equal(scene.fault().applied, 2);
    }));

  it('swap counts each sender in each room apart', () =>
    inRoom(['swap=1/2'], async (scene) => {
      const { members, roomId } = scene;
      for (const content of ['1', '2']) {
        for (const member of members) member.emit('send_message', { roomId, content });
      }
      for (const member of members) await member.contents(3);
      for (const member of members) member.emit('send_message', { roomId, content: '3' });
      for (const member of members) assert.equal((await member.contents(9)).length, 9);
      assert.equal(scene.fault().applied, 3);
    }));

  it('swap delivers a message that no other follows after a second, and does not count it', () =>
    inRoom(['swap=1/1'], async (scene) => {
      sayNumbers(scene, 3);
      const [, , carol] = scene.members;
      assert.deepEqual(await carol.contents(3), ['2', '1', '3']);
      assert.equal(scene.fault().applied, 1);
      assert.equal(scene.server.truth().messages.broadcast, 3);
    }));

  it('delay makes every broadcast wait, never less than asked', () =>
    inRoom(['delay=100ms'], async (scene) => {
      const sentAtMs = performance.now();
      sayNumbers(scene, 3);
      await scene.members[1].contents(1);
      assert.ok(performance.now() - sentAtMs >= 100);
      assert.deepEqual(await scene.members[2].contents(3), numbers(3));
      assert.equal(scene.fault().applied, 3);
    }));

  it('capacity takes messages one after the other, each in its time, and counts those that waited', () =>
    inRoom(['capacity=50/s'], async (scene) => {
      const sentAtMs = performance.now();
      sayNumbers(scene, 6);
      assert.deepEqual(await scene.members[1].contents(6), numbers(6));
      assert.ok(performance.now() - sentAtMs >= 119);
      assert.equal(scene.fault().applied, 5);
      // Nothing waits any more: the next one is taken at once.
      sayNumbers(scene, 1);
      await scene.members[1].contents(1);
      assert.equal(scene.fault().applied, 5);
    }));

  it('jitter keeps the order of each sender', () =>
    inRoom(['jitter=30ms'], async (scene) => {
      const { members, roomId } = scene;
      for (let index = 0; index < 50; index++) {
        for (const [who, member] of members.entries()) {
          member.emit('send_message', { roomId, content: `${who} ${String(index).padStart(2, '0')}` });
        }
      }
      const all = await members[0].contents(150);
      for (const who of ['0', '1', '2']) {
        const own = all.filter((content) => content.startsWith(who));
        assert.deepEqual(own, own.toSorted());
        assert.equal(own.length, 50);
      }
      assert.equal(scene.fault().applied, 150);
    }));

  it('stall blocks the whole server once, some time after the first message', () =>
    inRoom(['stall=300ms@50ms'], async (scene) => {
      sayNumbers(scene, 1);
      await scene.members[0].contents(1);
      const startedAtMs = performance.now();
      // The timer fires within the next 50 ms and holds this thread too, so the answer comes after the standstill.
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 100);
      });
      await call(scene.server.url, 'GET', '/health');
      assert.ok(performance.now() - startedAtMs >= 300);
      assert.equal(scene.fault().applied, 1);
    }));
});
