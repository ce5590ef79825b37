// The whole product: a plan as the command line makes it, run with ledger, clocks, histograms, schedule and snapshots.
import { gridUs } from '../../dist/core/pacing.js';
import { startRun } from '../../dist/engine/main/run.js';
import { countOf, rawPercentileUs } from '../../dist/metrics/latency-summary.js';
import { totalErrors } from '../../dist/metrics/snapshot.js';
import { readJob } from './drive.mjs';
import { planOf } from './plan.mjs';

const run = startRun(await planOf(readJob()));
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

const { counters, deliveries, firstMessages, latency, pacing, phases, connections, workers, errors, peakRssBytes } =
  await run.outcome;
const slip = workers[0]?.scheduleSlip;
const slipUs = slip === undefined || countOf(slip) === 0 ? undefined : rawPercentileUs(slip, 'p99');
const medianMs = (counter) => (countOf(counter) === 0 ? null : rawPercentileUs(counter, 'p50') / 1000);
const [echoMs, serviceEchoMs] = [medianMs(latency.echo), medianMs(latency.serviceEcho)];
console.log(
  JSON.stringify({
    sent: counters.sent,
    firstMessages,
    received: deliveries.received,
    lost: deliveries.lost,
    unexpected: counters.unexpected + deliveries.duplicated + deliveries.reordered,
    errors: totalErrors(errors),
    opened: connections.opened,
    openSeconds: (phases.find(({ name }) => name === 'connect')?.durationMs ?? 0) / 1000,
    openCpuSeconds: connecting.cpuSeconds,
    rssBytes: connecting.rssBytes,
    peakRssBytes,
    numbers: {
      slipBeyondGridMs: slipUs === undefined ? null : Math.max(0, slipUs - gridUs(pacing)) / 1000,
      slipMs: slipUs === undefined ? null : slipUs / 1000,
      echoMs,
      serviceEchoMs,
      aboveServiceMs: echoMs === null || serviceEchoMs === null ? null : echoMs - serviceEchoMs,
    },
  }),
);
