/**
 * Makes the pictures of `docs/images` anew, of what the built command shows today: `node bench/pictures.mjs`, or some of them by name,
 * `node bench/pictures.mjs report-page`. It takes Chromium, and tmux for the picture of a terminal. Look at what came out: a busy machine
 * makes a run that is INVALID, which is no picture of anything.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openChromium } from './lib/chromium.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BIN = join(ROOT, 'bin/newyear-load.js');
const LONGEST_RUN_MS = 120_000;

/** Each takes a page of a browser and a folder, and leaves a file at `path`. */
const PICTURES = {
  /** A strong load on a server that stands still once: a promise that did not hold, and where one sees it. */
  async 'report-page'(page, folder, path) {
    const promises = ['p99(delivery)<250ms', 'lost==0', 'errors<1%'];
    const load = '--preset strong --duration 20s --users 100 --rate 200';
    await show(page, await reportOf(folder, 'stall=600ms@7s', load, promises), { width: 1280, height: 1180 });
    await page.screenshot({ path });
  },
  /** A spike of ten times the rate on a server with one queue. */
  async 'report-stages'(page, folder, path) {
    const promises = ['p99(delivery@before)<100ms', 'p99(delivery@spike)<10s'];
    const crowd = '--users 50 --rooms 10 --room-size 5 --rate 150 --duration 30s';
    const load = `${crowd} --profile spike --warm-up 3s --drain 10s`;
    await show(page, await reportOf(folder, 'capacity=600/s', load, promises), { width: 1280, height: 920 });
    await page.evaluate(() => {
      const heading = [...document.querySelectorAll('h2')].find(({ textContent }) => textContent.startsWith('Stages'));
      heading?.scrollIntoView();
      document.querySelector('header')?.remove();
    });
    await sleep(500);
    await page.screenshot({ path });
  },
  /** What a terminal shows when a first run is over. */
  async run(page, _folder, path) {
    const command = 'npx newyear-load --preset quick --embedded';
    const text = await terminalOf(`exec ${process.execPath} ${BIN} --preset quick --embedded`);
    await page.setViewportSize({ width: 1200, height: 100 });
    await page.setContent(
      `<body style="margin:0;background:#0d1117;color:#f0f6fc"><pre style="margin:26px 33px;font:22.5px/30.4px 'DejaVu Sans Mono',monospace">$ ${command}\n${htmlOf(text)}</pre>`,
    );
    await page.screenshot({ path, fullPage: true });
  },
};

/** Runs a load against a practice server with a fault; the path of its page. */
async function reportOf(folder, fault, load, promises) {
  const server = spawn(process.execPath, [BIN, 'serve', '--port', '0', '--quiet', '--fault', fault], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const path = join(folder, 'report.html');
  try {
    const [url] = await once(server.stdout, 'data');
    const flags = [...load.split(' '), ...promises.flatMap((one) => ['--fail-on', one])];
    await new Promise((resolve) => {
      const args = [BIN, 'run', ...flags, '--target', String(url).trim(), '--out', `html=${path}`, '--no-progress'];
      // A threshold that does not hold is what the picture is to show, and no reason to end.
      execFile(process.execPath, args, { timeout: LONGEST_RUN_MS }, (_error, _stdout, stderr) => {
        process.stdout.write(stderr);
        resolve();
      });
    });
  } finally {
    server.kill('SIGTERM');
  }
  return path;
}

async function show(page, file, size) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`file://${file}`);
  await page.waitForSelector('canvas');
  await sleep(500);
}

/** What a terminal of 100 columns shows when a command has ended, with its colours. */
async function terminalOf(command) {
  const socket = `newyear-load-pictures-${process.pid}`;
  const tmux = (...args) => execFileSync('tmux', ['-L', socket, ...args], { encoding: 'utf8' });
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '40', `${command}; sleep 600`.replace('exec ', ''));
  try {
    for (let waitedMs = 0; waitedMs < LONGEST_RUN_MS; waitedMs += 500) {
      await sleep(500);
      if (/^next\b/m.test(tmux('capture-pane', '-p'))) break;
    }
    return tmux('capture-pane', '-p', '-e').trimEnd();
  } finally {
    tmux('kill-server');
  }
}

const COLOURS = {
  1: 'font-weight:bold',
  2: 'color:#848d97',
  31: 'color:#ff7b72',
  32: 'color:#56d388',
  33: 'color:#e3b341',
};

/** A terminal's text as HTML. */
function htmlOf(text) {
  let styles = [];
  return text
    .split(/(\u001b\[[\d;]*m)/)
    .map((part) => {
      const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
      if (codes === undefined) {
        const words = part.replace(/[&<]/g, (character) => `&#${character.charCodeAt(0)};`);
        return styles.length === 0 ? words : `<span style="${styles.join(';')}">${words}</span>`;
      }
      for (const code of codes.split(';')) {
        if (code === '' || code === '0') styles = [];
        else if (code in COLOURS) styles.push(COLOURS[code]);
        else if (code === '22') styles = styles.filter((style) => style !== COLOURS[1] && style !== COLOURS[2]);
        else if (code === '39') styles = styles.filter((style) => !style.startsWith('color') || style === COLOURS[2]);
      }
      return '';
    })
    .join('');
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PICTURES));
if (unknown.length > 0)
  throw new Error(`no such picture: ${unknown.join(', ')}; there is ${Object.keys(PICTURES).join(', ')}`);
const browser = await openChromium();
try {
  for (const [name, make] of Object.entries(PICTURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const folder = mkdtempSync(join(tmpdir(), 'newyear-load-pictures-'));
    const page = await browser.newPage();
    try {
      const path = join(ROOT, `docs/images/${name}.png`);
      await make(page, folder, path);
      process.stdout.write(`${path}\n`);
    } finally {
      await page.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
} finally {
  await browser.close();
}
