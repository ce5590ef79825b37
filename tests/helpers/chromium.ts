import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium is installed, by the names that systems give it. */
const executablePath = (process.env['PATH'] ?? '')
  .split(':')
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `${folder}/${name}`))
  .find((path) => existsSync(path));

/** Why tests in a browser cannot run here, or false when they can. */
export const noChromium: string | false =
  executablePath === undefined ? 'no Chromium is installed, which tests of the page need' : false;

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

after(async () => (await browser)?.close());

/** The browser of this test file, with an empty profile of its own; it is started when it is wanted and ends with the file. */
export function openChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(String(noChromium));
  browser ??= chromium.launch({ executablePath, args: QUIET, timeout: 20_000 });
  return browser;
}
