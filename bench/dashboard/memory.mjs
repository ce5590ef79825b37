// What the page of a long run takes in a browser:
// node bench/dashboard/memory.mjs [--rows n] [--speed n]     seconds of a run of 1,000 users, so many times as fast
// node bench/dashboard/memory.mjs --real [--rows n]          a real run against the practice server instead
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDashboard } from '../../dist/live/dashboard/dashboard.js';
import { memoryMeter, openChromium } from '../lib/chromium.mjs';
import { beginningOf, secondOf } from './feed.mjs';

const SAMPLES = 10;
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '600' },
    speed: { type: 'string', default: '10' },
    real: { type: 'boolean', default: false },
  },
});
const rows = Number(flags.rows);

/** Opens the page and tells its memory while `go` brings it so many rows. */
async function watch(url, go) {
  const browser = await openChromium();
  try {
    const page = await browser.newPage();
    const measure = await memoryMeter(browser, page);
    const tell = async (row) => {
      const { heapMiB, processMiB } = await measure();
      console.log(`| ${row} | ${heapMiB.toFixed(1)} | ${processMiB.toFixed(0)} |`);
    };
    console.log('| second | JavaScript heap, MiB | process of the page, MiB |\n| ---: | ---: | ---: |');
    await tell('empty');
    await page.goto(url);
    await go(tell);
    await page.waitForSelector('html[data-live="over"]', { timeout: 20_000 });
    await tell('end');
  } finally {
    await browser.close();
  }
}

async function synthetic() {
  const dashboard = await startDashboard(0, beginningOf(rows), console.error);
  dashboard.onEvent({ type: 'phase-start', phase: 'flood', total: rows * 1000 });
  await watch(dashboard.url, async (tell) => {
    for (let row = 0; row < rows; row++) {
      dashboard.onEvent(secondOf(row, rows));
      await sleep(1000 / Number(flags.speed));
      if ((row + 1) % Math.ceil(rows / SAMPLES) === 0) await tell(row + 1);
    }
    await dashboard.end(undefined);
  });
}

async function real() {
  const bin = fileURLToPath(new URL('../../bin/newyear-load.js', import.meta.url));
  const load = ['--users', '1000', '--rooms', '100', '--rate', '500', '--duration', `${rows}s`, '--workers', '1'];
  const child = spawn(process.execPath, [bin, 'run', '--embedded', ...load, '--dashboard', '--quiet'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'close');
  try {
    let said = '';
    for await (const text of child.stderr.setEncoding('utf8')) {
      said += text;
      if (said.includes('\n')) break;
    }
    const url = /Dashboard: (\S+)/.exec(said)?.[1];
    if (url === undefined) throw new Error(said);
    await watch(url, async (tell) => {
      for (let sample = 1; sample <= SAMPLES; sample++) {
        await sleep((rows * 1000) / SAMPLES);
        await tell(Math.round((sample * rows) / SAMPLES));
      }
    });
    await exited;
  } finally {
    child.kill();
  }
}

await (flags.real ? real() : synthetic());
