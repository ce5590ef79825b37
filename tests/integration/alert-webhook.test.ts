import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import type { LiveEvent } from '#dist/live/watcher.js';
import { AlertWebhook } from '#dist/live/webhook.js';
import type { Alert } from '#dist/judgement/alerts.js';
import { runHere } from '../helpers/cli/here.js';
import { eventually } from '../helpers/eventually.js';
import { portOf } from '../helpers/wire/listen.js';

const ALERT: Alert = {
  rule: 'backlog>10000',
  message: 'undelivered backlog: 12,040 (backlog>10000)',
  second: 12,
  value: 12_040,
  limit: 10_000,
};
const SECRET = 'T000-B000-a8sd7f6';

/** What a channel received. */
interface Received {
  readonly path: string;
  readonly type: string;
  readonly body: unknown;
}

interface Channel {
  readonly url: string;
  readonly received: Received[];
}

/** A chat channel that answers as it is told to. */
async function channel(t: TestContext, answer: (response: ServerResponse) => void): Promise<Channel> {
  const received: Received[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const body: unknown = JSON.parse(text);
      received.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
      answer(response);
    });
  });
  const port = await portOf(server);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/services/${SECRET}?x=1`, received };
}

const ok = (response: ServerResponse): unknown => response.end('ok');

function webhook(url: string, target = 'http://127.0.0.1:4000'): { hook: AlertWebhook; told: LiveEvent[] } {
  const told: LiveEvent[] = [];
  return { hook: new AlertWebhook({ url, runId: 'abc234', target, tell: (event) => told.push(event) }), told };
}

function noticesOf(told: readonly LiveEvent[]): string[] {
  return told.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
}

test('an alert arrives as Slack takes it', async (t) => {
  const { url, received } = await channel(t, ok);
  const { hook, told } = webhook(url);
  hook.onEvent({ type: 'notice', message: 'nothing for a channel' });
  hook.onEvent({ type: 'alert', alert: ALERT });
  await eventually(() => received.length === 1);
  await hook.end();
  assert.deepEqual(received, [
    {
      path: `/services/${SECRET}?x=1`,
      type: 'application/json; charset=utf-8',
      body: {
        text:
          ':warning: *newyear-load*: undelivered backlog: 12,040 (backlog&gt;10000)\n' +
          'Rule `backlog&gt;10000`, 12 s into run abc234 against http://127.0.0.1:4000',
      },
    },
  ]);
  assert.deepEqual(told, []);
});

test('nothing in an alert mentions a channel, makes a link or hides itself', async (t) => {
  const { url, received } = await channel(t, ok);
  const { hook } = webhook(url, 'http://x/<!channel>&\u202e\u0000');
  hook.onEvent({ type: 'alert', alert: { ...ALERT, message: '<https://evil|click> <@U1>\n' } });
  await hook.end();
  const text = JSON.stringify(received[0]?.body);
  assert.doesNotMatch(text, /[<>\u202e\u0000]|\\u0000/);
  assert.match(text, /&lt;https:\/\/evil\|click&gt; &lt;@U1&gt;\\\\x0a/);
  assert.match(text, /&lt;!channel&gt;&amp;\\\\u202e\\\\x00/);
});

test('what waits when the run ends is still sent', async (t) => {
  const { url, received } = await channel(t, ok);
  const { hook } = webhook(url);
  for (let count = 0; count < 4; count++) hook.onEvent({ type: 'alert', alert: ALERT });
  await hook.end();
  assert.equal(received.length, 4);
});

test('a channel that refuses, or is not there, is told once and without the secret', async (t) => {
  const { url, received } = await channel(t, (response) => response.writeHead(404).end());
  const refused = webhook(url);
  for (let count = 0; count < 3; count++) refused.hook.onEvent({ type: 'alert', alert: ALERT });
  await refused.hook.end();
  assert.equal(received.length, 3);
  assert.equal(noticesOf(refused.told).length, 1);
  assert.match(
    noticesOf(refused.told)[0] ?? '',
    /^The alert webhook at http:\/\/127\.0\.0\.1:\d+ answered with HTTP status 404;/,
  );

  const absent = webhook(`http://127.0.0.1:1/services/${SECRET}`);
  absent.hook.onEvent({ type: 'alert', alert: ALERT });
  await eventually(() => absent.told.length > 0);
  await absent.hook.end();
  assert.match(noticesOf(absent.told)[0] ?? '', /could not be reached \(ECONNREFUSED\)/);
  for (const text of [...noticesOf(refused.told), ...noticesOf(absent.told)])
    assert.doesNotMatch(text, /services|T000/);
});

test('a redirect is not followed', async (t) => {
  const other = await channel(t, ok);
  const { url } = await channel(t, (response) => response.writeHead(302, { location: other.url }).end());
  const { hook, told } = webhook(url);
  hook.onEvent({ type: 'alert', alert: ALERT });
  await eventually(() => told.length > 0);
  await hook.end();
  assert.match(noticesOf(told)[0] ?? '', /status 302/);
  assert.deepEqual(other.received, []);
});

test('alerts that come faster than they can be sent do not pile up', async (t) => {
  const held: ServerResponse[] = [];
  const { url, received } = await channel(t, (response) => held.push(response));
  const { hook, told } = webhook(url);
  for (let count = 0; count < 50; count++) hook.onEvent({ type: 'alert', alert: ALERT });
  await eventually(() => received.length === 1);
  assert.match(noticesOf(told)[0] ?? '', /did not take alerts as fast as they came/);
  const ended = hook.end();
  for (let sent = 1; sent <= 6; sent++) {
    await eventually(() => held.length > 0);
    held.shift()?.end();
  }
  await ended;
  assert.equal(received.length, 6);
});

test('a run tells its alerts everywhere, and the webhook nowhere', async (t) => {
  const { url, received } = await channel(t, ok);
  const flags =
    '--embedded --users 6 --rooms 2 --room-size 3 --rate 40 --duration 1500ms --drain 1s --no-canary --json';
  const args = ['run', ...flags.split(' '), '--alert', 'connections>2'];
  const { code, stdout, stderr } = await runHere(args, { env: { NEWYEAR_LOAD_ALERT_WEBHOOK: url } });
  assert.notEqual(code, null);
  const report = JSON.parse(stdout) as { alerts: Alert[]; run: { command: string }; plan: { alerts: string[] } };
  assert.deepEqual(report.alerts, [
    { rule: 'connections>2', message: 'connections open: 6 (connections>2)', second: 0, value: 6, limit: 2 },
  ]);
  assert.deepEqual(report.plan.alerts, ['connections>2']);
  assert.match(report.run.command, /--alert 'connections>2'/);
  assert.match(stderr, /! Alert at 0:00: connections open: 6 \(connections>2\)/);
  assert.match(stderr, /alerts +1, the first at 0:00/);
  assert.equal(received.length, 1);
  for (const text of [stdout, stderr]) assert.doesNotMatch(text, /T000|webhook/);
});

test('a webhook that is no URL is refused without being shown', async () => {
  for (const url of [SECRET, `ftp://h/${SECRET}`, `https://${SECRET}:x@h/`]) {
    const { code, stderr } = await runHere(['run', '--alert-webhook', url, '--dry-run']);
    assert.equal(code, 2);
    assert.match(stderr, /--alert-webhook.*must/);
    assert.doesNotMatch(stderr, /T000/);
  }
});
