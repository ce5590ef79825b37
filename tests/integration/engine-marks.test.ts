import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Server, Socket } from 'socket.io';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, MEMBERS, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

/** Messages of the fleet in a run here, and copies of them where senders get theirs. */
const SENT = 120;
const COPIES = SENT * MEMBERS;

/** A chat with rooms: what a message comes to is its own affair. */
type Deliver = (message: { readonly room: string; readonly text: string }, socket: Socket, io: Server) => void;

interface Talk {
  readonly deliver: Deliver;
  readonly receive?: unknown;
  readonly flags?: FlagValues;
}

/** A run against such a chat. */
async function runIn(test: TestContext, { deliver, receive = 'message', flags = {} }: Talk): Promise<RunOutcome> {
  const target = await plainChat(test, (socket, io) => {
    socket.on('join', (room: string) => {
      void socket.join(room);
      socket.emit('joined', room);
    });
    socket.on('send', (room: string, text: string) => deliver({ room, text }, socket, io));
  });
  const dialect = await dialectFile(test, {
    events: {
      join: { event: 'join', args: ['{{room.name}}'] },
      joined: 'joined',
      send: { event: 'send', args: ['{{room.name}}', '{{message.text}}'] },
      ...(receive === null ? {} : { receive }),
    },
  });
  const outcome = await startRun(await planFor(target, { dialect, drain: '1s', ...flags }), {
    startWorker: inProcess(),
  }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  assert.deepEqual(outcome.errors, {});
  assert.equal(outcome.counters.sent, SENT);
  return outcome;
}

/** What came of a run's copies. */
function fateOf({ deliveries, counters }: RunOutcome): Record<string, number> {
  const { expected, received, lost, duplicated, reordered } = deliveries;
  const { unexpected, quoted, replayed } = counters;
  return { expected, received, lost, duplicated, reordered, unexpected, quoted, replayed };
}

const ALL_WELL = {
  expected: COPIES,
  received: COPIES,
  lost: 0,
  duplicated: 0,
  reordered: 0,
  unexpected: 0,
  quoted: 0,
  replayed: 0,
};

/** Collects what is said in each room for 80 ms. */
function collecting(test: TestContext, emit: (room: string, texts: string[], io: Server) => void): Deliver {
  const collected = new Map<string, string[]>();
  let chat: Server | undefined;
  const timer = setInterval(() => {
    for (const [room, texts] of collected) if (chat !== undefined) emit(room, texts, chat);
    collected.clear();
  }, 80);
  test.after(() => clearInterval(timer));
  return ({ room, text }, _socket, io) => {
    chat = io;
    collected.set(room, [...(collected.get(room) ?? []), text]);
  };
}

/** What was said before in each room, the first messages included. */
function quoting(
  deliver: (
    said: { room: string; text: string; before: string | undefined; count: number },
    io: Server,
    socket: Socket,
  ) => void,
): Deliver {
  const last = new Map<string, string>();
  const counts = new Map<string, number>();
  return ({ room, text }, socket, io) => {
    const count = (counts.get(room) ?? 0) + 1;
    counts.set(room, count);
    deliver({ room, text, before: last.get(room), count }, io, socket);
    last.set(room, text);
  };
}

describe('A server that collects messages', { concurrency: 2 }, () => {
  for (const [name, receive] of [
    ['a named event', 'messages'],
    ['whatever event it is', null],
    ['texts that the dialect names', { event: 'messages', text: '0.*.text' }],
  ] as const) {
    it(`loses none of them in lists, by ${name}`, async (test) => {
      const deliver = collecting(test, (room, texts, io) =>
        io.to(room).emit(
          'messages',
          texts.map((text) => ({ text, id: text.length })),
        ),
      );
      const outcome = await runIn(test, { deliver, receive, flags: { canary: true } });
      assert.deepEqual(fateOf(outcome), ALL_WELL);
      assert.deepEqual([outcome.canary?.lost, outcome.canary?.received], [0, 20]);
    });
  }
});

it('A list of the messages of all rooms for everybody has those of other rooms for strays, and for no quotes', async (test) => {
  const said: string[] = [];
  let chat: Server | undefined;
  const timer = setInterval(() => chat?.emit('message', said.splice(0)), 80);
  test.after(() => clearInterval(timer));
  const outcome = await runIn(test, {
    deliver: ({ text }, _socket, io) => {
      chat = io;
      said.push(text);
    },
  });
  // Twelve users, of whom four are in the room of a message.
  assert.deepEqual(fateOf(outcome), { ...ALL_WELL, unexpected: SENT * (12 - MEMBERS) });
});

it('Refusals during the load that the dialect does not name are told, those of all workers together', async (test) => {
  let refused = 0;
  let count = 0;
  const outcome = await runIn(test, {
    flags: { workers: '2' },
    deliver: ({ room, text }, socket, io) => {
      // The first ones have to do with what comes back, and how.
      if (++count < 10 || count % 3 > 0) io.to(room).emit('message', text);
      else {
        refused++;
        socket.emit('rate_limited', { message: '너무 빠릅니다' });
      }
    },
  });
  assert.equal(outcome.deliveries.lost, refused * MEMBERS);
  const [note, ...others] = outcome.findings.filter((finding) => finding.includes('rate_limited'));
  assert.deepEqual(others, []);
  assert.match(
    note ?? '',
    /^While messages were sent came `rate_limited` \d+ times, which looks like a refusal: .*너무 빠릅니다.*events\.error/,
  );
  assert.ok(note?.includes(` ${refused} times`));
});

describe('A server that quotes earlier messages', { concurrency: 2 }, () => {
  it('behind the new text: nothing is lost or duplicated by that, here and at the observers', async (test) => {
    const deliver = quoting(({ room, text, before }, io) =>
      io.to(room).emit('message', { text, replyTo: { text: before } }),
    );
    const outcome = await runIn(test, { deliver, flags: { canary: true } });
    // Every message but the first of a room.
    assert.deepEqual(fateOf(outcome), { ...ALL_WELL, quoted: COPIES - 3 * MEMBERS });
    assert.deepEqual([outcome.canary?.lost, outcome.canary?.received], [0, 20]);
  });

  it('before it, and loses some: what is only quoted has not been received', async (test) => {
    let lost = 0;
    const deliver = quoting(({ room, text, before, count }, io, socket) => {
      const message = { replyTo: { text: before }, text };
      // The first ones have to do with whether there is an echo.
      if (count < 6 || count % 5 > 0) io.to(room).emit('message', message);
      else {
        lost++;
        socket.to(room).emit('message', message);
      }
    });
    const outcome = await runIn(test, { deliver });
    assert.ok(lost > 10);
    const { quoted } = outcome.counters;
    assert.deepEqual(fateOf(outcome), { ...ALL_WELL, received: COPIES - lost, lost, quoted });
  });

  it('to others only: that somebody hears his own words again is no echo', async (test) => {
    const deliver = quoting(({ room, text, before }, _io, socket) =>
      socket.to(room).emit('message', { text, replyTo: { text: before } }),
    );
    const expected = SENT * (MEMBERS - 1);
    const outcome = await runIn(test, { deliver });
    const { quoted } = outcome.counters;
    assert.deepEqual(fateOf(outcome), { ...ALL_WELL, expected, received: expected, quoted });
    assert.ok(quoted > expected - 3 * MEMBERS);
  });

  it('and sends some twice: those are duplicates, and their quotes are quotes', async (test) => {
    let twice = 0;
    const deliver = quoting(({ room, text, before, count }, io) => {
      const message = { text, replyTo: { text: before } };
      io.to(room).emit('message', message);
      if (count % 5 > 0) return;
      twice++;
      io.to(room).emit('message', message);
    });
    const outcome = await runIn(test, { deliver });
    const { quoted } = outcome.counters;
    assert.deepEqual(fateOf(outcome), { ...ALL_WELL, duplicated: twice * MEMBERS, quoted });
  });

  it('in a text of its own beside the new one, where the dialect says which is which', async (test) => {
    const deliver = quoting(({ room, text, before }, io) => io.to(room).emit('message', { text, quote: before ?? '' }));
    const outcome = await runIn(test, { deliver, receive: { event: 'message', text: '0.text' } });
    assert.deepEqual(fateOf(outcome), ALL_WELL);
  });
});
