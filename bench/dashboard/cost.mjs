// What three viewers of the dashboard cost a run: the same run with and without them, in turns.
// node bench/dashboard/cost.mjs [--pairs n] [--seconds n] [--users n] [--rate n]
import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const BIN = fileURLToPath(new URL('../../bin/newyear-load.js', import.meta.url));
const VIEWERS = 3;
const { values: flags } = parseArgs({
  options: {
    pairs: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    users: { type: 'string', default: '500' },
    rate: { type: 'string', default: '1000' },
  },
});

/** One run, which ends by itself. */
async function run(isWatched) {
  const { users, rate, seconds } = flags;
  const load = [
    '--users',
    users,
    '--rooms',
    String(Math.ceil(users / 10)),
    '--rate',
    rate,
    '--duration',
    `${seconds}s`,
  ];
  const args = [BIN, 'run', '--embedded', ...load, '--workers', '1', '--seed', '1', '--quiet', '--json'];
  const child = spawn(process.execPath, isWatched ? [...args, '--dashboard'] : args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  let seen = 0;
  let isOpen = false;
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    const url = /Dashboard: (\S+)\n/.exec(stderr)?.[1];
    if (url === undefined || isOpen) return;
    isOpen = true;
    for (let viewer = 0; viewer < VIEWERS; viewer++) {
      get(`${url}events`, { agent: false }, (response) => {
        response.setEncoding('utf8').on('data', (part) => {
          seen += part.split('\nevent: step\n').length - 1;
        });
      });
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (stdout === '') throw new Error(stderr);
  const report = JSON.parse(stdout);
  const tookMs = report.phases.reduce(
    (sum, { name, durationMs }) => sum + (name === 'flood' || name === 'drain' ? durationMs : 0),
    0,
  );
  const [worker] = report.generator.workers;
  return {
    slipP99Ms: worker.scheduleSlipMs.p99,
    cpuShare: (report.generator.cpuSeconds * 1000) / tookMs,
    workerCpuShare: worker.cpuShare,
    deliveryP99Ms: report.latencyMs.delivery.p99,
    seconds: seen / VIEWERS,
  };
}

const rows = [];
for (let pair = 0; pair < Number(flags.pairs); pair++) {
  for (const isWatched of pair % 2 === 0 ? [false, true] : [true, false])
    rows.push({ isWatched, ...(await run(isWatched)) });
}

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const cells = ({ label, slipP99Ms, cpuShare, workerCpuShare, deliveryP99Ms, seconds }) =>
  `| ${[label, slipP99Ms.toFixed(2), percent(cpuShare), percent(workerCpuShare), deliveryP99Ms.toFixed(2), seconds.toFixed(0)].join(' | ')} |`;
const labelOf = (isWatched) => (isWatched ? `${VIEWERS} viewers` : 'no dashboard');
console.log(
  '| run | slip p99, ms | CPU of the process | CPU of its worker thread | p99 of deliveries, ms | messages a viewer |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
for (const row of rows) console.log(cells({ label: labelOf(row.isWatched), ...row }));
for (const isWatched of [false, true]) {
  const group = rows.filter((row) => row.isWatched === isWatched);
  const names = ['slipP99Ms', 'cpuShare', 'workerCpuShare', 'deliveryP99Ms', 'seconds'];
  const medians = Object.fromEntries(names.map((name) => [name, median(group.map((row) => row[name]))]));
  console.log(cells({ label: `**${labelOf(isWatched)}, median**`, ...medians }));
}
