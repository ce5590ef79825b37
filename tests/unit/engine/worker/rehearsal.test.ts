import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import type { MarkForm } from '#dist/core/mark-form.js';
import type { RunPlan } from '#dist/core/plan.js';
import { rehearse } from '#dist/engine/worker/rehearsal/rehearsal.js';
import { countOf } from '#dist/metrics/latency-summary.js';
import { emptyCounters } from '#dist/metrics/snapshot.js';
import type { FoundVariant } from '#dist/wire/wire.js';
import { eventually } from '../../../helpers/eventually.js';
import { BARE, countedBy, type OneWorker, workerFor } from '../../../helpers/run/one-worker.js';

const NEVER = new AbortController().signal;
/** Nobody listens there: whoever connects to it fails. */
const NOWHERE = 'ws://127.0.0.1:1';

/** What differs from a usual chat at a rate that is worth a rehearsal. */
interface Given {
  readonly plan?: Partial<RunPlan>;
  readonly variant?: FoundVariant;
  readonly form?: MarkForm;
  readonly usual?: string | null;
}

/** A worker whose people have all joined, before its flood. */
async function joinedWorker(test: TestContext, given: Given, people = 4): Promise<OneWorker> {
  const { plan = {}, variant = { engine: 4, parser: 'json' }, form = 'end' } = given;
  const worker = await workerFor(test, NOWHERE, people, { messagesPerSecond: 5000, ...plan });
  worker.context.dialect.learnWire(variant);
  worker.context.codec.use(form);
  for (const membership of worker.memberships) membership.isJoined = true;
  return worker;
}

/** A rehearsal with echo. */
async function rehearsalOf(
  worker: OneWorker,
  { form = 'end', usual = null }: Given,
  signal = NEVER,
): Promise<{ readonly sent: number; readonly received: number } | undefined> {
  return await rehearse(worker.context, { form, usual, ignored: [] }, true, signal);
}

const { receive: _, ...withoutReceive } = BARE.events;

const CHATS: readonly (Given & { readonly what: string })[] = [
  { what: 'in JSON' },
  { what: 'in MessagePack', variant: { engine: 4, parser: 'msgpack' } },
  { what: 'of Socket.IO 2', variant: { engine: 3, parser: 'json' } },
  { what: 'whose marks are letters', form: 'letters' },
  {
    what: 'in a namespace, whose connections bring a token and take steps before the joins',
    plan: {
      dialect: {
        ...BARE,
        socket: { ...BARE.socket, namespace: '/chat', auth: { token: '{{user.token}}' }, headers: { 'x-token': 'a' } },
        events: { ...BARE.events, ready: { event: 'hello' }, enter: [{ event: 'enter', args: [] }] },
      },
    },
  },
  {
    what: 'that does not say which event brings messages',
    plan: { dialect: { ...BARE, events: withoutReceive } },
    usual: 'news',
  },
  {
    what: 'that acknowledges messages',
    plan: {
      dialect: { ...BARE, events: { ...BARE.events, send: { event: 'send', args: ['{{message.text}}'], ack: true } } },
    },
  },
  {
    what: 'whose load has stages',
    plan: { stages: [{ name: 'all', durationMs: 1000, from: 100, to: 9000, measured: true }] },
  },
  { what: 'as fast as it goes', plan: { messagesPerSecond: 'max' } },
];

describe('A rehearsal', { concurrency: 1 }, () => {
  for (const chat of CHATS) {
    it(`of a chat ${chat.what} sends and receives, and nothing of it is counted`, async (test) => {
      const worker = await joinedWorker(test, chat);
      const outcome = await rehearsalOf(worker, chat);
      assert.ok(outcome !== undefined);
      assert.ok(outcome.sent > 20, `${outcome.sent} were sent`);
      // Three people of the room take part.
      assert.ok(outcome.received > outcome.sent && outcome.received <= outcome.sent * 3, JSON.stringify(outcome));
      const { counters, errors } = countedBy(worker.context);
      assert.deepEqual([counters, errors], [emptyCounters(), {}]);
      assert.deepEqual([worker.room.ledger, worker.context.backlogged.size, worker.notices], [undefined, 0, []]);
      assert.ok(worker.memberships.every(({ lastSentUs, user }) => lastSentUs === 0 && !user.isConnected));
      assert.equal(countOf(worker.context.observer.scheduleSlip), 0);
    });
  }

  it('leaves no connection, listener or timer behind', async (test) => {
    const worker = await joinedWorker(test, {});
    // What is being closed of tests before is none of it.
    const open = (): string[] => process.getActiveResourcesInfo().filter((name) => /^(?:TCP|Timeout)/.test(name));
    const before = open();
    assert.ok((await rehearsalOf(worker, {})) !== undefined);
    await eventually(() => open().length <= before.length, open);
  });

  it('ends when it is to, also before it begins', async (test) => {
    const worker = await joinedWorker(test, {});
    const over = AbortSignal.abort();
    assert.deepEqual(await rehearsalOf(worker, {}, over), { sent: 0, received: 0 });
  });

  it('takes part of a second, however fast the run is to be', async (test) => {
    const worker = await joinedWorker(test, { plan: { messagesPerSecond: 10_000_000 } });
    const startUs = nowUs();
    await rehearsalOf(worker, {});
    assert.ok(nowUs() - startUs < 5e6, `${(nowUs() - startUs) / 1000} ms`);
  });

  it('is not held for a load so small that it needs none, for connections alone, and for nobody', async (test) => {
    const slow = await joinedWorker(test, { plan: { messagesPerSecond: 999 } });
    const idle = await joinedWorker(test, { plan: { kind: 'connect' } });
    const alone = await joinedWorker(test, {}, 1);
    for (const worker of [slow, idle, alone]) assert.equal(await rehearsalOf(worker, {}), undefined);
  });
});
