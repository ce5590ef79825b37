// The whole product: a plan as the command line makes it, run with ledger, clocks, histograms, schedule and snapshots.
import { SCHEDULE_GRID_US } from '../../dist/core/grid.js';
import { createRunId } from '../../dist/core/ids.js';
import { startRun } from '../../dist/engine/run.js';
import { countOf, rawPercentileUs } from '../../dist/metrics/latency-summary.js';
import { totalErrors } from '../../dist/metrics/snapshot.js';
import { resolvePlan } from '../../dist/scenario/resolve.js';
import { readJob } from './drive.mjs';

const HOLD = '1500ms';
const job = readJob();

/** The chat of the bench: no HTTP; joins are confirmed by the real server only. */
const dialect = {
  name: 'bench',
  description: 'The chat of the bench',
  http: {},
  socket: { path: '/socket.io/', query: { username: '{{user.name}}' }, namespace: '/' },
  events: {
    join: { event: 'join_room', args: [{ roomId: 'r{{room.index}}' }] },
    ...(job.confirmsJoins ? { joined: { event: 'joined_room' } } : {}),
    send: { event: 'send_message', args: [{ roomId: 'r{{room.index}}', content: '{{message.text}}' }] },
    receive: { event: 'message' },
  },
  echo: job.echo,
};

const open = { users: `${job.users}`, duration: HOLD };
const load = {
  users: `${job.users}`,
  rooms: `${job.users / job.roomSize}`,
  roomSize: `${job.roomSize}`,
  rate: `${job.rate}`,
  duration: `${job.seconds * 1000}ms`,
  drain: job.copies === 0 ? '0ms' : '3s',
  canary: false,
};

const { plan } = await resolvePlan({
  kind: job.task === 'open' ? 'connect' : 'run',
  flags: { preset: 'quick', target: job.url, workers: '1', ...(job.task === 'open' ? open : load) },
  year: 2027,
  freshSeed: 1,
  runId: createRunId(),
  cpuCount: 2,
  checkThreshold: () => undefined,
});

const run = startRun({ ...plan, dialect });
const connecting = { cpu: process.cpuUsage(), cpuSeconds: 0, rss: 0, rssBytes: 0 };
for await (const event of run.events) {
  if (event.type === 'phase-start' && event.phase === 'connect') {
    connecting.cpu = process.cpuUsage();
    connecting.rss = process.memoryUsage.rss();
  } else if (event.type === 'phase-end' && event.progress.phase === 'connect') {
    const { user, system } = process.cpuUsage(connecting.cpu);
    connecting.cpuSeconds = (user + system) / 1e6;
  } else if (event.type === 'phase-end' && event.progress.phase === 'flood') {
    connecting.rssBytes = process.memoryUsage.rss() - connecting.rss;
  }
}

const { counters, deliveries, phases, connections, workers, errors, peakRssBytes } = await run.outcome;
const slip = workers[0]?.scheduleSlip;
const slipUs = slip === undefined || countOf(slip) === 0 ? undefined : rawPercentileUs(slip, 'p99');
console.log(
  JSON.stringify({
    sent: counters.sent,
    received: deliveries.received,
    lost: deliveries.lost,
    unexpected: counters.unexpected + deliveries.duplicated + deliveries.reordered,
    errors: totalErrors(errors),
    opened: connections.opened,
    openSeconds: (phases.find(({ name }) => name === 'connect')?.durationMs ?? 0) / 1000,
    openCpuSeconds: connecting.cpuSeconds,
    rssBytes: connecting.rssBytes,
    peakRssBytes,
    slipBeyondGridMs: slipUs === undefined ? null : Math.max(0, slipUs - SCHEDULE_GRID_US) / 1000,
  }),
);
