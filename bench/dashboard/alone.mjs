// What the dashboard itself takes of a processor, without a run around it: node bench/dashboard/alone.mjs [--rows n]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDashboard } from '../../dist/live/dashboard/dashboard.js';
import { beginningOf, secondOf } from './feed.mjs';

/** So many times as fast as a run. */
const SPEED = 20;
const VIEWER = fileURLToPath(new URL('viewer.mjs', import.meta.url));
const { values: flags } = parseArgs({ options: { rows: { type: 'string', default: '300' } } });
const rows = Number(flags.rows);

/** CPU of this process in milliseconds a second of the run, garbage collector and compiler included. */
async function costOf(viewers, hasDashboard = true) {
  const dashboard = await startDashboard(0, beginningOf(rows), console.error);
  const watching = Array.from({ length: viewers }, () =>
    spawn(process.execPath, [VIEWER, dashboard.url], { stdio: 'inherit' }),
  );
  await sleep(1000);
  const before = process.cpuUsage();
  for (let row = 0; row < rows; row++) {
    const event = secondOf(row, rows);
    if (hasDashboard) dashboard.onEvent(event);
    await sleep(1000 / SPEED);
  }
  const { user, system } = process.cpuUsage(before);
  await dashboard.end(undefined);
  await Promise.all(watching.map((child) => once(child, 'close')));
  return (user + system) / 1000 / rows;
}

await costOf(3);
const nothing = await costOf(0, false);
console.log('| viewers | CPU, ms a second of the run |\n| ---: | ---: |');
for (const viewers of [0, 1, 3, 20]) console.log(`| ${viewers} | ${((await costOf(viewers)) - nothing).toFixed(2)} |`);
