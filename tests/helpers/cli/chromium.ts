import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Where browsers are installed that stand in no PATH. */
const USUAL_PLACES = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];

/** `CHROMIUM_PATH`, or where Chromium is installed by the names that systems give it. */
const executablePath = [
  process.env['CHROMIUM_PATH'] ?? '',
  ...[...(process.env['PATH'] ?? '').split(':'), ...USUAL_PLACES].flatMap((folder) =>
    NAMES.map((name) => `${folder}/${name}`),
  ),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== '' && existsSync(path));

/** Why tests in a browser cannot run here, or false when they can. */
export const noChromium: string | false =
  executablePath === undefined
    ? 'no Chromium is installed (CHROMIUM_PATH names one elsewhere), which tests of the page need'
    : false;

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Promise<Browser> | undefined;

/** For the next test file of the process to want it too. */
const IDLE_MS = 1000;
let closing: NodeJS.Timeout | undefined;

/** Gives the browser back, which a test file does when it is over: `after(releaseChromium)`. */
export function releaseChromium(): void {
  closing = setTimeout(() => {
    void browser?.then((open) => open.close());
    browser = undefined;
  }, IDLE_MS);
}

/** The browser, with an empty profile of its own; it is started when it is wanted, and ends when no test file wants it any more. */
export function openChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(String(noChromium));
  clearTimeout(closing);
  browser ??= chromium.launch({ executablePath, args: QUIET, timeout: 20_000 });
  return browser;
}
