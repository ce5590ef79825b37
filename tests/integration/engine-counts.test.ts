import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { buildReport } from '#dist/report/build-report.js';
import { planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { reportContext } from '../helpers/report/outcome.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';
import { contradictionsIn } from '#dist/report/report-sums.js';

/** A chat with rooms, without an account. */
const EVENTS = {
  join: { event: 'enter', args: ['{{room.name}}'] },
  joined: 'entered',
  send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
  receive: 'said',
  error: { event: 'no' },
};

describe('A server whose error events answer nothing', { concurrency: 2 }, () => {
  it('has refused each message once at most, however many it sends', async (test) => {
    let said = 0;
    const target = await plainChat(test, (socket, io) => {
      socket.on('enter', (room: string) => {
        void socket.join(room);
        socket.emit('entered');
        for (let count = 0; count < 3; count++) socket.emit('no', 'not you again');
        const nagging = setInterval(() => socket.emit('no', 'still here'), 20);
        socket.on('disconnect', () => clearInterval(nagging));
      });
      socket.on('say', (room: string, text: string) => {
        if (said++ === 0) io.to(room).emit('said', text);
        else for (let count = 0; count < 4; count++) socket.emit('no', 'never');
      });
    });
    const dialect = await dialectFile(test, { events: EVENTS, echo: true });
    const plan = await planFor(target, { dialect, drain: '100ms' });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
    const { refused, sent } = outcome.counters;
    assert.equal(refused, sent);
    assert.ok((outcome.errors['server.error-event'] ?? 0) > sent * 4);
  });

  it('has refused no more messages than were sent when it refuses some, twice, and delivers the rest', async (test) => {
    let said = 0;
    let twice = 0;
    const target = await plainChat(test, (socket, io) => {
      socket.on('enter', (room: string) => {
        void socket.join(room);
        socket.emit('entered');
      });
      socket.on('say', (room: string, text: string) => {
        if (++said % 3 !== 0) {
          io.to(room).emit('said', text);
          return;
        }
        twice++;
        for (let count = 0; count < 2; count++) socket.emit('no', 'never');
      });
    });
    const dialect = await dialectFile(test, { events: EVENTS, echo: true });
    const outcome = await startRun(await planFor(target, { dialect, drain: '300ms' }), { startWorker: inProcess() })
      .outcome;
    assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
    const { refused, sent, completed } = outcome.counters;
    assert.equal(sent - completed, twice);
    assert.ok(refused >= twice && refused <= sent, `${refused} refused, ${twice} were`);
    assert.equal(outcome.errors['server.error-event'], 2 * twice);
  });
});
