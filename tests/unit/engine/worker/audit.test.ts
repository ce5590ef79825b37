import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { MARK_LENGTH } from '#dist/chat/mark.js';
import { nowUs } from '#dist/core/clock.js';
import type { DialectSpec, HistoryStep, HttpStep } from '#dist/core/dialect-spec.js';
import type { RunPlan } from '#dist/core/plan.js';
import { audit } from '#dist/engine/worker/phases/audit.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import type { AuditOutcome } from '#dist/metrics/audit-outcome.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { BARE, type OneWorker, workerFor } from '../../../helpers/run/one-worker.js';

const STEP: HttpStep = {
  method: 'GET',
  path: '/messages',
  headers: {},
  accept: [200],
  acceptOnRetry: [],
  retry: false,
  capture: {},
};
const HISTORY: HistoryStep = {
  ...STEP,
  list: '',
  content: 'content',
  page: { query: 'since', from: 'timestamp', size: 100 },
};
const LOGIN: HttpStep = { ...STEP, method: 'POST', path: '/login', body: { name: '{{user.name}}' } };

interface Scene {
  readonly worker: OneWorker;
  readonly requests: readonly string[];
  readonly meter: PhaseMeter;
  readonly run: (signal?: AbortSignal) => Promise<AuditOutcome>;
}

/**
 * A room of two in which so many messages were sent and received, a hundred a second, and a server with a history.
 * @param has which messages are there after so many requests; their timestamps are their numbers
 * @param knows is there a user of this name by then?
 */
async function scene(
  test: TestContext,
  {
    messages,
    has,
    knows = () => true,
    http = { history: HISTORY, login: LOGIN },
    over = {},
  }: {
    readonly messages: number;
    readonly has: (number: number, requests: number) => boolean;
    readonly knows?: (name: string, requests: number) => boolean;
    readonly http?: DialectSpec['http'];
    readonly over?: Partial<RunPlan>;
  },
): Promise<Scene> {
  const requests: string[] = [];
  const texts: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    requests.push(`${url.pathname}${url.search}`);
    let body = '';
    request.setEncoding('utf8').on('data', (more: string) => (body += more));
    request.on('end', () => {
      if (url.pathname === '/login') {
        const { name } = JSON.parse(body) as { name: string };
        response.writeHead(knows(name, requests.length) ? 200 : 401).end('{}');
        return;
      }
      const since = Date.parse(url.searchParams.get('since') ?? new Date(-1).toISOString());
      const stored = texts
        .map((content, number) => ({ content, number, timestamp: new Date(number).toISOString() }))
        .filter(({ number }) => number > since && has(number, requests.length));
      response.writeHead(200).end(JSON.stringify(stored.slice(0, 100)));
    });
  });
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const worker = await workerFor(test, `ws://127.0.0.1:${await portOf(server)}/`, 2, {
    dialect: { ...BARE, http },
    audit: true,
    auditWaitMs: 0,
    ...over,
  });
  const { context, room } = worker;
  for (const [index, user] of worker.users.entries()) {
    user.isRegistered = true;
    context.signUps.set(user, { atMs: 100 * (index + 1), batch: index + 1 });
  }
  room.openLedger(true, nowUs(), nowUs(), 0, true);
  for (const member of [0, 1]) room.ledger?.join(member);
  for (let count = 0; count < messages; count++) {
    const number = room.ledger?.send(0, count * 10) ?? 0;
    room.sentLog?.note(count % 2, count * 10);
    room.ledger?.receive(1, number, 0);
    const mark = Buffer.alloc(MARK_LENGTH);
    context.codec.write(mark, 0, { room: 0, sender: 0, number, intendedUs: 0, lagUs: 0 });
    texts.push(mark.toString());
  }
  const meter = new PhaseMeter(context.tally);
  return {
    worker,
    requests,
    meter,
    async run(signal = new AbortController().signal) {
      await audit.run(context, meter, signal);
      const outcome = context.audit?.outcome();
      assert.ok(outcome !== undefined);
      return outcome;
    },
  };
}

const numbersOf = ({ messagesExpected, messagesFound, messagesFoundLate, messagesNotCheckable }: AuditOutcome) => [
  messagesExpected,
  messagesFound,
  messagesFoundLate,
  messagesNotCheckable,
];

describe('An audit', { concurrency: 4 }, () => {
  it('finds everything in one look, page by page, and waits for nothing', async (test) => {
    const { run, requests, meter } = await scene(test, {
      messages: 250,
      has: () => true,
      over: { auditWaitMs: 60_000 },
    });
    const outcome = await run();
    assert.deepEqual(numbersOf(outcome), [250, 250, 0, 0]);
    assert.deepEqual([outcome.usersExpected, outcome.usersFound, outcome.usersNotCheckable], [2, 2, 0]);
    assert.equal(outcome.foundLateMs, null);
    assert.equal(requests.filter((request) => request.startsWith('/messages')).length, 3);
    assert.deepEqual(meter.tally, { total: 5, attempted: 5, succeeded: 5, failed: 0 });
  });

  it('waits for what is stored late, and tells how late; nothing is missing then', async (test) => {
    // A look takes two requests for users and three or four pages; the last 100 messages are flushed some looks later.
    const { run, requests } = await scene(test, {
      messages: 350,
      has: (number, asked) => number < 250 || asked > 12,
      knows: (name, asked) => name.endsWith('u0') || asked > 12,
      over: { auditWaitMs: 60_000 },
    });
    const outcome = await run();
    assert.deepEqual(numbersOf(outcome), [350, 350, 100, 0]);
    assert.deepEqual([outcome.usersFound, outcome.usersFoundLate], [2, 1]);
    assert.ok((outcome.foundLateMs ?? 0) > 250, String(outcome.foundLateMs));
    assert.deepEqual([outcome.missingBySecond, outcome.missingMessages, outcome.missingUsers], [[], [], []]);
    // What was there already is not read again and again: the looks between begin where something was missing.
    const beginnings = requests.filter((request) => request === '/messages').length;
    assert.equal(beginnings, 1);
  });

  it('waits for as long as more appears, and calls missing what has not come by then', async (test) => {
    // Ten more with every request from the first look on; number 7 never, nor what was sent from second 3 on.
    const { run } = await scene(test, {
      messages: 340,
      has: (number, requests) => number !== 7 && number < 300 && number < 250 + 10 * Math.max(0, requests - 5),
      over: { auditWaitMs: 500 },
    });
    const outcome = await run();
    assert.deepEqual(numbersOf(outcome).slice(0, 2), [340, 299]);
    assert.equal(outcome.messagesNotCheckable, 0);
    assert.equal(outcome.messagesFoundLate, 50);
    assert.deepEqual(outcome.missingBySecond, [
      { second: 0, missing: 1 },
      { second: 3, missing: 40 },
    ]);
    assert.equal(outcome.byRoom[0]?.missingSinceSecond, 3);
    assert.deepEqual(
      outcome.missingMessages.slice(0, 2).map(({ number, second }) => [number, second]),
      [
        [7, 0],
        [300, 3],
      ],
    );
  });

  it('names who and what is missing, the first hundred', async (test) => {
    const { run, worker } = await scene(test, {
      messages: 250,
      has: (number) => number < 100,
      knows: (name) => name.endsWith('u0'),
    });
    const outcome = await run();
    const [first, second] = worker.users.map(({ chat }) => chat.name);
    assert.deepEqual(outcome.missingUsers, [{ user: second, batch: 2, signedUpMs: 200 }]);
    assert.equal(outcome.missingMessages.length, 100);
    const room = worker.room.chat.name;
    assert.deepEqual(outcome.missingMessages.slice(0, 2), [
      { room, number: 100, sender: first, second: 1 },
      { room, number: 101, sender: second, second: 1 },
    ]);
    assert.deepEqual(outcome.signUps, { firstMs: 100, lastMs: 200, firstMissingMs: 200, lastMissingMs: 200 });
  });

  it('that is ended before everything was looked at says so of what was not', async (test) => {
    const stop = new AbortController();
    const { run } = await scene(test, {
      messages: 350,
      has: (number) => {
        if (number === 300) stop.abort();
        return number < 340;
      },
      over: { auditWaitMs: 60_000 },
    });
    const outcome = await run(stop.signal);
    const [expected, found, late, notCheckable] = numbersOf(outcome);
    assert.deepEqual([expected, late], [350, 0]);
    assert.equal((found ?? 0) + (notCheckable ?? 0), 350);
    assert.ok((notCheckable ?? 0) >= 50, `${notCheckable} not checkable`);
    assert.deepEqual(outcome.missingMessages, []);
  });

  it('that is ended while it waits calls nothing missing that might still come', async (test) => {
    const { run, meter } = await scene(test, {
      messages: 50,
      has: (number) => number < 40,
      over: { auditWaitMs: 60_000 },
    });
    const stop = new AbortController();
    const timer = setInterval(() => {
      if ((meter.tally.notYetStored ?? 0) > 0) stop.abort();
    }, 20);
    assert.deepEqual(numbersOf(await run(stop.signal)), [50, 40, 0, 10]);
    clearInterval(timer);
  });

  it('tells how many are not yet stored while it waits', async (test) => {
    const { run, meter } = await scene(test, {
      messages: 50,
      has: (number) => number < 40,
      knows: () => false,
      over: { auditWaitMs: 300 },
    });
    const auditing = run();
    const seen = new Set<number | undefined>();
    const timer = setInterval(() => seen.add(meter.tally.notYetStored), 20);
    assert.deepEqual(numbersOf(await auditing), [50, 40, 0, 0]);
    clearInterval(timer);
    assert.ok(seen.has(12), [...seen].join());
    assert.equal(meter.tally.notYetStored, 0);
  });

  it('cannot check what the dialect has no way for, and waits for nothing of it', async (test) => {
    const { run } = await scene(test, { messages: 50, has: () => false, http: {}, over: { auditWaitMs: 60_000 } });
    const outcome = await run();
    assert.deepEqual(numbersOf(outcome), [50, 0, 0, 50]);
    assert.deepEqual([outcome.usersExpected, outcome.usersNotCheckable], [2, 2]);
  });

  it('does not take a server that is busy for one that has forgotten a user', async (test) => {
    const { context } = (await scene(test, { messages: 1, has: () => true })).worker;
    const busy = createServer((_request, response) => response.writeHead(408).end('{}'));
    const port = await portOf(busy);
    test.after(() => busy.close());
    const other = await workerFor(test, `ws://127.0.0.1:${port}/`, 2, { dialect: context.plan.dialect });
    for (const user of other.users) user.isRegistered = true;
    await audit.run(other.context, new PhaseMeter(other.context.tally), new AbortController().signal);
    const outcome = other.context.audit?.outcome();
    assert.deepEqual([outcome?.usersFound, outcome?.usersNotCheckable], [0, 2]);
  });

  it('looks at a sample of users and rooms that depends on the seed alone', async (test) => {
    const sampleOf = async (seed: number): Promise<[AuditOutcome, number]> => {
      const { run, worker, requests } = await scene(test, {
        messages: 50,
        has: () => true,
        over: { seed, auditShare: 0.5, users: 2, rooms: 2 },
      });
      const outcome = await run();
      const asked = requests.filter((request) => request === '/login').length;
      assert.equal(worker.users.length, 2);
      return [outcome, asked];
    };
    const outcomes: (readonly [number, number])[] = [];
    for (const seed of [1, 1, 2, 3, 4, 5]) {
      const [{ sample, usersExpected, byRoom }, asked] = await sampleOf(seed);
      assert.deepEqual([sample.share, sample.users, sample.ofUsers, sample.ofRooms], [0.5, 1, 2, 1]);
      assert.deepEqual([usersExpected, asked], [1, 1]);
      outcomes.push([sample.rooms, byRoom.length]);
    }
    assert.deepEqual(outcomes[0], outcomes[1]);
    // Of two rooms one is drawn, which is ours or not.
    assert.deepEqual(
      [...new Set(outcomes.map(([rooms]) => rooms))].toSorted((one, other) => one - other),
      [0, 1],
    );
  });
});
