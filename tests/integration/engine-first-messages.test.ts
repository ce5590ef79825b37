import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Server, Socket } from 'socket.io';
import { StartError } from '#dist/core/errors.js';
import type { MarkForm } from '#dist/core/mark-form.js';
import { createRandom } from '#dist/core/random.js';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, MEMBERS, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

/** Somebody says something in a room. */
type OnSay = (io: Server, socket: Socket, room: string, text: string) => void;

const EVENTS = {
  join: { event: 'enter', args: ['{{room.name}}'] },
  joined: 'entered',
  send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
  receive: 'said',
};

/** Messages that the server got. */
interface Chat {
  readonly target: string;
  readonly heard: { count: number };
}

async function chatFor(test: TestContext, onSay: OnSay): Promise<Chat> {
  const heard = { count: 0 };
  const target = await plainChat(test, (socket, io) => {
    socket.on('enter', (room: string) => {
      void socket.join(room);
      socket.emit('entered');
    });
    socket.on('say', (room: string, text: string) => {
      heard.count++;
      onSay(io, socket, room, text);
    });
  });
  return { target, heard };
}

/** A short flood of two workers against a chat, with observers unless told otherwise. */
async function runAgainst(
  test: TestContext,
  { target }: Chat,
  flags: FlagValues = {},
  events: object = EVENTS,
): Promise<RunOutcome> {
  const dialect = await dialectFile(test, { events });
  const flood = { dialect, canary: true, workers: '2', duration: '300ms', drain: '500ms' };
  const plan = await planFor(target, { ...flood, ...flags });
  return await startRun(plan, { startWorker: inProcess() }).outcome;
}

function assertAllArrived(outcome: RunOutcome): void {
  assert.deepEqual(contradictions(outcome), []);
  const { counters, deliveries, canary } = outcome;
  assert.ok(counters.sent > 0);
  assert.equal(deliveries.received, counters.sent * MEMBERS);
  assert.deepEqual([deliveries.lost, deliveries.duplicated, counters.unexpected], [0, 0, 0]);
  assert.equal(canary === null ? 0 : canary.lost, 0);
}

/** The error of a run that does not begin to flood. */
async function refusalOf(run: Promise<RunOutcome>): Promise<StartError> {
  const thrown: unknown = await run.then(
    () => assert.fail('it flooded'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof StartError, String(thrown));
  return thrown;
}

/** Servers that change texts, with the form of the mark that survives it. */
const CHANGES: readonly (readonly [what: string, form: MarkForm, change: (text: string) => string])[] = [
  ['leaves texts alone', 'end', (text) => text],
  ['writes texts for URLs', 'end', encodeURIComponent],
  ['cuts texts after 80 characters', 'front', (text) => text.slice(0, 80)],
  ['cuts texts after 60 characters with an ellipsis', 'front', (text) => `${text.slice(0, 60)}…`],
  ['cuts texts after 50 characters', 'front', (text) => text.trim().slice(0, 50)],
  ['hides runs of seven figures', 'letters', (text) => text.replace(/\d{7,}/g, '[phone hidden]')],
  ['hides runs of thirteen figures', 'letters', (text) => text.replace(/\d{13,}/g, '[card hidden]')],
  ['takes symbols out', 'letters', (text) => text.replace(/[^\p{L}\p{N}\s.,!?]/gu, '')],
  ['writes entities', 'letters', (text) => text.replace(/[^A-Za-z0-9 ]/g, (sign) => `&#${sign.codePointAt(0)};`)],
  ['writes in capitals', 'letters', (text) => text.toUpperCase()],
  ['cuts and hides', 'letters', (text) => text.slice(0, 50).replace(/\d{4,}/g, '***')],
];

// Most of the time of each is waiting.
describe('First messages', { concurrency: 3 }, () => {
  describe('A run against a server that changes texts', { concurrency: 8 }, () => {
    for (const [what, form, change] of CHANGES) {
      it(`loses nothing when it ${what}`, async (test) => {
        const chat = await chatFor(test, (io, _socket, room, text) => io.to(room).emit('said', { text: change(text) }));
        const outcome = await runAgainst(test, chat);
        assertAllArrived(outcome);
        assert.equal(outcome.mark, form);
        // The forms are tried one after the other, and none more often than it takes.
        const fewest = { end: 1, front: 2, letters: 3 }[form];
        const first = outcome.firstMessages ?? 0;
        // On a busy machine a message may be given up too early.
        assert.ok(first >= fewest && first <= fewest + 3, `${first} messages`);
        assert.equal(chat.heard.count, outcome.counters.sent + (outcome.canary?.sent ?? 0) + first);
      });
    }

    it('does not begin when no form survives, and says what came instead', async (test) => {
      const chat = await chatFor(test, (io, _socket, room, text) =>
        io.to(room).emit('said', { text: Buffer.from(text).toString('base64') }),
      );
      const { message, hint } = await refusalOf(runAgainst(test, chat));
      assert.match(message, /^Nothing was flooded: of 8 first messages none came back/);
      assert.match(message, /`said` 24 times with a text of ours that was changed: \{"text":"\S{20}/);
      assert.match(hint ?? '', /The server changes texts/);
      assert.equal(chat.heard.count, 8);
    });
  });

  describe('A run whose first messages do not come back', { concurrency: 8 }, () => {
    const echo: OnSay = (io, _socket, room, text) => io.to(room).emit('message', { text });

    for (const canary of [true, false]) {
      it(`${canary ? 'with' : 'without'} observers names the event that came in place of a misspelt one`, async (test) => {
        const chat = await chatFor(test, echo);
        const events = { ...EVENTS, receive: 'mesage' };
        const { message, hint } = await refusalOf(runAgainst(test, chat, { canary }, events));
        assert.match(message, /What came instead: `message` \d+ times with our mark: \{"text":"/);
        assert.match(
          hint ?? '',
          /^`message` came \d+ times with our mark; `receive` says `mesage`\. Change events\.receive to `message`\.$/,
        );
      });
    }

    it('tells that texts do not lie where the dialect says', async (test) => {
      const chat = await chatFor(test, (io, _socket, room, text) => io.to(room).emit('said', { body: { text } }));
      const events = { ...EVENTS, receive: { event: 'said', text: '0.text' } };
      const { hint } = await refusalOf(runAgainst(test, chat, { canary: false }, events));
      assert.match(hint ?? '', /^`said` came \d+ times with our mark, but not where `receive\.text` says: `0\.text`/);
      const right = { ...EVENTS, receive: { event: 'said', text: '0.body.text' } };
      assertAllArrived(await runAgainst(test, chat, { canary: false }, right));
    });

    it('tells an event that the dialect does not name, and that it looks like a refusal', async (test) => {
      const chat = await chatFor(test, (_io, socket) =>
        socket.emit('send_failed', { reason: 'room is\u001b[31m closed' }),
      );
      const { message, hint } = await refusalOf(runAgainst(test, chat, { canary: false }));
      assert.match(
        message,
        /`send_failed` \d+ times, which looks like a refusal: \{"reason":"room is\\u001b\[31m closed"\}/,
      );
      assert.match(hint ?? '', /`send_failed` looks like a refusal/);
      assert.ok(chat.heard.count <= 32, `${chat.heard.count} messages`);
    });

    it('tells connections that the server ended, and why', async (test) => {
      const chat = await chatFor(test, (_io, socket) => socket.disconnect());
      const { message } = await refusalOf(runAgainst(test, chat, { canary: false }));
      assert.match(message, /\d+ connections? ended: the server ended the session/);
    });

    it('says when nothing came at all, after the time that a connection may take', async (test) => {
      const chat = await chatFor(test, () => undefined);
      const dialect = await dialectFile(test, { events: EVENTS });
      const plan = await planFor(chat.target, { dialect, canary: false });
      const limits = { ...plan.limits, connectTimeoutMs: 2500 };
      const { message, hint } = await refusalOf(startRun({ ...plan, limits }, { startWorker: inProcess() }).outcome);
      assert.match(message, /of 16 first messages none came back to anybody .* Nothing at all came back\.$/);
      assert.match(hint ?? '', /Do events\.send and events\.join say what the server expects/);
    });

    it('waits for a server that takes long for its first ones', async (test) => {
      let isAwake = false;
      const chat = await chatFor(test, (io, _socket, room, text) => {
        const waitMs = isAwake ? 0 : 5500;
        setTimeout(() => {
          isAwake = true;
          io.to(room).emit('said', text);
        }, waitMs);
      });
      const outcome = await runAgainst(test, chat, { canary: false });
      assertAllArrived(outcome);
      assert.equal(outcome.mark, 'end');
    });
  });

  describe('A run against a server that is hard to hear', { concurrency: 8 }, () => {
    for (const seed of [1, 2, 3, 4]) {
      it(`finds the form although one copy in five is lost (seed ${seed})`, async (test) => {
        const random = createRandom(seed, 'losses');
        const chat = await chatFor(test, (io, _socket, room, text) => {
          for (const id of io.of('/').adapter.rooms.get(room) ?? [])
            if (random.next() >= 0.2) io.to(id).emit('said', text.replace(/\d{7,}/g, '***'));
        });
        const { mark } = await runAgainst(test, chat);
        assert.equal(mark, 'letters');
      });
    }

    it('finds the form in rooms of two without an echo', async (test) => {
      const chat = await chatFor(test, (_io, socket, room, text) => socket.to(room).emit('said', text.slice(0, 70)));
      const outcome = await runAgainst(test, chat, { users: '6', rooms: '3', roomSize: '2', canary: false });
      assert.equal(outcome.mark, 'front');
      assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [outcome.counters.sent, 0]);
    });

    it('finds the form where one sender may send two messages a second', async (test) => {
      const last = new Map<string, number[]>();
      const chat = await chatFor(test, (io, socket, room, text) => {
        const recent = (last.get(socket.id) ?? []).filter((at) => at > Date.now() - 1000);
        if (recent.length >= 2) socket.emit('slow down', { limit: 2 });
        else io.to(room).emit('said', text.toUpperCase());
        last.set(socket.id, [...recent, Date.now()]);
      });
      const outcome = await runAgainst(test, chat, { canary: false, rate: '12' });
      assertAllArrived(outcome);
      assert.equal(outcome.mark, 'letters');
    });

    it('finds the form where a server collects messages and changes their texts', async (test) => {
      const waiting = new Map<string, string[]>();
      const chat = await chatFor(test, (io, _socket, room, text) => {
        const texts = waiting.get(room) ?? [];
        texts.push(text.toUpperCase());
        waiting.set(room, texts);
        if (texts.length > 1) return;
        setTimeout(() => {
          waiting.delete(room);
          io.to(room).emit('said', texts);
        }, 150);
      });
      const outcome = await runAgainst(test, chat, { rate: '240' });
      assertAllArrived(outcome);
      assert.equal(outcome.mark, 'letters');
    });

    it('finds a text in a binary part', async (test) => {
      const chat = await chatFor(test, (io, _socket, room, text) =>
        io.to(room).emit('said', { text: Buffer.from(text.slice(0, 60)) }),
      );
      const outcome = await runAgainst(test, chat);
      assertAllArrived(outcome);
      assert.equal(outcome.mark, 'front');
    });

    it('does not take a refusal that repeats the message for a copy', async (test) => {
      let count = 0;
      const chat = await chatFor(test, (io, socket, room, text) => {
        // Every third is refused, and the refusal holds all of it.
        if (++count % 3 === 2) socket.emit('exception', { status: 'error', cause: { data: { room, text } } });
        else io.to(room).emit('said', text);
      });
      for (const receive of ['said', undefined]) {
        count = 0;
        const outcome = await runAgainst(test, chat, { canary: false }, { ...EVENTS, receive });
        assert.deepEqual(contradictions(outcome), []);
        const { sent, completed } = outcome.counters;
        assert.ok(completed < sent);
        assert.deepEqual([outcome.deliveries.received, outcome.deliveries.duplicated], [completed * MEMBERS, 0]);
        assert.equal(outcome.deliveries.lost, (sent - completed) * MEMBERS);
      }
    });

    it('counts no event beside the one that brings messages where the dialect leaves it out', async (test) => {
      const chat = await chatFor(test, (io, socket, room, text) => {
        socket.emit('stored', { text });
        io.to(room).emit('said', { text });
        setTimeout(() => io.to(room).emit('notification', `somebody said ${text}`), 20);
      });
      assertAllArrived(await runAgainst(test, chat, {}, { ...EVENTS, receive: undefined }));
    });

    it('counts what its sender gets by another event than the others do, where that is all that it gets', async (test) => {
      const chat = await chatFor(test, (_io, socket, room, text) => {
        socket.emit('sent', { text });
        socket.to(room).emit('said', { text });
      });
      assertAllArrived(await runAgainst(test, chat, {}, { ...EVENTS, receive: undefined }));
    });

    for (const canary of [true, false])
      it(`hears events whose names hold their room${canary ? '' : ', without observers,'} where the dialect leaves them out`, async (test) => {
        const chat = await chatFor(test, (io, socket, room, text) =>
          (canary ? io : socket).to(room).emit(`said in ${room}`, text),
        );
        const outcome = await runAgainst(test, chat, { canary }, { ...EVENTS, receive: undefined });
        const { expected, received, lost } = outcome.deliveries;
        const copies = outcome.counters.sent * (canary ? MEMBERS : MEMBERS - 1);
        assert.deepEqual([expected, received, lost], [copies, copies, 0]);
      });
  });
});
