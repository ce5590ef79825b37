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

/** Ends the browser of a test file, which does so when it is over: `after(closeChromium)`. */
export async function closeChromium(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}

/** The browser of this test file, with an empty profile of its own; it is started when it is wanted. */
export function openChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(String(noChromium));
  browser ??= chromium.launch({ executablePath, args: QUIET, timeout: 20_000 });
  return browser;
}
