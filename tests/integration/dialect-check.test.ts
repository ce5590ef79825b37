import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import type { CheckStep } from '#dist/engine/check/check-step.js';
import { type CheckResult, checkDialect } from '#dist/engine/check/dialect-check.js';
import { inEnglish } from '#dist/core/language/words.js';
import { planFor } from '../helpers/run/engine-run.js';
import { OWN_CHAT, OWN_CHAT_SECRET, type OwnChatOptions, startOwnChat } from '../helpers/wire/own-chat.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

const { http, socket, events } = OWN_CHAT;

const ANSWER_MS = 1000;

/** Checks a dialect on a chat of its own, which is told step by step what the result has in the end. */
async function check(test: TestContext, dialect: object, chat: OwnChatOptions = {}): Promise<CheckResult> {
  return await checkAt(test, await startOwnChat(test, chat), dialect);
}

async function checkAt(test: TestContext, target: string, dialect: object): Promise<CheckResult> {
  const file = await dialectFile(test, dialect);
  const plan = await planFor(target, { dialect: file, users: '2', rooms: '1', roomSize: 'all' });
  const limits = { ...plan.limits, httpConcurrency: 1, connectConcurrency: 1, connectTimeoutMs: ANSWER_MS };
  const told: CheckStep[] = [];
  const result = await checkDialect(
    { ...plan, limits },
    {
      secrets: createRunSecrets(),
      certificates: [],
      onStep: (step) => told.push(step),
      signal: new AbortController().signal,
    },
  );
  assert.deepEqual(told, result.steps);
  const shown = JSON.stringify(result);
  assert.equal(shown.includes(OWN_CHAT_SECRET), false);
  assert.equal(shown.includes('Pw-1'), false);
  return result;
}

/** The result of a check that went wrong in one step, and what that step says. */
async function failedAt(
  test: TestContext,
  step: string,
  dialect: object,
  chat: OwnChatOptions = {},
): Promise<{ readonly change: string; readonly text: string }> {
  const { works, steps, change } = await check(test, dialect, chat);
  const failed = steps.filter(({ state }) => state === 'failed');
  assert.deepEqual(
    failed.map(({ name }) => name),
    [step],
    JSON.stringify(steps, null, 2),
  );
  assert.equal(works, false);
  return { change: inEnglish(change ?? ''), text: inEnglish(failed[0]?.text ?? '') };
}

describe('A check of a dialect', { concurrency: 6 }, () => {
  it('goes through every step, with what was sent and what came back', async (test) => {
    const { works, steps, change } = await check(test, OWN_CHAT);
    assert.deepEqual([works, change], [true, null]);
    assert.equal(
      steps.map(({ name, state }) => `${name} ${state}`).join(', '),
      'reach ok, register left-out, login ok, createRoom left-out, connect ok, join ok, send ok, receive ok, history ok, read left-out, leave ok',
    );
    for (const { name, state, exchanges } of steps) {
      if (state === 'left-out' || name === 'reach') continue;
      const isMissing = !exchanges.some(({ direction }) => direction === (name === 'receive' ? 'came' : 'sent'));
      assert.equal(isMissing, false, name);
    }
  });

  it('tells a server that registers its handlers too late from one that confirms no joins', async (test) => {
    const dialect = { events: { join: { event: 'join', args: [], ack: true }, send: 'send' } };
    for (const [isLate, advice] of [
      [true, /emitted once more, were confirmed: the first time the server was not ready/],
      [false, /leave it out where the server sends none/],
    ] as const) {
      const target = await plainChat(test, (connection) => {
        setTimeout(() => isLate && connection.on('join', (done: () => void) => done()), ANSWER_MS / 2);
      });
      const { works, steps, change } = await checkAt(test, target, dialect);
      assert.deepEqual([works, steps.at(-1)?.name], [false, 'join']);
      assert.match(inEnglish(change ?? ''), advice);
    }
  });

  it('tells the path of a capture that is not where the dialect says', async (test) => {
    const login = { ...http.login, capture: { token: 'token' } };
    const { change } = await failedAt(test, 'login', { ...OWN_CHAT, http: { login } });
    assert.match(change, /http\.login\.capture: \{ token: data\.accessToken \}/);
  });

  it('tells what to look at when a log-in is refused', async (test) => {
    const body = await failedAt(test, 'login', {
      ...OWN_CHAT,
      http: { login: { ...http.login, body: { name: '{{user.name}}' } } },
    });
    assert.match(body.text, /HTTP 422: login and secret are required/);
    assert.match(body.change, /change http\.login\.body to the fields that it asks for/);
    const path = await failedAt(test, 'login', { ...OWN_CHAT, http: { login: { ...http.login, path: '/login' } } });
    assert.match(path.change, /There is nothing at this path: change http\.login\.path\./);
  });

  it('tells when the server refuses to let users in', async (test) => {
    const { text } = await failedAt(test, 'connect', { ...OWN_CHAT, socket: { namespace: '/chat' } });
    assert.match(text, /please log in first/);
    const { change } = await failedAt(test, 'connect', { ...OWN_CHAT, socket: { ...socket, namespace: '/chats' } });
    assert.match(change, /change socket\.namespace/);
  });

  it('tells the event that came in place of a misspelt one', async (test) => {
    const joined = await failedAt(test, 'join', { ...OWN_CHAT, events: { ...events, joined: 'room:joind' } });
    assert.match(joined.change, /`events\.joined` waits for `room:joind`, which never came; `room:joined` came/);
    const receive = await failedAt(test, 'receive', { ...OWN_CHAT, events: { ...events, receive: 'message' } });
    assert.match(receive.change, /`message:new` came 8 times with our mark; `receive` says `message`/);
  });

  it('tells acknowledgements that come, that do not, and that say no', async (test) => {
    const join = { ...events.join, ack: true };
    const send = { ...events.send, ack: { path: '0.ok', equals: true } };
    const dialect = { ...OWN_CHAT, events: { ...events, join, send } };
    const { works, steps } = await check(test, dialect);
    assert.equal(works, true, JSON.stringify(steps, null, 2));
    const textOf = (name: string): string => inEnglish(steps.find((step) => step.name === name)?.text ?? '');
    assert.equal(textOf('join'), '2 of 2 acknowledged, confirmed by "room:joined"');
    assert.match(textOf('send'), /1 message by "message:send", 1 acknowledged/);
    const { joined: _, ...unconfirmed } = events;
    const silent = await failedAt(test, 'join', { ...OWN_CHAT, events: { ...unconfirmed, join } }, { ack: null });
    assert.match(silent.change, /`events\.join\.ack` waits for an acknowledgement, which never came/);
    const unheard = await failedAt(test, 'send', { ...OWN_CHAT, events: { ...events, send } }, { ack: null });
    assert.match(unheard.change, /`events\.send\.ack` asks for an acknowledgement, and none came/);
    const declined = await failedAt(test, 'send', { ...OWN_CHAT, events: { ...events, send } }, { ack: { id: 7 } });
    assert.match(declined.text, /which acknowledgements refuse: .*\{"id":7\}/);
  });

  it('tells when the server does nothing with what it is sent', async (test) => {
    const send = { ...events.send, event: 'message' };
    const { change, text } = await failedAt(test, 'receive', { ...OWN_CHAT, events: { ...events, send } });
    assert.match(text, /Nothing at all came/);
    assert.match(change, /Do events\.send and events\.join say what the server expects/);
  });

  it('tells when texts come back changed beyond recognition, or as the server changes them', async (test) => {
    const change = (text: string): string => Array.from(text).toReversed().join('');
    const { change: told } = await failedAt(test, 'receive', OWN_CHAT, { change });
    assert.notEqual(told, '');
    const cut = await check(test, OWN_CHAT, { change: (text) => text.slice(0, 60) });
    assert.equal(cut.works, true);
    assert.match(
      inEnglish(cut.steps.find(({ name }) => name === 'receive')?.text ?? ''),
      /recognised by a mark before its text, which the server cuts/,
    );
  });

  it('tells when the history does not hold what was said', async (test) => {
    const forgot = await failedAt(test, 'history', OWN_CHAT, { forgets: true });
    assert.match(forgot.change, /Does the server keep messages/);
    const history = { ...http.history, content: 'text' };
    const { change } = await failedAt(test, 'history', { ...OWN_CHAT, http: { ...http, history } });
    assert.equal(change, 'Change http.history.content.');
  });

  it('asks as a run with --read-rate does, and tells when the answer is not what the dialect says', async (test) => {
    const { list, content } = http.history;
    const read = { path: '/rooms/{{room.id}}/messages?since={{read.since}}', since: '1s', list, content };
    const withRead = (changed: object): object => ({ ...OWN_CHAT, http: { ...http, read: { ...read, ...changed } } });
    const [well, unlooked, path, where] = await Promise.all([
      check(test, withRead({})),
      check(test, { ...OWN_CHAT, http: { ...http, read: { path: '/rooms/{{room.id}}/messages' } } }),
      failedAt(test, 'read', withRead({ path: '/nowhere/{{read.since}}' })),
      failedAt(test, 'read', withRead({ list: 'messages' })),
    ]);
    const [step, plain] = [well, unlooked].map(({ steps }) => steps.find(({ name }) => name === 'read'));
    assert.deepEqual([well.works, step?.state, plain?.state], [true, 'ok', 'ok']);
    assert.match(inEnglish(step?.text ?? ''), /the message is in it/);
    assert.match(step?.exchanges[0]?.text ?? '', /GET \/rooms\/.*\/messages\?since=\d{4}-\d\d-\d\dT/);
    assert.match(step?.exchanges[1]?.text ?? '', /^200 .*"items"/);
    assert.match(inEnglish(plain?.text ?? ''), /not looked through/);
    assert.deepEqual(
      [path, where],
      [
        { text: 'it was answered with HTTP 404', change: 'Change http.read: its path, headers, or accept.' },
        { text: 'the answer has no list there', change: 'Change http.read.list, which says messages.' },
      ],
    );
  });

  it('names an event that the dialect leaves out', async (test) => {
    const { receive: _, ...others } = events;
    const { works, notes } = await check(test, { ...OWN_CHAT, events: others });
    assert.equal(works, true);
    assert.deepEqual(notes.map(inEnglish), ['"message:new" brings messages: events.receive: message:new says so.']);
  });
});
