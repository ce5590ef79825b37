import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { buildReport } from '#dist/report/build-report.js';
import { reportContext } from '../helpers/report/outcome.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

it('other events go beside the messages as often as they say, spread over users and time, and are counted apart', async (test) => {
  const typed: { readonly who: string; readonly room: string; readonly at: number }[] = [];
  let first = 0;
  let last = 0;
  const target = await plainChat(test, (socket, io) => {
    socket.on('join', (room: string) => socket.join(room));
    socket.on('typing', (room: string) => typed.push({ who: socket.id, room, at: performance.now() }));
    socket.on('send', (room: string, text: string) => {
      first ||= performance.now();
      last = performance.now();
      io.to(room).emit('message', { text });
    });
  });
  const dialect = await dialectFile(test, {
    events: {
      join: { event: 'join', args: ['{{room.id}}'] },
      send: { event: 'send', args: ['{{room.id}}', '{{message.text}}'] },
      receive: 'message',
      also: [{ event: 'typing', args: ['{{room.id}}'], every: '250ms' }],
    },
  });
  const plan = await planFor(target, { dialect, rate: '60', duration: '1s' });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  const report = buildReport(outcome, reportContext());
  // Twelve users, four times a second; what a busy thread would be late with is left out.
  assert.ok(typed.length > 24 && typed.length <= 48, `${typed.length}`);
  assert.equal(report.messages.otherEvents, typed.length);
  assert.deepEqual([report.messages.sent, report.deliveries.received, report.deliveries.lost], [60, 240, 0]);
  assert.equal(new Set(typed.map(({ who }) => who)).size, 12);
  assert.equal(new Set(typed.map(({ room }) => room)).size, 3);
  // Not all at once, and not after the flood.
  assert.ok(new Set(typed.map(({ at }) => Math.floor(at / 25))).size >= 10);
  assert.ok(typed.every(({ at }) => at > first - 300 && at < last + 300));
});
