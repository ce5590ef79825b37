import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import test, { type TestContext } from 'node:test';
import { queryObjects } from 'node:v8';
import { type Dashboard, startDashboard } from '#dist/live/dashboard/dashboard.js';
import { StartError } from '#dist/core/errors.js';
import { buildReport } from '#dist/report/build-report.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { afterStep } from '#page/live-step.js';
import { eventually } from '../../../helpers/eventually.js';
import { idleCallers } from '../../../helpers/wire/idle-callers.js';
import { portOf } from '../../../helpers/wire/listen.js';
import { BEGINNING, floodSecond, nothingToTell, SET_UP } from '../../../helpers/report/live-events.js';
import { reportContext, runOutcome } from '../../../helpers/report/outcome.js';
import { ask, PageViewer } from '../../../helpers/report/page-events.js';

const REPORT = buildReport(runOutcome(), reportContext());

/** A dashboard that ends with the test. */
async function open(t: TestContext): Promise<Dashboard> {
  const dashboard = await startDashboard(0, BEGINNING, nothingToTell);
  t.after(() => dashboard.end(undefined));
  return dashboard;
}

/** Bytes outside of the heap that somebody holds: counting objects collects first what nobody does. */
function heldBytes(): number {
  queryObjects(PageViewer, { format: 'count' });
  const { external, arrayBuffers } = process.memoryUsage();
  return external + arrayBuffers;
}

/** Somebody who looks at it and has seen something. */
async function viewerOf({ url }: Dashboard): Promise<PageViewer> {
  const viewer = new PageViewer(url);
  await eventually(() => viewer.messages.length > 0);
  return viewer;
}

/** So many seconds of a flood, each of which a viewer has seen before the next one comes. */
async function flood(dashboard: Dashboard, from: number, to: number, viewer?: PageViewer): Promise<void> {
  for (let second = from; second < to; second++) {
    dashboard.onEvent(floodSecond(second));
    if (viewer !== undefined) await eventually(() => lastSecondOf(viewer) === second);
  }
}

/** The last second of the flood that a viewer has been told of. */
function lastSecondOf({ messages }: PageViewer): number | null | undefined {
  return messages.at(-1)?.data.timeline.columns.second.at(-1);
}

test('the page is served under the printed address, with headers that keep it to itself', async (t) => {
  const dashboard = await open(t);
  assert.match(dashboard.url, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-z]{26}\/$/);
  const { status, headers, body } = await ask(dashboard.url);
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['access-control-allow-origin'], undefined);
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /^default-src 'none'; script-src 'nonce-[\w-]+';/);
  assert.match(policy, /connect-src 'self';.*frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.match(body, /^<!doctype html>/);
});

test('without the token, or with another one, there is nothing to see', async (t) => {
  const { url } = await open(t);
  const token = new URL(url).pathname.slice(1, -1);
  const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
  for (const path of [
    '/',
    '/events',
    `/${wrong}/`,
    `/${wrong}/events`,
    `/${token}x/`,
    `//${token}/`,
    `/?${token}`,
    '/%',
  ]) {
    const { status, body, headers } = await ask(url, { path });
    assert.equal(status, 403, path);
    assert.ok(!body.includes(token));
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
  }
  assert.equal((await ask(url, { path: `/${token}/elsewhere` })).status, 404);
  assert.equal((await ask(url, { path: `/${token}/../` })).status, 404);
});

test('under any other name than its own address nothing is shown, token or not', async (t) => {
  const { url } = await open(t);
  const { port } = new URL(url);
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.2:${port}`,
    `localhost.evil.example:${port}`,
  ])
    assert.equal((await ask(url, { host })).status, 403, `host ${host}`);
  assert.equal((await ask(url, { host: `LOCALHOST:${port}` })).status, 200);
  assert.equal((await ask(url, { path: `http://evil.example${new URL(url).pathname}` })).status, 403);
});

test('there is something to read and nothing else', async (t) => {
  const { url } = await open(t);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
    const { status, headers } = await ask(url, { method });
    assert.equal(status, 405, method);
    assert.equal(headers.allow, 'GET');
  }
});

test('it listens on loopback alone, and a port that is taken is told before the run', async (t) => {
  const taken = createServer();
  t.after(() => taken.close());
  const port = await portOf(taken);
  await assert.rejects(startDashboard(port, BEGINNING, nothingToTell), (thrown: unknown) => {
    assert.ok(thrown instanceof StartError);
    assert.match(thrown.message, new RegExp(`the dashboard cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`));
    assert.match(String(thrown.hint), /another port/);
    return true;
  });
});

test('two viewers are told the same, once a second and everything at the beginning', async (t) => {
  const dashboard = await open(t);
  const [one, other] = [await viewerOf(dashboard), await viewerOf(dashboard)];
  for (const event of SET_UP) dashboard.onEvent(event);
  await flood(dashboard, 0, 3, one);
  await eventually(() => other.messages.length === 4);
  assert.deepEqual(one.names, ['whole', 'step', 'step', 'step']);
  assert.deepEqual(one.messages.slice(1), other.messages.slice(1));
  const [first, ...steps] = one.messages;
  assert.ok(first?.name === 'whole');
  const page = steps.reduce(
    (before, step) => (step.name === 'step' ? afterStep(before, step.data) : before),
    first.data,
  );
  assert.deepEqual(page.timeline.columns.second, [0, 1, 2]);
  assert.deepEqual(page.timeline.columns.delivered, [300, 300, 300]);
  assert.equal(page.messages.sent, 300);
});

test('who comes late sees all of it at once', async (t) => {
  const dashboard = await open(t);
  for (const event of SET_UP) dashboard.onEvent(event);
  await flood(dashboard, 0, 60);
  const viewer = await viewerOf(dashboard);
  const [first] = viewer.messages;
  assert.ok(first?.name === 'whole');
  assert.equal(first.data.timeline.columns.second.length, 60);
  await flood(dashboard, 60, 61, viewer);
  const [, second] = viewer.messages;
  assert.ok(second?.name === 'step');
  assert.equal(afterStep(first.data, second.data).timeline.columns.second.length, 61);
});

test('who goes away is forgotten, and comes back to everything', async (t) => {
  const dashboard = await open(t);
  const [staying, leaving] = [await viewerOf(dashboard), await viewerOf(dashboard)];
  leaving.leave();
  await flood(dashboard, 0, 5, staying);
  const back = await viewerOf(dashboard);
  const [first] = back.messages;
  assert.ok(first?.name === 'whole');
  assert.equal(first.data.timeline.columns.second.length, 5);
});

test('a viewer that reads nothing holds nobody up, and for it waits no more than a message', async (t) => {
  const dashboard = await open(t);
  const { hostname, port, pathname, host } = new URL(dashboard.url);
  const deaf = connect(Number(port), hostname);
  t.after(() => deaf.destroy());
  deaf.pause();
  deaf.write(`GET ${pathname}events HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const viewer = await viewerOf(dashboard);
  // Findings make every message long, so that the sockets are full soon.
  for (let index = 0; index < 40; index++)
    dashboard.onEvent({ type: 'notice', message: `${index} ${'x'.repeat(390)}` });
  const before = heldBytes();
  await flood(dashboard, 0, 400, viewer);
  const after = heldBytes();
  assert.ok(after - before < 20e6, `${after - before} bytes more`);
  const startedAt = performance.now();
  await dashboard.end(REPORT);
  assert.ok(performance.now() - startedAt < 3000);
  await eventually(() => viewer.isOver);
  assert.equal(viewer.names.at(-1), 'end');
});

test('there are twenty seats', async (t) => {
  const dashboard = await open(t);
  const viewers = Array.from({ length: 20 }, () => new PageViewer(dashboard.url));
  await eventually(() => viewers.every(({ messages }) => messages.length > 0));
  const oneTooMany = new PageViewer(dashboard.url);
  await eventually(() => oneTooMany.isOver);
  assert.equal(oneTooMany.status, 503);
  viewers[0]?.leave();
  await eventually(() => viewers[0]?.isOver === true);
  await viewerOf(dashboard);
});

test('its owner gets in and stays in, while somebody else holds as many connections as there can be', async (t) => {
  const dashboard = await open(t);
  const early = await viewerOf(dashboard);
  const callers = await idleCallers(t, Number(new URL(dashboard.url).port), 100);
  assert.equal((await ask(dashboard.url)).status, 200);
  const late = await viewerOf(dashboard);
  await flood(dashboard, 0, 1, early);
  await eventually(() => lastSecondOf(late) === 0);
  await eventually(() => callers.filter(({ destroyed }) => destroyed).length >= 100 - 32);
  assert.ok(!early.isOver && !late.isOver);
});

test('the end is the page of the report, for everybody, and then there is nothing left that listens', async (t) => {
  const dashboard = await open(t);
  const viewers = [await viewerOf(dashboard), await viewerOf(dashboard)];
  await flood(dashboard, 0, 3, viewers[0]);
  await dashboard.end(REPORT);
  await eventually(() => viewers.every(({ isOver }) => isOver));
  for (const { messages } of viewers) {
    const last = messages.at(-1);
    assert.ok(last?.name === 'end');
    assert.deepEqual(last.data, JSON.parse(JSON.stringify(pageDataOf(REPORT))));
  }
  await assert.rejects(ask(dashboard.url), /ECONNREFUSED/);
});

test('a page that is just being loaded when the run ends still gets the result', async (t) => {
  const dashboard = await open(t);
  await ask(dashboard.url);
  const ended = dashboard.end(REPORT);
  const viewer = new PageViewer(dashboard.url);
  await ended;
  await eventually(() => viewer.isOver);
  assert.deepEqual(viewer.names, ['end']);
});

test('a run without a result says so, and without viewers its end takes no time', async (t) => {
  const dashboard = await open(t);
  const viewer = await viewerOf(dashboard);
  await dashboard.end(undefined);
  await eventually(() => viewer.isOver);
  const last = viewer.messages.at(-1);
  assert.ok(last?.name === 'end');
  assert.equal(last.data.live, false);
  assert.equal(last.data.headline.tone, 'bad');
  const lonely = await open(t);
  const startedAt = performance.now();
  await lonely.end(REPORT);
  assert.ok(performance.now() - startedAt < 1000);
});
