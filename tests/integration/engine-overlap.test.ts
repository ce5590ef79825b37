import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Server } from 'socket.io';
import { planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { startRun } from '#dist/engine/main/run.js';
import { fileOf } from '../helpers/run/scenario.js';
import { portOf } from '../helpers/wire/listen.js';

const DIALECT = `
http:
  register: { method: POST, path: /signup, body: { name: "{{user.name}}" } }
  login: { method: POST, path: /login, body: { name: "{{user.name}}" } }
events:
  join: { event: join, args: ["{{room.id}}"], ack: true }
  send: { event: send, args: ["{{room.id}}", "{{message.text}}"] }
  receive: message
`;

/** A chat that keeps its users in a file: sign-ups add to it, and log-ins write all of it back as they have read it, some time later. */
async function racyChat(t: TestContext): Promise<string> {
  let file: readonly string[] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { name } = JSON.parse(Buffer.concat(chunks).toString()) as { name: string };
      void answer(request.url ?? '', name).then((status) => response.writeHead(status).end('{}'));
    });
  });
  const answer = async (path: string, name: string): Promise<number> => {
    if (path === '/signup') {
      file = [...file, name];
      return 200;
    }
    const read = file;
    if (!read.includes(name)) return 401;
    await wait(60);
    file = read;
    return 200;
  };
  const io = new Server(http);
  t.after(() => io.close());
  return `http://127.0.0.1:${await portOf(http)}`;
}

async function usersMissing(t: TestContext, arrive?: string): Promise<number | undefined> {
  const flags = { dialect: await fileOf(t, DIALECT), users: '24', duration: '200ms', ...(arrive ? { arrive } : {}) };
  const plan = await planFor(await racyChat(t), { ...flags, auditWait: '0s' }, { kind: 'connect' });
  const { audit, phases } = await startRun(plan, { startWorker: inProcess() }).outcome;
  const signedUp = phases.find(({ name }) => name === 'register')?.succeeded;
  assert.equal(signedUp, 24);
  return audit === null ? undefined : audit.usersExpected - audit.usersFound;
}

test('log-ins that overlap sign-ups lose users on a racy server, which barriers hide', async (t) => {
  assert.equal(await usersMissing(t), 0);
  assert.ok(((await usersMissing(t, '40/s')) ?? 0) > 0);
});
