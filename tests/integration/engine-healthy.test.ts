import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { MarkCodec, PROBE_NUMBER } from '#dist/chat/mark.js';
import { dealRooms } from '#dist/load/room-deal.js';
import type { RunEvent } from '#dist/metrics/run-events.js';
import { PHASES } from '#dist/core/phases.js';
import { startRun } from '#dist/engine/main/run.js';
import { startPracticeServer } from '#dist/practice/server.js';
import { call } from '../helpers/wire/chat-client.js';
import {
  contradictions,
  follow,
  MEMBERS,
  type Measured,
  measure,
  planFor,
  practiceFor,
  roomNames,
  samples,
  tokenOf,
} from '../helpers/run/engine-run.js';
import { startRunHere } from '../helpers/run/in-process-worker.js';

/** Sixteen users in four rooms of their own: as many workers as rooms can be had. */
const FOUR_ROOMS = { users: '16', rooms: '4' } as const;

/** One message as the server has stored it. */
interface Stored {
  readonly sender: string;
  readonly text: string;
  /** After the first of the run, microseconds. */
  readonly dueUs: number;
}

/** What the server has of every room, in the order of the schedule, without what differs from run to run by nature. */
async function stored(measured: Measured): Promise<Map<string, Stored[]>> {
  const { server, plan } = measured;
  const codec = new MarkCodec(plan.runId);
  const found = new Map<string, Stored[]>();
  for (const [id, name] of await roomNames(measured)) {
    const messages: Stored[] = [];
    for (const { sender, content } of await historyOf(measured, id)) {
      const bytes = Buffer.from(content);
      // The probe has no place in the schedule.
      if (!codec.parse(bytes, 0, bytes.length) || codec.fields.number === PROBE_NUMBER) continue;
      messages.push({ sender, text: content.slice(0, content.lastIndexOf('~')), dueUs: codec.fields.intendedUs });
    }
    found.set(name, messages);
  }
  assert.ok(server.truth().messages.stored <= 100 * plan.rooms, 'a history answers with a hundred messages at most');
  const firstUs = Math.min(...[...found.values()].flat().map(({ dueUs }) => dueUs));
  for (const [name, messages] of found) {
    const relative = messages.map((message) => ({ ...message, dueUs: message.dueUs - firstUs }));
    found.set(
      name,
      relative.toSorted((a, b) => a.dueUs - b.dueUs),
    );
  }
  return found;
}

async function historyOf(measured: Measured, roomId: string): Promise<{ sender: string; content: string }[]> {
  const { server, plan } = measured;
  for (let index = 0; index < plan.users; index++) {
    const token = (await tokenOf(measured, index)) ?? '';
    const answer = await call(server.url, 'GET', `/api/chatrooms/${roomId}/messages`, { token });
    if (answer.status === 200) return answer.json as { sender: string; content: string }[];
  }
  return [];
}

describe('A run against a healthy server', { concurrency: 3 }, () => {
  it('loses nothing, and counts as many copies as the server delivered', async (test) => {
    const { outcome, truth, plan, server } = await measure(test);
    assert.deepEqual(contradictions(outcome), []);
    const { counters, deliveries, connections } = outcome;
    assert.deepEqual([counters.intended, counters.sent], [120, 120]);
    assert.deepEqual(deliveries, {
      expected: 120 * MEMBERS,
      received: 120 * MEMBERS,
      lost: 0,
      duplicated: 0,
      reordered: 0,
      receiverGone: 0,
      unconfirmed: 0,
    });
    assert.equal(truth.copies.delivered, deliveries.received + MEMBERS);
    assert.equal(truth.messages.received, counters.sent + 1);
    assert.equal(counters.completed, 120);
    assert.deepEqual([counters.unexpected, counters.refused, counters.unsendable], [0, 0, 0]);
    assert.deepEqual(outcome.errors, {});
    assert.deepEqual([truth.signups, truth.logins, truth.connections.accepted], [12, 12, 12]);
    const { asked, opened, peak, lost, reconnects, openAtEnd } = connections;
    assert.deepEqual([asked, opened, peak, lost, reconnects, openAtEnd], [12, 12, 12, 0, 0, 12]);
    assert.deepEqual([outcome.interruption, outcome.canary, outcome.address], [null, null, server.url]);
    assert.equal(outcome.unsentWritable, 0);
    assert.equal(samples(outcome.latency.lastReceiver), 120);
    assert.equal(outcome.rooms.length, plan.rooms);
    assert.equal(server.truth().connections.open, 0);
  });

  it('goes through its phases in order and tells what happens', async (test) => {
    const server = await practiceFor(test);
    const run = startRun(await planFor(server.url, { duration: '2s' }));
    const events: RunEvent[] = [];
    await follow(run, (event) => void events.push(event));
    const { phases } = await run.outcome;
    const expected = PHASES.filter((phase) => phase !== 'audit');
    assert.deepEqual(
      phases.map(({ name }) => name),
      expected,
    );
    const told = events.flatMap((event) => {
      if (event.type === 'phase-start') return [`> ${event.phase}`];
      return event.type === 'phase-end' ? [`< ${event.progress.phase}`] : [];
    });
    assert.deepEqual(
      told,
      expected.flatMap((phase) => [`> ${phase}`, `< ${phase}`]),
    );
    const seconds = events.flatMap((event) => (event.type === 'second' ? [event.second] : []));
    assert.ok(seconds.length >= 2);
    assert.deepEqual(
      seconds.slice(0, 2).map(({ elapsedMs, connectionsOpen }) => [elapsedMs, connectionsOpen]),
      [
        [1000, 12],
        [2000, 12],
      ],
    );
    assert.ok(phases.every(({ failed, attempted, succeeded }) => failed === 0 && attempted === succeeded));
  });

  it('keeps the observers apart from the fleet', async (test) => {
    const { outcome, truth } = await measure(test, [], { canary: true, duration: '1500ms' });
    assert.deepEqual(contradictions(outcome), []);
    const { canary } = outcome;
    assert.ok(canary !== null);
    assert.equal(canary.echoToSender, true);
    assert.deepEqual([canary.sent, canary.expected, canary.received, canary.lost], [15, 30, 30, 0]);
    assert.deepEqual([samples(canary.echo), samples(canary.fanout)], [15, 15]);
    assert.equal(outcome.connections.opened, 12);
    assert.equal(outcome.deliveries.received, 180 * MEMBERS);
    // The fleet's copies, the observers' and those of the probe, which is theirs.
    assert.equal(truth.copies.delivered, 180 * MEMBERS + 30 + 2);
  });

  it('says the same of every room with one worker as with four', async (test) => {
    const ledgers = await Promise.all(
      ['1', '4'].map(async (workers) => {
        const measured = await measure(test, [], { ...FOUR_ROOMS, workers }, { runId: 'samera' });
        assert.deepEqual(contradictions(measured.outcome), []);
        assert.equal(measured.outcome.workers.length, Number(workers));
        const rooms = measured.outcome.rooms.toSorted((a, b) => a.room.localeCompare(b.room));
        return { rooms, counters: measured.outcome.counters.sent, stored: await stored(measured) };
      }),
    );
    assert.deepEqual(ledgers[0], ledgers[1]);
  });

  it('sends the same texts by the same people at the same times for the same seed, and others for another', async (test) => {
    const [one, again, other] = await Promise.all(
      ['7', '7', '8'].map(async (seed) => stored(await measure(test, [], { seed }, { runId: 'samera' }))),
    );
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
    assert.equal([...(one ?? new Map<string, Stored[]>()).values()].flat().length, 120);
  });

  it('gives every sender its turn', async (test) => {
    const measured = await measure(test);
    const turns = new Map<string, number>();
    for (const { sender } of [...(await stored(measured)).values()].flat())
      turns.set(sender, (turns.get(sender) ?? 0) + 1);
    assert.deepEqual(
      [...turns.values()],
      Array.from({ length: 12 }, () => 10),
    );
  });

  it('sends as fast as the target takes it, and no faster than the window', async (test) => {
    const { outcome, truth } = await measure(test, [], { rate: 'max', duration: '500ms' });
    assert.deepEqual(contradictions(outcome), []);
    assert.ok(outcome.counters.sent > 50);
    assert.equal(outcome.counters.intended, outcome.counters.sent);
    assert.deepEqual([outcome.deliveries.lost, outcome.deliveries.duplicated], [0, 0]);
    assert.equal(outcome.deliveries.received, truth.copies.delivered - MEMBERS);
  });

  it('has no more than the window under way from any sender', async (test) => {
    const { outcome } = await measure(test, ['delay=200ms'], { rate: 'max', window: '3', duration: '1s' });
    assert.deepEqual(contradictions(outcome), []);
    // Within a second, each of twelve senders can see five rounds at most to their end, and begin one.
    assert.ok(outcome.counters.sent >= 12 * 3);
    assert.ok(outcome.counters.sent <= 12 * 3 * 6);
    assert.equal(outcome.deliveries.lost, 0);
  });

  it('gives users who are in several rooms all of their messages', async (test) => {
    const { outcome, truth, plan } = await measure(test, [], { users: '5', rooms: '6', roomSize: '2-5', workers: '4' });
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.lost, 0);
    assert.equal(outcome.counters.unexpected, 0);
    const probed = dealRooms(plan).rooms[0]?.length ?? 0;
    assert.equal(outcome.deliveries.received, truth.copies.delivered - probed);
  });

  it('only connects, and holds its connections, where that is all it is asked for', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(
      server.url,
      { rooms: undefined, roomSize: undefined, rate: undefined },
      { kind: 'connect' },
    );
    const outcome = await startRunHere(plan).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual(
      outcome.phases.map(({ name }) => name),
      ['register', 'login', 'connect', 'flood', 'audit', 'disconnect'],
    );
    assert.equal(outcome.connections.opened, 12);
    assert.equal(outcome.connections.openAtEnd, 12);
    assert.ok(outcome.floodMs >= 1000);
    const { usersExpected, usersFound } = outcome.audit ?? {};
    assert.deepEqual([usersExpected, usersFound], [12, 12]);
    const { messages } = server.truth();
    assert.deepEqual([messages.received, messages.refused], [0, 0]);
  });

  it('answers the heartbeats while it floods', async (test) => {
    const server = await practiceFor(test, [], { pingIntervalMs: 100, pingTimeoutMs: 1000 });
    const outcome = await startRunHere(await planFor(server.url)).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.ok(outcome.connections.pings >= 12 * 5);
    assert.equal(outcome.connections.lost, 0);
  });

  it('tries localhost on both addresses', async (test: TestContext) => {
    let server: Awaited<ReturnType<typeof startPracticeServer>>;
    try {
      server = await startPracticeServer({ host: '::1' });
    } catch {
      test.skip('there is no IPv6 here');
      return;
    }
    test.after(() => server.close());
    const outcome = await startRunHere(await planFor(`http://localhost:${server.port}`, { duration: '300ms' })).outcome;
    assert.equal(outcome.address, `http://[::1]:${server.port}`);
    assert.equal(outcome.deliveries.lost, 0);
  });
});
