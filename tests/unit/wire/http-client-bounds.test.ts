import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { MAX_JSON_LEVELS } from '#dist/core/json.js';
import { OperationError } from '#dist/core/operation-error.js';
import { MAX_ANSWER_BYTES, MOST_JSON_VALUES } from '#dist/wire/bounds.js';
import { type HttpAnswer, HttpClient } from '#dist/wire/http-client.js';
import { ReceiveBudget } from '#dist/wire/receive-budget.js';
import { ampleBudget } from '../../helpers/wire/ample-budget.js';
import { eventually } from '../../helpers/eventually.js';
import { portOf } from '../../helpers/wire/listen.js';

/** A client of a server that answers as the test says. */
async function clientOf(
  test: TestContext,
  answer: (response: ServerResponse, path: string) => void,
  budget = ampleBudget(),
): Promise<HttpClient> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(response, request.url ?? '');
  });
  const client = new HttpClient(`http://127.0.0.1:${await portOf(server)}`, 10, 20_000, budget);
  test.after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  return client;
}

const ask = (client: HttpClient, path = '/'): Promise<HttpAnswer> => client.send({ method: 'GET', path, headers: {} });

/** The kind of the failure that it must end with; the answer where there is one. */
async function outcomeOf(answer: Promise<HttpAnswer>): Promise<string | HttpAnswer> {
  try {
    return await answer;
  } catch (thrown) {
    assert.ok(thrown instanceof OperationError);
    return thrown.kind;
  }
}

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('An answer over HTTP', () => {
  it('is read whole, whatever it is cut into, without a byte order mark', async (test) => {
    const text = JSON.stringify({ text: '🎉 Glückwunsch', list: Array.from({ length: 1000 }, (_, index) => index) });
    const bytes = Buffer.concat([Buffer.from('\ufeff'), Buffer.from(text)]);
    const budget = ampleBudget();
    const client = await clientOf(
      test,
      (response) => {
        // A chunk a byte.
        for (let at = 0; at < bytes.length; at++) response.write(bytes.subarray(at, at + 1));
        response.end();
      },
      budget,
    );
    assert.deepEqual((await ask(client)).json, { value: JSON.parse(text) as unknown });
    assert.equal(budget.heldBytes, 0);
  });

  it('says why it has no value', async (test) => {
    const problems: Readonly<Record<string, string>> = {
      '': 'no JSON',
      '<html>': 'no JSON',
      [nested(MAX_JSON_LEVELS + 1)]: `nested more than ${MAX_JSON_LEVELS} levels deep`,
      [`[${'0,'.repeat(MOST_JSON_VALUES)}0]`]: `JSON of more than ${MOST_JSON_VALUES} values`,
    };
    const bodies = Object.keys(problems);
    const client = await clientOf(test, (response, path) => response.end(bodies[Number(path.slice(1))]));
    for (const [index, body] of bodies.entries()) {
      const { json } = await ask(client, `/${index}`);
      assert.deepEqual(json, { problem: problems[body] });
    }
  });

  it('is against the protocol when its body or its head is larger than any', async (test) => {
    const client = await clientOf(test, (response, path) => {
      if (path === '/head') response.writeHead(200, { 'x-more': 'x'.repeat(60_000) }).end();
      else {
        const chunk = Buffer.alloc(2 ** 20, ' ');
        for (let sent = 0; sent <= MAX_ANSWER_BYTES; sent += chunk.length) response.write(chunk);
        response.end();
      }
    });
    for (const path of ['/head', '/sent'])
      assert.equal(await outcomeOf(ask(client, path)), 'protocol.answer-too-big', path);
  });

  it('is ended when it is the largest of more than is kept of all; the others come whole', async (test) => {
    const budget = new ReceiveBudget(1_000_000);
    const open = new Map<string, ServerResponse>();
    const client = await clientOf(
      test,
      (response, path) => {
        open.set(path, response);
        response.writeHead(200).write(`"${'x'.repeat(Number(path.slice(1)))}`);
      },
      budget,
    );
    const sizes = [200_000, 400_000, 100_000];
    const answers = sizes.map((size) => outcomeOf(ask(client, `/${size}`)));
    await eventually(() => budget.heldBytes >= 700_000 && open.size === 3);
    const last = outcomeOf(ask(client, '/300000'));
    await eventually(() => open.get('/400000')?.destroyed === true);
    for (const response of open.values()) if (!response.destroyed) response.end('"');
    const [small, largest, smallest] = await Promise.all(answers);
    assert.equal(largest, 'protocol.over-budget');
    for (const [outcome, size] of [
      [small, 200_000],
      [smallest, 100_000],
      [await last, 300_000],
    ] as const) {
      assert.ok(outcome !== undefined && typeof outcome !== 'string');
      assert.deepEqual([outcome.status, outcome.json], [200, { value: 'x'.repeat(size) }]);
    }
    await eventually(() => budget.heldBytes === 0);
  });

  it('is against the protocol when it is no HTTP', async (test) => {
    const answers = [
      'WAT 12\r\n\r\n',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'HTTP/1.1 200 OK\r\na b\r\n\r\n',
    ];
    for (const answer of answers) {
      const server = createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(answer));
      });
      const client = new HttpClient(`http://127.0.0.1:${await portOf(server)}`, 1, 20_000, ampleBudget());
      test.after(async () => {
        await client.close();
        server.close();
      });
      assert.equal(await outcomeOf(ask(client)), 'protocol.not-http', answer);
    }
  });

  it('is forgotten when it is cut or takes too long', async () => {
    const budget = ampleBudget();
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 300000\r\n\r\n${'x'.repeat(200_000)}`);
        setTimeout(() => socket.destroy(), 300).unref();
      });
    });
    const origin = `http://127.0.0.1:${await portOf(server)}`;
    for (const [timeoutMs, kind] of [
      [20_000, /^(network\.(closed|ECONNRESET)|protocol\.not-http)$/],
      [50, /^network\.timeout$/],
    ] as const) {
      const client = new HttpClient(origin, 1, timeoutMs, budget);
      const outcome = await outcomeOf(ask(client));
      assert.ok(typeof outcome === 'string');
      assert.match(outcome, kind);
      assert.equal(budget.heldBytes, 0);
      await client.close();
    }
    server.close();
  });
});
