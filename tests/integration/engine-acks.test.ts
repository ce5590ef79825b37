import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import msgpackParser from 'socket.io-msgpack-parser';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { reportContext } from '../helpers/report/outcome.js';
import { contradictions, planFor, samples } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

type Answer = (...args: readonly unknown[]) => void;

const JOIN = { event: 'join', args: ['{{room.id}}'] };
const SEND = { event: 'send', args: ['{{room.id}}', '{{message.text}}'] };

async function measured(
  test: TestContext,
  target: string,
  { socket = {}, events = {} }: Readonly<Record<string, object>>,
  flags: FlagValues = {},
): Promise<{ readonly outcome: RunOutcome; readonly report: Report }> {
  const dialect = await dialectFile(test, {
    socket,
    events: { join: JOIN, send: SEND, receive: 'message', ...events },
  });
  const plan = await planFor(target, { dialect, rate: '80', duration: '500ms', ...flags });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  return { outcome, report: buildReport(outcome, reportContext()) };
}

describe('Acknowledged messages', { concurrency: 4 }, () => {
  for (const parser of ['json', 'msgpack']) {
    it(`of a chat that speaks ${parser} are counted and timed, to others alone, and joins are confirmed`, async (test) => {
      const joins = new Set<string>();
      let sent = 0;
      const target = await plainChat(
        test,
        (socket) => {
          socket.on('join', (room: string, answer: Answer) => {
            joins.add(`${socket.id} ${room}`);
            void socket.join(room);
            answer({ ok: true });
          });
          socket.on('send', (room: string, text: string, answer: Answer) => {
            sent++;
            socket.to(room).emit('message', { text });
            setTimeout(() => answer({ id: sent, ok: true }), 30);
          });
        },
        parser === 'msgpack' ? { parser: msgpackParser } : {},
      );
      const { outcome, report } = await measured(test, target, {
        socket: parser === 'msgpack' ? { parser } : {},
        events: { join: { ...JOIN, ack: { path: '0.ok', equals: true } }, send: { ...SEND, ack: true } },
      });
      assert.deepEqual(outcome.errors, {});
      assert.equal(joins.size, 12);
      const { asked } = report.acks ?? { asked: 0 };
      assert.equal(asked, 40);
      assert.deepEqual(report.acks, { asked, acknowledged: asked, refused: 0, unacknowledged: 0 });
      assert.deepEqual([report.deliveries.received, report.deliveries.lost], [asked * 3, 0]);
      assert.equal(samples(outcome.latency.ack), asked);
      // Later than the delay of the server, which copies do not have.
      assert.equal(samples(outcome.latency.ack, 29_000), asked);
      assert.ok((report.latencyMs.fanout.p50 ?? 1e9) < (report.latencyMs.ack.p50 ?? 0));
      // Beside those of the run there were those that asked about the echo.
      assert.ok(sent >= asked);
    });
  }

  it('that are refused or never acknowledged are counted apart, with the server’s words', async (test) => {
    const truth = { yes: 0, no: 0, silent: 0 };
    const target = await plainChat(test, (socket, io) => {
      let count = 0;
      socket.on('join', (room: string) => socket.join(room));
      socket.on('send', (room: string, text: string, answer: Answer) => {
        count++;
        if (count % 4 === 1) {
          truth.no++;
          answer({ ok: false, message: 'slow mode is on' });
          return;
        }
        io.to(room).emit('message', { text });
        if (count % 4 === 2) truth.silent++;
        else {
          truth.yes++;
          answer({ ok: true });
          // Twice is once.
          answer({ ok: true });
        }
      });
    });
    const { outcome, report } = await measured(
      test,
      target,
      {
        events: { send: { ...SEND, ack: { path: '0.ok', equals: true } } },
      },
      { drain: '300ms' },
    );
    const { asked, acknowledged, refused, unacknowledged } = report.acks ?? {};
    assert.deepEqual([asked, (acknowledged ?? 0) + (refused ?? 0) + (unacknowledged ?? 0)], [40, 40]);
    assert.ok((refused ?? 0) > 0 && (unacknowledged ?? 0) > 0 && (acknowledged ?? 0) > 0);
    // The messages that asked about the echo are the server's alone.
    assert.ok(truth.no >= (refused ?? 0) && truth.silent >= (unacknowledged ?? 0) && truth.yes >= (acknowledged ?? 0));
    assert.equal(truth.no + truth.silent + truth.yes - 40 <= 16, true);
    assert.equal(report.messages.refused, refused);
    assert.deepEqual(outcome.errors, { 'server.ack-refused': refused });
    assert.deepEqual(report.errors.reasons, [{ kind: 'server.ack-refused', text: 'slow mode is on', count: refused }]);
  });

  it('do not cost a run that asks for none: there is nothing to tell', async (test) => {
    const target = await plainChat(test, (socket, io) => {
      socket.on('join', (room: string) => socket.join(room));
      socket.on('send', (room: string, text: string) => io.to(room).emit('message', { text }));
    });
    const { report } = await measured(test, target, {});
    assert.equal(report.acks, null);
    assert.equal(report.latencyMs.ack.count, 0);
    assert.equal(report.deliveries.lost, 0);
  });

  it('of another form than the rest are told, with what they say, where as many messages reached nobody', async (test) => {
    for (const isDelivered of [false, true]) {
      let got = 0;
      let odd = 0;
      const target = await plainChat(test, (socket, io) => {
        socket.on('join', (room: string) => void socket.join(room));
        socket.on('send', (room: string, text: string, answer: Answer) => {
          const isOdd = ++got > 20 && got % 4 === 0;
          if (isOdd) odd++;
          if (!isOdd || isDelivered) io.to(room).emit('message', { text });
          answer(isOdd ? { type: 'held', why: 'ask again in 5 s' } : { id: got });
        });
      });
      const { outcome } = await measured(
        test,
        target,
        { events: { send: { ...SEND, ack: true } } },
        { canary: false, drain: '200ms' },
      );
      const notes = outcome.findings.filter((finding) => finding.includes('unlike the others'));
      assert.ok(odd > 0);
      assert.equal(notes.length, isDelivered ? 0 : 1);
      if (!isDelivered)
        assert.match(notes[0] ?? '', new RegExp(`came ${odd} acknowledgements .*"why":"ask again in 5 s"`));
    }
  });
});
