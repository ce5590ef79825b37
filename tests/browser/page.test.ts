import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { formatCount, formatLatencyMs, formatRate } from '#dist/core/units.js';
import { buildReport } from '#dist/report/build-report.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { releaseChromium, noChromium, openChromium } from '../helpers/cli/chromium.js';
import { hostileReport } from '../helpers/report/hostile.js';
import { connectOutcome, reportContext } from '../helpers/report/outcome.js';
import { DESKTOP, look, PHONE, textOf, TIME_CHARTS } from '../helpers/report/page-look.js';
import { eventfulReport, largeReport } from '../helpers/report/page-report.js';

after(releaseChromium);

const skip = noChromium;
const report = eventfulReport();
/** A number of the page itself. */
function measured(page: Page, expression: string): Promise<number> {
  return page.evaluate<number>(expression);
}

/** What a chart says of the place under the cursor, with the cursor at a share of its width. */
async function placeAt(page: Page, chart: string, share: number): Promise<string> {
  const over = page.locator(`#chart-${chart} .u-over`);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + 1 + share * (box.width - 2), box.y + box.height / 2);
  return (await textOf(page, `#chart-${chart} .place`)).replace(/[,:].*/, '');
}

async function drag(page: Page, chart: string, from: number, to: number): Promise<void> {
  const over = page.locator(`#chart-${chart} .u-over`);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  assert.ok(box !== null);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + ((from + to) / 2) * box.width, y);
  await page.mouse.move(box.x + to * box.width, y);
  await page.mouse.up();
}

before(async () => {
  // The first start of a browser takes longest; it is no part of what is tested.
  if (noChromium === false) await openChromium();
});

test('the first screen has the answer and the figures of the JSON', { skip }, () =>
  look(report, DESKTOP, async (page) => {
    const { deliveries, latencyMs, tps, verdict, grade } = report;
    const expected = {
      '#lost': formatCount(deliveries.lost),
      '#duplicated': formatCount(deliveries.duplicated),
      '#reordered': formatCount(deliveries.reordered),
      '#echo-p50': formatLatencyMs(latencyMs.echo.p50),
      '#echo-p99': formatLatencyMs(latencyMs.echo.p99),
      '#fanout-p50': formatLatencyMs(latencyMs.fanout.p50),
      '#fanout-p99': formatLatencyMs(latencyMs.fanout.p99),
      '#tps': formatRate(tps.completed),
      '#verdict': verdict.level,
      '#grade': grade.level ?? 'none',
    };
    for (const [selector, text] of Object.entries(expected)) {
      assert.equal(await textOf(page, selector), text, selector);
      const box = await page.locator(selector).boundingBox();
      assert.ok(box !== null && box.y + box.height < 800, `${selector} is not on the first screen`);
    }
    assert.match(await textOf(page, 'h1'), /^126 of 150,000 deliveries lost/);
    assert.match(await page.title(), /^LOST: 126 of/);
    const thresholds = await page.locator('#card-thresholds li').allInnerTexts();
    assert.equal(thresholds.length, report.thresholds.length);
    assert.match(thresholds[0] ?? '', /lost==0/, 'what failed comes first');
    assert.match(await textOf(page, '.findings >> nth=0'), /All 126 lost messages: room 7/);
  }),
);

test('dragging over one chart zooms all of them, and a double click shows the whole again', { skip }, () =>
  look(report, DESKTOP, async (page) => {
    const range = (): Promise<string> => textOf(page, '.range');
    assert.equal(await range(), '0 s – 30 s');
    await drag(page, 'messages', 1 / 3, 2 / 3);
    const [min = 0, max = 0] = (await range()).split(' – ').map((text) => Number.parseFloat(text));
    assert.ok(Math.abs(min - 10) < 0.5 && Math.abs(max - 20) < 0.5, await range());
    for (const chart of TIME_CHARTS) {
      const [first, last] = [await placeAt(page, chart, 0), await placeAt(page, chart, 1)];
      assert.ok(Math.abs(Number.parseFloat(first) - min) <= 1, `${chart} begins at ${first}`);
      assert.ok(Math.abs(Number.parseFloat(last) - max) <= 1, `${chart} ends at ${last}`);
    }
    await page.locator('#chart-heat .u-over').dblclick();
    assert.equal(await range(), '0 s – 30 s');
    assert.equal(await placeAt(page, 'generator', 1), '29 s');
  }),
);

test('the cursor is on the same second in every chart, with the values of the JSON', { skip }, () =>
  look(report, DESKTOP, async (page) => {
    await placeAt(page, 'latency', 20.3 / 30);
    for (const chart of TIME_CHARTS) {
      assert.match(await textOf(page, `#chart-${chart} .place`), /^20 s/, chart);
    }
    const row = report.timeline[20];
    assert.deepEqual(await page.locator('#chart-latency .legend-value:visible').allInnerTexts(), [
      formatLatencyMs(row?.fanoutP50Ms ?? null),
      formatLatencyMs(row?.fanoutP90Ms ?? null),
      formatLatencyMs(row?.fanoutP99Ms ?? null),
      formatLatencyMs(row?.fanoutP999Ms ?? null),
    ]);
    await page.locator('[data-kind="echo"]').click();
    await placeAt(page, 'latency', 20.3 / 30);
    const [p50] = await page.locator('#chart-latency .legend-value').allInnerTexts();
    assert.equal(p50, formatLatencyMs(row?.echoP50Ms ?? null));
  }),
);

test('rooms come with the worst first and are sorted by the buttons of the header', { skip }, () =>
  look(report, DESKTOP, async (page) => {
    const rooms = report.deliveries.byRoom;
    const names = (): Promise<string[]> => page.locator('.rooms tbody th').allInnerTexts();
    assert.equal((await names())[0], rooms[6]?.room);
    const members = page.locator('[data-sort="members"]');
    await members.click();
    assert.equal(await page.locator('.rooms th:has([data-sort="members"])').getAttribute('aria-sort'), 'descending');
    const column = page.locator('.rooms tbody td:nth-child(2)');
    const byMembers = rooms.map((room) => room.members);
    assert.deepEqual(
      (await column.allInnerTexts()).map(Number),
      byMembers.toSorted((one, other) => other - one),
    );
    await members.press('Enter');
    assert.deepEqual(
      (await column.allInnerTexts()).map(Number),
      byMembers.toSorted((one, other) => one - other),
    );
    assert.equal(await page.locator('.rooms th[aria-sort]').count(), 1);
  }),
);

test('everything can be done with the keyboard', { skip }, () =>
  look(report, DESKTOP, async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the answer');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'main');
    await page.locator('[aria-label="Zoom in"]').press('Enter');
    assert.equal(await textOf(page, '.range'), '7.5 s – 22.5 s');
    await page.locator('[aria-label="Later"]').press('Space');
    assert.equal(await textOf(page, '.range'), '15 s – 30 s');
    await page.locator('[aria-label="Show the whole run"]').press('Enter');
    assert.equal(await textOf(page, '.range'), '0 s – 30 s');
    const outside = '#page > :not(header, main, a.skip)';
    assert.equal(await page.locator(outside).count(), 0, 'all lies in a landmark');
    const unnamed = 'button:not([aria-label]):empty, [tabindex="0"]:not([aria-label]):not(pre)';
    assert.equal(await page.locator(unnamed).count(), 0);
    await page.locator('#chart-messages .legend button').first().press('Enter');
    assert.equal(await page.locator('#chart-messages [aria-pressed="false"]').count(), 1);
  }),
);

test('the page is light or dark as the system is, and as its button says', { skip }, () =>
  look(report, { ...DESKTOP, colorScheme: 'light' }, async (page) => {
    const background = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const [light, dark] = ['rgb(247, 248, 250)', 'rgb(14, 17, 22)'];
    assert.equal(await background(), light);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await background(), dark);
    await page.locator('.theme-button').click();
    assert.equal(await background(), light);
    await page.locator('.theme-button').click();
    assert.equal(await background(), dark);
  }),
);

test('nothing is wider than a phone', { skip }, () =>
  look(report, PHONE, async (page) => {
    assert.equal(await measured(page, 'document.documentElement.scrollWidth'), 400);
  }),
);

test('what a server sends is text and nothing else, and fits a phone too', { skip }, () =>
  look(hostileReport(report), PHONE, async (page) => {
    assert.equal(await page.locator('#page :is(script, img, iframe, b, style)').count(), 0);
    assert.match(
      await textOf(page, '.findings >> nth=0'),
      /<script>alert\(1\)<\/script><img src=x onerror=alert\(1\)>/,
    );
    assert.match(await textOf(page, '.rooms tbody'), /\\u202egpj\.exe/);
    assert.equal(await measured(page, 'document.documentElement.scrollWidth'), 400);
  }),
);

test('a page is printed on three sheets at most, however much there is to say, in light colours', { skip }, () =>
  look(hostileReport(largeReport(60, 100)), { ...DESKTOP, colorScheme: 'dark' }, async (page) => {
    await page.evaluate('addEventListener("afterprint", () => { document.title = "was printed" })');
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert.ok(sheets >= 2 && sheets <= 3, `${sheets} sheets`);
    assert.equal(await page.title(), 'was printed');
    assert.equal(await page.evaluate('document.documentElement.dataset.theme ?? "system"'), 'system');
    assert.equal(await page.locator('.printing').count(), 0);
  }),
);

test(
  'paper has its columns and charts that fit them, however narrow the window is from which it is printed',
  { skip },
  () =>
    look(report, PHONE, async (page) => {
      await page.evaluate('dispatchEvent(new Event("beforeprint"))');
      const columns = (of: string): Promise<number> =>
        measured(page, `getComputedStyle(document.querySelector("${of}")).gridTemplateColumns.split(" ").length`);
      assert.deepEqual(await Promise.all(['.cards', '.chart-grid', '.distribution'].map(columns)), [3, 2, 2]);
      await page.evaluate('dispatchEvent(new Event("afterprint"))');
      assert.deepEqual(await Promise.all(['.cards', '.chart-grid', '.distribution'].map(columns)), [1, 1, 1]);
    }),
);

test('a run without messages shows its connections and no empty charts', { skip }, () =>
  look(
    buildReport(connectOutcome(), reportContext({ plan: { ...reportContext().plan, kind: 'connect' } })),
    DESKTOP,
    async (page) => {
      assert.equal(await textOf(page, '#opened'), '50');
      assert.equal(await page.locator('.chart canvas:visible').count(), 0);
      assert.equal(await page.locator('#lost').count(), 0);
    },
  ),
);

test('ten minutes of seconds, one after the other, leave the page as small as it was', { skip }, async () => {
  const whole = pageDataOf(largeReport(600, 35));
  // The module of the page is called as the live page calls it, which its policy does not allow to a test.
  await look(report, { ...DESKTOP, bypassCSP: true }, async (page) => {
    await drag(page, 'messages', 1 / 3, 2 / 3);
    const range = await textOf(page, '.range');
    const count = await measured(page, 'document.querySelectorAll("*").length');
    const grown = await page.evaluate<number>(`(async () => {
      const { updatePage } = await import('#page/app.js');
      const whole = ${JSON.stringify(whole)};
      const cut = (columns, length) => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(0, length)]));
      for (let second = 31; second <= 600; second += 3) {
        const timeline = { ...whole.timeline, columns: cut(whole.timeline.columns, second) };
        updatePage({ ...whole, live: true, timeline, heat: { ...whole.heat, columns: cut(whole.heat.columns, second) } });
        if (second % 20 === 1) await new Promise((resolve) => setTimeout(resolve, 0));
      }
      updatePage(whole);
      return document.querySelectorAll('canvas').length;
    })()`);
    assert.equal(grown, 9);
    assert.equal(await textOf(page, '.range'), range, 'the zoom stays');
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    assert.ok(usedSize < 50_000_000, `${usedSize} bytes of JavaScript memory`);
    const rooms = 25;
    const now = await measured(page, 'document.querySelectorAll("*").length');
    assert.ok(now < count + rooms * 11 + 50, `${now} elements after ${count}`);
  });
});
