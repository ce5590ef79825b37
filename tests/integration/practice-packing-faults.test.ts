import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../helpers/eventually.js';
import { inRoom, type Scene, sayNumbers, settle } from '../helpers/run/practice-scene.js';

/** What the packets of messages carry, of every member: contents, in brackets for a list, with what they quote behind a `<`. */
function carried({ members }: Scene): string[][] {
  const text = ({ content, replyTo }: { content: string; replyTo?: { content: string } }): string =>
    replyTo === undefined ? content : `${content}<${replyTo.content}`;
  return members.map(({ pending }) =>
    pending.flatMap((packet) => {
      const [, json] = /^42\d*(\["message",.*)$/.exec(packet) ?? [];
      if (json === undefined) return [];
      const [, payload] = JSON.parse(json) as [string, { content: string } | { content: string }[]];
      return Array.isArray(payload) ? `[${payload.map(text).join(' ')}]` : text(payload);
    }),
  );
}

/** What each way of changing texts makes of one. */
const MANGLED = {
  cut: 'Call me ~ 5551234 on "Monday" & bring 99 balloons, p',
  hide: 'Call me ~ [hidden] on "Monday" & bring 99 balloons, please!',
  strip: 'Call me  5551234 on Monday  bring 99 balloons, please!',
  escape: 'Call me &#126; 5551234 on &#34;Monday&#34; &#38; bring 99 balloons&#44; please&#33;',
  shout: 'CALL ME ~ 5551234 ON "MONDAY" & BRING 99 BALLOONS, PLEASE!',
  encode: 'Q2FsbCBtZSB+IDU1NTEyMzQgb24gIk1vbmRheSIgJiBicmluZyA5OSBiYWxsb29ucywgcGxlYXNlIQ==',
} as const;

describe('Faults of what an event carries', () => {
  for (const [way, text] of Object.entries(MANGLED)) {
    it(`mangle=${way} changes texts, and counts those that it changes`, () =>
      inRoom([`mangle=${way}`], async (scene) => {
        const [alice] = scene.members;
        alice.emit('send_message', {
          roomId: scene.roomId,
          content: 'Call me ~ 5551234 on "Monday" & bring 99 balloons, please!',
        });
        await eventually(() => carried(scene)[2]?.length === 1);
        assert.deepEqual(carried(scene)[0], [text.slice(0, way === 'cut' ? 50 : undefined)]);
        assert.equal(scene.fault().applied, 1);
      }));
  }

  it('batch delivers what was said in a room for some time as one list', () =>
    inRoom(['batch=60ms'], async (scene) => {
      sayNumbers(scene, 3);
      await eventually(() => carried(scene)[2]?.length === 1);
      sayNumbers(scene, 1);
      await eventually(() => carried(scene)[2]?.length === 2);
      const all = ['[1 2 3]', '[1]'];
      assert.deepEqual(carried(scene), [all, all, all]);
      assert.equal(scene.fault().applied, 4);
      assert.equal(scene.server.truth().copies.delivered, 12);
    }));

  it('batch leaves what other faults do to copies as it is', () =>
    inRoom(['batch=60ms', 'drop=1/4', 'duplicate=1/5'], async (scene) => {
      sayNumbers(scene, 3);
      // Copies 4 and 8 are dropped: alice's of 2, and bob's of 3. Of the others the fifth, carol's of 2, comes twice.
      await eventually(() => carried(scene).flat().length === 4);
      assert.deepEqual(carried(scene), [['[1 3]'], ['[1 2]'], ['[1 2 3]', '[2]']]);
      assert.equal(scene.server.truth().copies.delivered, 8);
    }));

  it('quote repeats the message before it in every nth one', () =>
    inRoom(['quote=1/2'], async (scene) => {
      sayNumbers(scene, 5);
      await eventually(() => carried(scene).flat().length === 15);
      const all = ['1', '2', '3<2', '4', '5<4'];
      assert.deepEqual(carried(scene), [all, all, all]);
      assert.deepEqual([scene.fault().applied, scene.fault().byRoom], [6, { [scene.roomId]: 6 }]);
    }));

  it('receipt asks for an acknowledgement of every copy, and sends it again to who gives none, four times at most', () =>
    inRoom(['receipt=50ms'], async (scene) => {
      sayNumbers(scene, 1);
      const [alice] = scene.members;
      await eventually(() => alice.pending.some((packet) => packet.startsWith('42') && packet.includes('"message"')));
      const asking = alice.pending.find((packet) => /^42\d+\["message"/.test(packet)) ?? '';
      alice.send(`43${/^42(\d+)/.exec(asking)?.[1] ?? ''}[]`);
      await eventually(() => carried(scene)[1]?.length === 4 && carried(scene)[2]?.length === 4);
      await wait(80);
      assert.deepEqual(carried(scene), [['1'], ['1', '1', '1', '1'], ['1', '1', '1', '1']]);
      assert.equal(scene.fault().applied, 6);
      assert.equal(scene.server.truth().copies.delivered, 9);
    }));

  it('replay sends the latest messages of a room to who joins it', () =>
    inRoom(['replay=2'], async (scene) => {
      const [, bob] = scene.members;
      sayNumbers(scene, 3);
      await settle(scene);
      bob.emit('join_room', { roomId: scene.roomId });
      await eventually(() => carried(scene)[1]?.length === 5);
      assert.deepEqual(carried(scene), [
        ['1', '2', '3'],
        ['1', '2', '3', '2', '3'],
        ['1', '2', '3'],
      ]);
      assert.equal(scene.fault().applied, 2);
      assert.equal(scene.server.truth().copies.delivered, 11);
    }));
});
