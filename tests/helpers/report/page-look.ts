import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Report } from '#dist/report/report-types.js';
import { htmlReporter } from '#dist/report/reporters/html.js';
import { openChromium } from '../cli/chromium.js';
import { inFolder } from '../cli/cli.js';

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 400, height: 860 } };
/** Charts that share the axis of time. */
export const TIME_CHARTS = [
  'messages',
  'deliveries',
  'latency',
  'heat',
  'in-flight',
  'trouble',
  'connections',
  'generator',
];

/** Opens a report's page from a file; fails when the page complains or asks for anything. */
export async function look(
  shown: Report,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, 'report.html');
    writeFileSync(file, htmlReporter.render(shown));
    const context = await (await openChromium()).newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const flaws: string[] = [];
    page.on('pageerror', ({ message }) => flaws.push(message));
    page.on('console', (message) => flaws.push(message.text()));
    page.on('dialog', (dialog) => flaws.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith('data:') && url !== `file://${file}`) flaws.push(`asked for ${url}`);
    });
    await page.goto(`file://${file}`);
    await page.waitForSelector('#page');
    await use(page);
    await context.close();
    assert.deepEqual(flaws, []);
  });
}

/** What somebody reads there. */
export function textOf(page: Page, selector: string): Promise<string> {
  return page.locator(selector).innerText();
}
