import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { PROBE_NUMBER } from '#dist/chat/mark.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { countOf } from '#dist/metrics/latency-summary.js';
import type { Counters } from '#dist/metrics/snapshot.js';
import { BARE, type OneWorker, workerFor } from '../../../helpers/run/one-worker.js';
import { markText } from '../../../helpers/wire/mark-texts.js';

/** A room of two who have joined, and what comes to the second one. */
class Room {
  readonly worker: OneWorker;
  readonly #ledger: NonNullable<OneWorker['room']['ledger']>;

  constructor(worker: OneWorker) {
    this.worker = worker;
    const { room, context, memberships } = worker;
    for (const membership of memberships) membership.isJoined = true;
    room.openLedger(true, nowUs(), context.originUs);
    assert.ok(room.ledger !== undefined);
    this.#ledger = room.ledger;
  }

  /** The first one says something. @returns its text */
  say(): string {
    const { context } = this.worker;
    const number = this.#ledger.send(0, 0);
    return `hi ${markText({ room: 0, sender: 0, number, intendedUs: 1000, lagUs: 0 }, context.codec)}`;
  }

  hears(packet: string, ...parts: (string | Uint8Array)[]): void {
    const { receiver, users } = this.worker;
    const user = users[1];
    assert.ok(user !== undefined);
    receiver.onRead();
    const bytes = Buffer.from(packet);
    receiver.onEvent(user, bytes, 0, bytes.length);
    for (const part of parts) receiver.onAttachment(user, Buffer.from(part), 0, Buffer.from(part).length);
  }

  /** Counters that are not at rest. */
  get counted(): Partial<Counters> {
    return Object.fromEntries(Object.entries(this.worker.context.tally.counted).filter(([, count]) => count > 0));
  }

  /** Samples in any latency. */
  get samples(): number {
    const stages = [...this.worker.context.tally.stages.active()];
    const counters = stages.flatMap(({ latency }) => Object.values(latency));
    return counters.reduce((sum, counter) => sum + countOf(counter), 0);
  }
}

async function roomOf(t: TestContext, events: Partial<DialectSpec['events']> = {}): Promise<Room> {
  const dialect = { ...BARE, events: { ...BARE.events, ...events } };
  return new Room(await workerFor(t, 'ws://127.0.0.1:9/', 2, { dialect }));
}

function event(...args: unknown[]): string {
  return `42${JSON.stringify(['message', ...args])}`;
}

const PART = (num: number): object => ({ _placeholder: true, num });

test('binary parts of an event are one packet with it: each message once, and quotes beside it', async (t) => {
  const room = await roomOf(t);
  const [old, first, second] = [room.say(), room.say(), room.say()];
  room.hears(event({ text: old }));
  room.hears(`453-["message",{"text":${JSON.stringify(PART(0))}}]`, old, first, first);
  assert.deepEqual(room.counted, { received: 2, completed: 2, quoted: 1 });
  room.hears('451-["message"]', `${second} ${old}`);
  assert.deepEqual(room.counted, { received: 3, completed: 3, quoted: 2 });
  room.hears('451-["avatar"]', second);
  room.hears('42["hello"]', second);
  assert.deepEqual(room.counted, { received: 3, completed: 3, quoted: 2 }, 'parts of other events, or of none');
});

test('where the dialect names the text, of binary parts only those that stand there are read', async (t) => {
  const room = await roomOf(t, { receive: { event: 'message', text: '0.*.text' } });
  const [quoted, first, second] = [room.say(), room.say(), room.say()];
  const list = [{ replyTo: PART(0), text: PART(1) }, { text: PART(2) }];
  room.hears(`453-["message",${JSON.stringify(list)}]`, quoted, first, second);
  assert.deepEqual(room.counted, { received: 2, completed: 2 });
});

test('a message that is known, and lies elsewhere than the dialect says that texts do, is not read', async (t) => {
  const room = await roomOf(t, { receive: { event: 'message', text: '0.text' } });
  const text = room.say();
  room.hears(event({ text }));
  room.hears(event({ reaction: '🎉', to: text }));
  assert.deepEqual(room.counted, { received: 1, completed: 1 });
  room.hears(event({ text }));
  assert.deepEqual(room.counted, { received: 1, completed: 1, duplicated: 1 });
});

test('what is repeated because nobody confirms is a replay where the dialect does not confirm, and a duplicate elsewhere', async (t) => {
  for (const [confirm, fate] of [
    [false, 'replayed'],
    [true, 'duplicated'],
  ] as const) {
    const room = await roomOf(t, { confirm });
    const text = room.say();
    room.hears(`4217["message",${JSON.stringify(text)}]`);
    room.hears(`4218["message",${JSON.stringify(text)}]`);
    assert.deepEqual(room.counted, { received: 1, completed: 1, [fate]: 1 });
    room.hears(event(text));
    assert.equal(room.counted['duplicated'], confirm ? 2 : 1, 'nobody was asked to confirm this one');
  }
});

test('a history in one event is replayed, with what had been missed and what had not', async (t) => {
  const room = await roomOf(t);
  const { ledger } = room.worker.room;
  const [, membership] = room.worker.memberships;
  assert.ok(ledger !== undefined && membership !== undefined);
  const had = room.say();
  room.hears(event({ text: had }));
  room.worker.receiver.onGone(membership);
  const missed = room.say();
  ledger.ask(membership.member);
  ledger.join(membership.member);
  const { samples } = room;
  room.hears(event([{ text: had }, { text: missed }]));
  assert.deepEqual(room.counted, { received: 2, completed: 2, replayed: 2 });
  assert.equal(room.samples, samples);
  room.hears(event([{ text: had }, { text: room.say() }]));
  assert.deepEqual(room.counted, { received: 3, completed: 3, replayed: 2, quoted: 1 });
});

test('texts that are taken for quotes, and that nobody had, are told of once: the dialect should say where texts lie', async (t) => {
  const room = await roomOf(t);
  room.hears(event({ text: room.say() }));
  for (let packet = 0; packet < 40; packet++) {
    const earlier = [room.say(), room.say()].map((text) => ({ text }));
    room.hears(event({ text: room.say(), earlier }));
  }
  assert.equal(room.counted['quoted'], 80);
  assert.equal(room.worker.notices.length, 1);
  assert.match(room.worker.notices[0] ?? '', /receive: \{ event, text: 0\.messages\.\*\.text \}/);
});

test('what comes after the accounts were closed is late, once, and changes nothing else', async (t) => {
  const room = await roomOf(t);
  const [had, first, second, gone] = [room.say(), room.say(), room.say(), room.say()];
  room.hears(event(had));
  const before = room.worker.room.ledger?.sums();
  const { samples } = room;
  room.worker.receiver.accounts.close();
  for (const texts of [[first], [first], [had], [second, first], ['none']]) room.hears(event(texts));
  room.hears('42["no",{}]');
  assert.deepEqual(room.counted, { received: 1, completed: 1, late: 2 });
  const [, membership] = room.worker.memberships;
  if (membership !== undefined) room.worker.receiver.onGone(membership);
  room.hears(event(gone));
  assert.deepEqual(room.worker.room.ledger?.sums(), before);
  assert.equal(room.samples, samples);
});

test('first messages are in no account, and a message of a flood with their number is in one', async (t) => {
  const room = await roomOf(t);
  const { context, receiver } = room.worker;
  receiver.accounts.open(500);
  const hear = (intendedUs: number): void => {
    const fields = { room: 0, sender: 0, number: PROBE_NUMBER, intendedUs, lagUs: 0 };
    room.hears(event({ text: `hi ${markText(fields, context.codec)}` }));
  };
  hear(400);
  assert.deepEqual(room.counted, {});
  hear(600);
  // The ledger has sent none with this number, and says so.
  assert.deepEqual(room.counted, { unexpected: 1 });
});
