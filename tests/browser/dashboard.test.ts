import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Page } from 'playwright-core';
import { formatCount } from '#dist/core/units.js';
import { sleep } from '#dist/core/clock.js';
import { startDashboard } from '#dist/live/dashboard/dashboard.js';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { releaseChromium, noChromium, openChromium } from '../helpers/cli/chromium.js';
import { startCli } from '../helpers/cli/cli.js';
import { BEGINNING, floodSecond, nothingToTell, SET_UP } from '../helpers/report/live-events.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';

after(releaseChromium);

const skip = noChromium;
/** For a browser on a machine that is busy with much else. */
const PATIENCE_MS = 30_000;
/** Ends a run that nobody has ended. */
const LONGEST_MS = 90_000;
const HOSTILE = '<img src=x onerror="document.title=1"></script><script>document.title="2"</script>\u202e\u001b[2J';

/** A page at this address, with everything that went wrong in it. */
async function look(url: string): Promise<{ readonly page: Page; readonly flaws: string[] }> {
  const page = await (await openChromium()).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const flaws: string[] = [];
  page.on('pageerror', ({ message }) => flaws.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') flaws.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !request.url().startsWith(url)) flaws.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, flaws };
}

/** Waits until the page's title, which is its answer, is like this. */
async function waitForTitle(page: Page, pattern: RegExp): Promise<void> {
  // The page's policy forbids the code that playwright would wait with.
  const deadline = performance.now() + PATIENCE_MS;
  for (let title = await page.title(); !pattern.test(title); title = await page.title()) {
    assert.ok(performance.now() < deadline, `the title is "${title}" and not ${pattern}`);
    await sleep(50);
  }
}

/** Waits for a state of the page's connection: `going`, `over`, … */
async function waitForState(page: Page, state: string): Promise<void> {
  await page.waitForSelector(`html[data-live="${state}"]`);
}

test('a run is shown from its beginning to its end, and the page keeps its result when the run is gone', {
  skip,
}, async () => {
  const args = [
    'run',
    '--embedded',
    '--users',
    '12',
    '--rooms',
    '3',
    '--rate',
    '60',
    '--workers',
    '1',
    '--duration',
    '2m',
  ];
  await openChromium();
  const cli = startCli([...args, '--dashboard', '--quiet', '--json'], { timeoutMs: LONGEST_MS });
  await cli.shows('Dashboard: http://');
  const { page, flaws } = await look(/Dashboard: (\S+)/.exec(cli.shown().stderr)?.[1] ?? '');
  await waitForState(page, 'going');
  await waitForTitle(page, /^RUNNING: /);
  assert.ok(await page.locator('.live-status').isHidden());
  // The run goes on until the page has been seen, however long a browser takes to show it.
  cli.kill('SIGINT');
  await waitForState(page, 'over');
  const { code, stdout, stderr } = await cli.result;
  assert.equal(code, 130, stderr);
  const report = JSON.parse(stdout) as Report;
  const text = await page.locator('#page').innerText();
  assert.ok(
    text.includes(`${formatCount(report.deliveries.received)} of ${formatCount(report.deliveries.expected)}`),
    text,
  );
  assert.ok(text.includes(report.verdict.level), text);
  assert.ok(text.includes(report.deliveries.byRoom[0]?.room ?? 'no room'), text);
  assert.match(await page.locator('.live-status').innerText(), /^The run is over\./);
  // Everything on it still works, although nobody answers any more.
  await page.getByRole('button', { name: 'Echo', exact: true }).click();
  assert.deepEqual(flaws, []);
  await page.close();
});

test('what a chat server says is text in the live page, and steps change no more than they must', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(0, BEGINNING, nothingToTell);
  t.after(() => dashboard.end(undefined));
  for (const event of SET_UP) dashboard.onEvent(event);
  dashboard.onEvent({ type: 'notice', message: HOSTILE });
  dashboard.onEvent({ type: 'alert', alert: { rule: HOSTILE, message: HOSTILE, second: 0, value: 1, limit: 0 } });
  dashboard.onEvent(floodSecond(0));
  const { page, flaws } = await look(dashboard.url);
  await waitForTitle(page, /^RUNNING: 1 s of 30 s/);
  const chart = await page.locator('canvas').first().elementHandle();
  for (let second = 1; second <= 3; second++) {
    dashboard.onEvent(floodSecond(second));
    await waitForTitle(page, new RegExp(`^RUNNING: ${second + 1} s of 30 s`));
  }
  assert.equal(await chart?.isVisible(), true);
  const text = await page.locator('#page').innerText();
  assert.ok(text.includes(String.raw`<img src=x onerror="document.title=1"></script>`), text);
  assert.ok(text.includes(String.raw`\u202e\x1b[2J`), text);
  assert.equal(await page.locator('#page img, #page script').count(), 0);
  assert.deepEqual(flaws, []);
  await page.close();
});

test('a run that dies without a word leaves the page as it was, and nothing there says that it is running', {
  skip,
}, async () => {
  await openChromium();
  const cli = startCli(
    ['run', '--embedded', '--users', '12', '--rooms', '3', '--duration', '2m', '--dashboard', '-q'],
    { timeoutMs: LONGEST_MS },
  );
  await cli.shows('Dashboard: http://');
  const { page } = await look(/Dashboard: (\S+)/.exec(cli.shown().stderr)?.[1] ?? '');
  await waitForState(page, 'going');
  await waitForTitle(page, /^RUNNING: \d+ s of 120 s/);
  cli.kill('SIGKILL');
  await waitForState(page, 'away');
  assert.match(await page.locator('.live-status').innerText(), /^The run cannot be reached\./);
  assert.match(await page.title(), /^NO NEWS: the last was \d+ s of 120 s/);
  assert.equal(await page.locator('.progress').isVisible(), false);
  await page.close();
});

test('every viewer gets the end of the run', { skip }, async (t) => {
  const dashboard = await startDashboard(0, BEGINNING, nothingToTell);
  t.after(() => dashboard.end(undefined));
  const looks = [await look(dashboard.url), await look(dashboard.url)];
  for (const { page } of looks) await waitForState(page, 'going');
  await dashboard.end(buildReport(runOutcome(), reportContext()));
  for (const { page, flaws } of looks) {
    await waitForState(page, 'over');
    assert.match(await page.title(), /^HELD: /);
    assert.deepEqual(flaws, []);
    await page.close();
  }
});
