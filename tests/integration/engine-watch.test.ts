import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test, { type TestContext } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { eventLineOf } from '#dist/live/ndjson-lines.js';
import type { FoundLine } from '#dist/report/record/read-record.js';
import { Replay } from '#dist/report/record/replay.js';
import { RefusedTargetError } from '#dist/scenario/api.js';
import { resolved } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';
import { portOf } from '../helpers/wire/listen.js';

const EVENTS = {
  join: { event: 'join', args: ['{{room.id}}'] },
  send: { event: 'send', args: ['{{room.id}}', '{{message.text}}'] },
  receive: 'message',
};

async function chat(context: TestContext): Promise<string> {
  return await plainChat(context, (socket, io) => {
    socket.on('join', (room: string) => void socket.join(room));
    socket.on('send', (room: string, text: string) => io.to(room).emit('message', { text }));
  });
}

test('a run has what was read of its server, second by second, and so has its record', async (context) => {
  let asked = 0;
  const metrics = createServer((_, response) => {
    asked++;
    response.end(`process_resident_memory_bytes ${asked * 1e6}\nchat_rooms{kind="open"} ${asked}\n`);
  });
  context.after(() => metrics.close());
  const url = `http://127.0.0.1:${await portOf(metrics)}/metrics`;
  const dialect = await dialectFile(context, { events: EVENTS });
  const flags = {
    dialect,
    watchUrl: url,
    watchPid: String(process.pid),
    watchSeries: ['rooms=chat_rooms{kind="open"}'],
  };
  const { plan, watch } = await resolved(await chat(context), { ...flags, rate: '80', duration: '2s' });
  const run = startRun(plan, { startWorker: inProcess(), watch });
  const replay = new Replay();
  for await (const event of run.events) {
    const line = JSON.parse(JSON.stringify(eventLineOf(event, 0))) as FoundLine;
    assert.equal(replay.take(line), undefined);
  }
  const { timeline, server, findings } = await run.outcome;
  assert.deepEqual(findings, []);
  const [first, second] = timeline;
  assert.ok((first?.serverRssBytes ?? 0) > (process.platform === 'linux' ? 10 * 2 ** 20 : 0));
  assert.deepEqual([first?.second, second?.second], [0, 1]);
  if (process.platform === 'linux') assert.ok((first?.serverCpuShare ?? 0) > 0 && (first?.serverThreads ?? 0) > 4);
  // The first look was before the first second.
  assert.deepEqual(server?.samples.slice(0, 1), [{ second: 0, values: [2] }]);
  assert.deepEqual([server?.url, server?.pid], [url, process.pid]);
  assert.deepEqual(replay.watched?.watch, watch);
  assert.deepEqual(
    replay.watched?.samples.map(({ second: number, rss, values }) => [number, rss, values]).slice(0, 2),
    [first, second].map((row, index) => [row?.second, row?.serverRssBytes, server?.samples[index]?.values]),
  );
});

test('metrics of another machine take a host that was allowed', async () => {
  const flags = { watchUrl: 'http://192.0.2.1:9/metrics' };
  await assert.rejects(resolved('http://127.0.0.1:4000', flags), (thrown) => {
    assert.ok(thrown instanceof RefusedTargetError);
    assert.match(thrown.message, /http:\/\/192\.0\.2\.1:9\/metrics is not on this machine/);
    return true;
  });
  const { watch } = await resolved('http://127.0.0.1:4000', { ...flags, allowHost: ['192.0.2.1'] });
  assert.deepEqual(watch, { pid: null, url: 'http://192.0.2.1:9/metrics', series: [] });
});

test('flags that watch nothing are told all at once', async () => {
  const flags = { watchPid: '0', watchSeries: ['cpu=a', 'a{', 'n=a', 'n=b', 'with:colon'] };
  await assert.rejects(resolved('http://127.0.0.1:4000', flags), (thrown) => {
    assert.ok(thrown instanceof Error);
    const told = thrown.message.split('\n');
    assert.equal(told.length, 6, thrown.message);
    assert.match(thrown.message, /--watch-pid: "0" must be a whole number/);
    assert.match(thrown.message, /"cpu" is what is read of every server/);
    assert.match(thrown.message, /two series are called "n"/);
    assert.match(thrown.message, /--watch-series: has no metrics to look in; name their URL with --watch-url/);
    return true;
  });
});
