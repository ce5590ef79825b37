import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextRead } from '#dist/core/clock.js';
import { join } from '#dist/engine/worker/phases/connections.js';
import { isRoomId } from '#dist/engine/worker/room-entry.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { startScripted } from '../../../helpers/wire/scripted-socket-server.js';

describe('Joining', () => {
  it('in a dialect that confirms nothing waits for no effect when the phase is ended', async (test) => {
    const server = await startScripted((peer) => welcome(peer, () => undefined));
    test.after(() => server.close());
    const worker = await workerFor(test, server.url, 2);
    const { joined: _, ...events } = worker.context.plan.dialect.events;
    const dialect = { ...worker.context.plan.dialect, events };
    const { context, users } = await workerFor(test, server.url, 2, { dialect });
    await Promise.all(users.map((user) => user.connect()));
    const stop = new AbortController();
    const meter = new PhaseMeter(context.tally);
    let isOver = false;
    const joining = join.run(context, meter, stop.signal).then(() => (isOver = true));
    await nextRead();
    assert.equal(isOver, false);
    assert.equal(meter.tally.succeeded, 2);
    stop.abort();
    for (let turns = 0; turns < 3; turns++) await nextRead();
    assert.equal(isOver, true);
    await joining;
  });

  it('is confirmed by the id of its room, also where that comes back as another type', async (test) => {
    const { memberships, room } = await workerFor(test, 'ws://127.0.0.1:1', 1);
    const [membership] = memberships;
    assert.ok(membership !== undefined);
    for (const [id, given, isSame] of [
      [7, '7', true],
      ['7', 7, true],
      [7, 7, true],
      ['a', 'a', true],
      ['7', 8, false],
      [null, 'null', false],
      [{ a: 1 }, '[object Object]', false],
    ] as const) {
      room.chat.captures['id'] = id;
      assert.equal(isRoomId(membership, given), isSame, JSON.stringify([id, given]));
    }
  });
});
