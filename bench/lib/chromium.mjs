import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with an empty profile of its own. */
export function openChromium() {
  const paths = (process.env.PATH ?? '').split(':').flatMap((folder) => NAMES.map((name) => `${folder}/${name}`));
  const executablePath = paths.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('no Chromium is installed');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/**
 * Looks how much memory a page takes, in MiB: the JavaScript heap after a garbage collection, and what the page's process has of
 * its own, shared parts in proportion (PSS).
 * @param {import('playwright-core').Browser} browser with this one page
 * @param {import('playwright-core').Page} page
 */
export async function memoryMeter(browser, page) {
  const session = await page.context().newCDPSession(page);
  const system = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => pssOf(id));
    return { heapMiB: heap / 2 ** 20, processMiB: Math.max(...sizes) };
  };
}

/** Proportional memory of a process in MiB, where the system tells it. */
function pssOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
