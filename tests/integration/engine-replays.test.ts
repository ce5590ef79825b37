import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { contradictions, MEMBERS, planFor, samples } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

/** How many messages the server sends to who joins. */
const HISTORY = 40;
/** With this message a third of the connections is ended. */
const CUT_AT = 60;

it('what a server sends again to who comes back is neither lost nor duplicated, and has no time', async (test) => {
  const history = new Map<string, string[]>();
  const seen = { messages: 0, replays: 0 };
  const target = await plainChat(test, (socket, io) => {
    socket.on('join', (room: string) => {
      void socket.join(room);
      socket.emit('joined', room);
      for (const text of history.get(room) ?? []) {
        seen.replays++;
        socket.emit('message', text);
      }
    });
    socket.on('send', (room: string, text: string) => {
      history.set(room, [...(history.get(room) ?? []), text].slice(-HISTORY));
      io.to(room).emit('message', text);
      seen.messages++;
      if (seen.messages !== CUT_AT) return;
      for (const [index, other] of [...io.of('/').sockets.values()].entries())
        if (index % 3 === 0) other.disconnect(true);
    });
  });
  const dialect = await dialectFile(test, {
    events: {
      join: { event: 'join', args: ['{{room.name}}'] },
      joined: { event: 'joined', room: 0 },
      send: { event: 'send', args: ['{{room.name}}', '{{message.text}}'] },
      receive: 'message',
    },
  });
  const plan = await planFor(target, { dialect, drain: '1s' });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  const { deliveries, counters, connections, latency } = outcome;
  assert.deepEqual([connections.lost, connections.reconnects], [4, 4]);
  // What was on its way to the server when its sender was cut never came to it.
  assert.equal(deliveries.lost, deliveries.unconfirmed);
  assert.ok(deliveries.lost <= 4 * MEMBERS);
  assert.deepEqual(
    [deliveries.duplicated, deliveries.reordered, counters.unexpected, deliveries.receiverGone],
    [0, 0, 0, 0],
  );
  assert.ok(counters.replayed > 0 && counters.replayed <= seen.replays, `${counters.replayed} of ${seen.replays}`);
  assert.ok(seen.replays - counters.replayed <= connections.reconnects);
  const missed = deliveries.received - samples(latency.echo) - samples(latency.fanout);
  assert.ok(missed > 0 && missed < counters.replayed, `${missed} had been missed`);
});
