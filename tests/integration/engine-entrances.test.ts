import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { sumOf } from '#dist/core/numbers.js';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import type { Report } from '#dist/report/report-types.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { reportContext } from '../helpers/report/outcome.js';
import { contradictions, planFor, practiceFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { JOINT_DIALECT, jointChat, type JointOptions, type JointServer } from '../helpers/wire/joint-chat.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile } from '../helpers/wire/plain-chat.js';

interface Joint {
  readonly servers: readonly JointServer[];
  readonly outcome: RunOutcome;
  readonly report: Report;
}

async function measured(
  test: TestContext,
  count: number,
  options: JointOptions = {},
  flags: FlagValues = {},
): Promise<Joint> {
  const servers = await jointChat(test, count, options);
  const dialect = await dialectFile(test, JOINT_DIALECT);
  const target = servers.map(({ url }) => url);
  const plan = await planFor(target, { dialect, users: '20', rooms: '5', duration: '600ms', ...flags });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  assert.deepEqual(contradictions(outcome), []);
  const { users, rooms, otherTargets } = plan;
  const context = reportContext();
  const report = buildReport(outcome, { ...context, plan: { ...context.plan, users, rooms, otherTargets } });
  assert.deepEqual(contradictionsIn(report), []);
  return { servers, outcome, report };
}

/** What is found about the entrances, which are named by their places. */
function findingsOf({ servers, report }: Joint): string[] {
  const named = report.findings.map((finding) =>
    servers.reduce((text, { url }, index) => text.replaceAll(url, `#${index}`), finding),
  );
  return named.filter((finding) => finding.includes('entrance'));
}

/** A way to a server that keeps what goes by it. */
async function tapped(
  test: TestContext,
  target: string,
): Promise<{ readonly url: string; readonly heard: () => string }> {
  const sockets: Socket[] = [];
  let heard = '';
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    sockets.push(near, far);
    near.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${await portOf(server)}`, heard: () => heard };
}

describe('A chat of several entrances', { concurrency: 2 }, () => {
  it('has its users dealt to them evenly, members of one room at several, and is counted by each', async (test) => {
    const joint = await measured(test, 3, {}, { rate: '300' });
    const { servers, report } = joint;
    assert.deepEqual(
      report.entrances.map(({ target }) => target),
      servers.map(({ url }) => url),
    );
    assert.deepEqual(
      report.entrances.map(({ users }) => users).toSorted((a, b) => a - b),
      [6, 7, 7],
    );
    for (const [
      index,
      { users, connectionsOpened, received, expected, receivedAcross, latencyMs, lost },
    ] of report.entrances.entries()) {
      assert.equal(connectionsOpened, users);
      // Each server was asked by the preflight, too.
      assert.ok((servers[index]?.opened ?? 0) >= users);
      assert.deepEqual([received, lost, latencyMs.count], [expected, 0, expected]);
      assert.ok(receivedAcross > 0 && receivedAcross < received);
      assert.ok(latencyMs.p50 !== null);
    }
    assert.equal(sumOf(report.entrances.map(({ received }) => received)), report.deliveries.expected);
    assert.deepEqual(findingsOf(joint), []);
  });

  it('is told to be none when the servers behind them do not hear each other', async (test) => {
    const joint = await measured(test, 2, { isApart: true }, { drain: '500ms' });
    const { lost, received } = joint.report.deliveries;
    assert.ok(lost > 0 && received > 0);
    assert.deepEqual(
      joint.report.entrances.map(({ receivedAcross }) => receivedAcross),
      [0, 0],
    );
    assert.match(
      findingsOf(joint).join('\n'),
      /^Not one of the [\d,]+ copies that users at any entrance received was of a message from another entrance, and [\d,]+ copies are lost: .*adapter.*$/,
    );
  });

  it('is told of the one that is slower than the others', async (test) => {
    const joint = await measured(test, 3, { delaysMs: [0, 1500, 0] }, { rate: '250', drain: '9s' });
    const [one, two] = joint.report.entrances;
    assert.ok((two?.latencyMs.p50 ?? 0) >= 1500);
    assert.ok((one?.latencyMs.p50 ?? 0) < 1500);
    assert.match(
      findingsOf(joint).join('\n'),
      /^The entrance #1 differs: p50\(delivery\) is [\d.,]+ s there and [\d.]+ m?s at #[02](; p99.*)?\.$/,
    );
  });

  it('is told of the one that cuts connections', async (test) => {
    const joint = await measured(test, 2, {
      onConnection(socket, server) {
        if (server === 1) socket.on('send', () => socket.conn.close());
      },
    });
    const [one, two] = joint.report.entrances;
    assert.equal(one?.connectionsLost, 0);
    assert.ok((two?.connectionsLost ?? 0) >= 10 && (two?.errors ?? 0) >= 10);
    assert.equal(joint.report.connections.lost, two?.connectionsLost);
    assert.match(
      findingsOf(joint).join('\n'),
      /^The entrance #1 differs: (?:[\d,]+ of [\d,]+ lost copies, )?([\d,]+) of \1 lost connections and ([\d,]+) of \2 errors were of the 10 of 20 users there/,
    );
  });

  it('is registered with, read and audited by the entrance of each user', async (test) => {
    const practice = await practiceFor(test);
    const ways = await Promise.all([tapped(test, practice.url), tapped(test, practice.url)]);
    const target = ways.map(({ url }) => url);
    const plan = await planFor(target, { users: '12', rooms: '6', duration: '500ms', audit: true });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    for (const { heard } of ways)
      for (const asked of [
        'POST /api/auth/signup-batch',
        'POST /api/auth/login-batch',
        'POST /api/chatrooms',
        'GET /socket.io/',
      ])
        assert.ok(heard().includes(asked), asked);
    assert.deepEqual(
      outcome.entrances.map(({ users, errors }) => [users, errors]),
      [
        [6, 0],
        [6, 0],
      ],
    );
    assert.equal(outcome.audit?.usersFound, 12);
    assert.equal(outcome.audit.messagesFound, outcome.counters.completed);
  });

  it('is not begun with when one of them does not answer, which is named', async (test) => {
    const [server] = await jointChat(test, 1);
    const plan = await planFor([server?.url ?? '', 'http://127.0.0.1:9']);
    await assert.rejects(startRun(plan, { startWorker: inProcess() }).outcome, /127\.0\.0\.1:9\b/);
  });
});
