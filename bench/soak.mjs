// A long run in rooms of ten at the reference target, 2,000 messages/s unless told, memory and CPU minute by minute:
// node bench/soak.mjs [--minutes n] [--rate n]
import { parseArgs } from 'node:util';
import { startRun } from '../dist/engine/main/run.js';
import { planOf } from './clients/plan.mjs';
import { buildReference, startSink } from './lib/servers.mjs';

const SECONDS_A_ROW = 60;
const rows = [];
const { values: flags } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '2000' } },
});
const reference = buildReference();
if (reference === undefined) throw new Error('there is no C compiler for the reference target');
const server = await startSink(reference, 'fanout');

try {
  const plan = await planOf({
    task: 'load',
    url: server.url,
    confirmsJoins: false,
    users: 100,
    roomSize: 10,
    copies: 10,
    echo: true,
    rate: Number(flags.rate),
    burst: 1,
    seconds: Number(flags.minutes) * 60,
  });
  const run = startRun(plan);
  let row = { cpu: process.cpuUsage(), messages: 0 };
  console.log(
    '| minute | RSS, MiB | CPU µs a message sent or received | p99 of deliveries, ms |\n| ---: | ---: | ---: | ---: |',
  );
  for await (const event of run.events) {
    if (event.type === 'phase-start' && event.phase === 'flood') row = { cpu: process.cpuUsage(), messages: 0 };
    if (event.type !== 'second' || event.second.phase !== 'flood') continue;
    const { elapsedMs, sent, delivered, p99Ms } = event.second;
    if (elapsedMs % (SECONDS_A_ROW * 1000) !== 0) continue;
    const { user, system } = process.cpuUsage(row.cpu);
    const cost = (user + system) / (sent + delivered - row.messages);
    const now = { minute: elapsedMs / 60_000, rssMib: process.memoryUsage.rss() / 2 ** 20, cpuUs: cost };
    rows.push(now);
    console.log(`| ${[now.minute, now.rssMib.toFixed(0), cost.toFixed(2), p99Ms].join(' | ')} |`);
    row = { cpu: process.cpuUsage(), messages: sent + delivered };
  }
  const { counters, deliveries } = await run.outcome;
  const [first, last] = [rows[0], rows.at(-1)];
  const growth = (last.rssMib - first.rssMib).toFixed(0);
  console.log(
    `\n${counters.sent} messages, ${deliveries.received} deliveries, ${deliveries.lost} lost; from the first to the last row ` +
      `${growth} MiB more memory and ${(last.cpuUs / first.cpuUs).toFixed(2)} times the CPU time a message.`,
  );
  console.log(barsOf(rows));
} finally {
  await server.stop();
  reference.remove();
}

/** Both numbers of every row as bars, the largest being forty characters long. */
function barsOf(minutes) {
  return ['rssMib', 'cpuUs']
    .map((key) => {
      const largest = Math.max(...minutes.map((row) => row[key]));
      const bars = minutes.map(
        (row) =>
          `${String(row.minute).padStart(4)} ${'█'.repeat(Math.round((row[key] / largest) * 40))} ${row[key].toFixed(1)}`,
      );
      return `\n${key}\n${bars.join('\n')}`;
    })
    .join('\n');
}
