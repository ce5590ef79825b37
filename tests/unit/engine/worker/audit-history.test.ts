import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { MARK_LENGTH } from '#dist/chat/mark.js';
import type { HistoryStep } from '#dist/core/dialect-spec.js';
import { MAX_JSON_LEVELS } from '#dist/core/json.js';
import { nowUs } from '#dist/core/clock.js';
import { audit } from '#dist/engine/worker/phases/audit.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { BARE, workerFor } from '../../../helpers/run/one-worker.js';

const HISTORY: HistoryStep = {
  method: 'GET',
  path: '/messages',
  headers: {},
  accept: [200],
  acceptOnRetry: [],
  retry: false,
  capture: {},
  list: '',
  content: 'content',
  page: { query: 'since', from: 'timestamp', size: 1 },
};

/** What an audit came to: its failures, and the messages that could not be looked for. */
interface Audited {
  readonly kinds: readonly string[];
  readonly notCheckable: number;
  readonly queries: readonly string[];
}

/** Audits one room with three messages that were received, against a server with this history; `MARK` in it is that of the first. */
async function auditOf(test: TestContext, status: number, history: string): Promise<Audited> {
  const queries: string[] = [];
  let body = history;
  const server = createServer((request, response) => {
    queries.push(request.url ?? '');
    response.writeHead(status).end(body);
  });
  const port = await portOf(server);
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { context, room } = await workerFor(test, `ws://127.0.0.1:${port}/`, 2, {
    dialect: { ...BARE, http: { history: HISTORY } },
  });
  room.openLedger(true, nowUs(), context.originUs);
  for (const member of [0, 1]) room.ledger?.join(member);
  for (let count = 0; count < 3; count++) {
    const number = room.ledger?.send(0, 0) ?? 0;
    room.ledger?.receive(1, number, 0);
  }
  const mark = Buffer.alloc(MARK_LENGTH);
  context.codec.write(mark, 0, { room: 0, sender: 0, number: 0, intendedUs: 0, lagUs: 0 });
  body = history.replace('MARK', mark.toString());
  const meter = new PhaseMeter(context.tally);
  await audit.run(context, meter, new AbortController().signal);
  return {
    kinds: meter.failures.map(({ kind }) => kind),
    notCheckable: context.audit?.outcome().messagesNotCheckable ?? 0,
    queries,
  };
}

const message = (timestamp: unknown): string => JSON.stringify([{ content: 'x', timestamp }]);

describe('A history that the audit cannot read', { concurrency: 2 }, () => {
  const deep = `[{"content":"x","more":${'['.repeat(MAX_JSON_LEVELS)}${']'.repeat(MAX_JSON_LEVELS)}}]`;
  const bodies: Readonly<Record<string, string>> = {
    'is no JSON': '<html>',
    'is no list': '{"messages":[]}',
    'is nested too deep': deep,
    'continues where no URL can say': message('x'.repeat(100_000)),
  };
  for (const [what, body] of Object.entries(bodies)) {
    it(`${what}: that is against the protocol, and no message is missing for it`, async (test) => {
      const { kinds, notCheckable, queries } = await auditOf(test, 200, body);
      assert.deepEqual([kinds, notCheckable, queries.length], [['protocol.unexpected-answer'], 3, 1]);
    });
  }

  it('is refused: that is the server’s', async (test) => {
    const { kinds, notCheckable } = await auditOf(test, 403, '[]');
    assert.deepEqual([kinds, notCheckable], [['server.http-403'], 3]);
  });
});

describe('A timestamp in a history', { concurrency: 2 }, () => {
  it('before all others is against the protocol: no network had a part in it', async (test) => {
    // After one of our messages the next page is to begin a millisecond earlier.
    const earliest = '[{"content":"MARK","timestamp":"-271821-04-20T00:00:00.000Z"}]';
    const { kinds, notCheckable } = await auditOf(test, 200, earliest);
    // The first of the three was there.
    assert.deepEqual([kinds, notCheckable], [['protocol.unexpected-answer'], 2]);
  });

  it('with half a character is asked for with the sign for one that is not known', async (test) => {
    const { kinds, queries } = await auditOf(test, 200, '[{"content":"x","timestamp":"\\ud800"}]');
    assert.deepEqual(kinds, ['protocol.unexpected-answer']);
    assert.equal(queries[1], '/messages?since=%EF%BF%BD');
  });
});
