import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Server, Socket } from 'socket.io';
import { MarkCodec, PROBE_NUMBER } from '#dist/chat/mark.js';
import type { RunPlan } from '#dist/core/plan.js';
import { createRandom } from '#dist/core/random.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, MEMBERS, planFor } from '../helpers/run/engine-run.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';
import { startRunHere } from '../helpers/run/in-process-worker.js';

/** One copy on its way from the server. */
interface Copy {
  readonly isProbe: boolean;
  readonly isOwn: boolean;
}

/** What a server does with its copies. */
interface Delivery {
  /** Milliseconds until a copy goes out; undefined = never. */
  readonly delayMs: (copy: Copy) => number | undefined;
}

/** What a server did, beside what a run made of it. */
interface Seen {
  readonly outcome: RunOutcome;
  readonly plan: RunPlan;
  /** Copies of the run's messages, without the probes', that were never sent: to the fleet, to the observers. */
  readonly dropped: { fleet: number; canary: number };
}

/** Runs against a chat with rooms that treats every copy as `deliver` says. */
async function runAgainst(
  test: TestContext,
  { delayMs }: Delivery,
  flags: FlagValues = {},
  echo?: boolean,
): Promise<Seen> {
  const dropped = { fleet: 0, canary: 0 };
  const held: { codec?: MarkCodec } = {};
  const deliver = (io: Server, socket: Socket, room: string, text: string): void => {
    const bytes = Buffer.from(text);
    const isProbe = held.codec?.parse(bytes, 0, bytes.length) === true && held.codec.fields.number === PROBE_NUMBER;
    for (const id of io.of('/').adapter.rooms.get(room) ?? []) {
      const waitMs = delayMs({ isProbe, isOwn: id === socket.id });
      if (waitMs === undefined) {
        if (!isProbe) dropped[room.startsWith('canary') ? 'canary' : 'fleet']++;
      } else if (waitMs === 0) io.to(id).emit('said', text);
      else setTimeout(() => io.to(id).emit('said', text), waitMs);
    }
  };
  const target = await plainChat(test, (socket, io) => {
    socket.on('enter', (room: string) => {
      void socket.join(room);
      socket.emit('entered');
    });
    socket.on('say', (room: string, text: string) => deliver(io, socket, room, text));
  });
  const dialect = await dialectFile(test, {
    events: {
      join: { event: 'enter', args: ['{{room.name}}'] },
      joined: 'entered',
      send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
      receive: 'said',
    },
    ...(echo === undefined ? {} : { echo }),
  });
  const plan = await planFor(target, { dialect, canary: true, drain: '1s', ...flags });
  held.codec = new MarkCodec(plan.runId);
  return { plan, outcome: await startRunHere(plan).outcome, dropped };
}

/** Everything is as it would be had it been known that senders get their own copies. */
function assertEchoCounted({ outcome, dropped }: Seen): void {
  assert.deepEqual(contradictions(outcome), []);
  const { counters, deliveries, canary } = outcome;
  assert.equal(deliveries.expected, counters.sent * MEMBERS);
  assert.equal(deliveries.lost, dropped.fleet);
  assert.equal(counters.unexpected, 0);
  assert.equal(canary?.echoToSender, true);
  assert.deepEqual([canary?.expected, canary?.lost], [(canary?.sent ?? 0) * 2, dropped.canary]);
}

const wasCorrected = ({ findings }: RunOutcome): boolean =>
  findings.some((finding) => finding.includes('Echoes are expected from the first message on'));

describe('Whether the server echoes', { concurrency: 2 }, () => {
  for (const workers of ['1', '3']) {
    it(`is corrected when the echoes of the first messages were lost and later ones come (${workers} workers)`, async (test) => {
      const seen = await runAgainst(
        test,
        { delayMs: ({ isProbe, isOwn }) => (isProbe && isOwn ? undefined : 0) },
        { workers },
      );
      assertEchoCounted(seen);
      assert.ok(wasCorrected(seen.outcome));
      assert.equal(seen.outcome.deliveries.lost, 0);
    });
  }

  it('is corrected for messages that the rooms have forgotten, when echoes come long after the other copies', async (test) => {
    const seen = await runAgainst(
      test,
      // On a busy machine 700 ms may be no longer than the probe waits, so its echoes never come.
      { delayMs: ({ isProbe, isOwn }) => (isProbe && isOwn ? undefined : isOwn ? 700 : 0) },
      { rate: '1500', workers: '2', drain: '4s' },
    );
    assertEchoCounted(seen);
    assert.ok(wasCorrected(seen.outcome));
    assert.equal(seen.outcome.deliveries.lost, 0);
  });

  it('is corrected when the accounts close, for workers that heard no echo themselves', async (test) => {
    // Only the observers' own copies ever come.
    let copies = 0;
    const seen = await runAgainst(
      test,
      { delayMs: ({ isProbe, isOwn }) => (isOwn && (isProbe || ++copies > 1) ? undefined : 0) },
      { workers: '3' },
    );
    assertEchoCounted(seen);
    assert.ok(wasCorrected(seen.outcome));
  });

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`is known, or corrected, of a server that loses one copy in five by chance (seed ${seed})`, async (test) => {
      const random = createRandom(seed, 'losses');
      const seen = await runAgainst(
        test,
        { delayMs: () => (random.next() < 0.2 ? undefined : 0) },
        { duration: '500ms', workers: '2', drain: '500ms' },
      );
      assertEchoCounted(seen);
    });
  }

  it('is not believed of a server without echo because it loses copies', async (test) => {
    const random = createRandom(1, 'losses without echo');
    const { outcome } = await runAgainst(test, {
      delayMs: ({ isOwn }) => (isOwn || random.next() < 0.3 ? undefined : 0),
    });
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.canary?.echoToSender, false);
    assert.equal(outcome.deliveries.expected, outcome.counters.sent * (MEMBERS - 1));
    assert.equal(wasCorrected(outcome), false);
  });

  it('stays as the dialect states it, and a stated `false` that is not true is told', async (test) => {
    const { outcome } = await runAgainst(test, { delayMs: () => 0 }, {}, false);
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.canary?.echoToSender, false);
    assert.equal(outcome.deliveries.expected, outcome.counters.sent * (MEMBERS - 1));
    assert.equal(outcome.counters.unexpected, outcome.counters.sent);
    assert.equal(outcome.findings.filter((finding) => finding.includes('The dialect says `echo: false`')).length, 1);
  });
});
