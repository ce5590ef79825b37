import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { buildReport } from '#dist/report/build-report.js';
import { releaseChromium, noChromium, openChromium } from '../helpers/cli/chromium.js';
import { auditOutcome, connectOutcome, reportContext, runOutcome } from '../helpers/report/outcome.js';
import { DESKTOP, look, textOf, TIME_CHARTS } from '../helpers/report/page-look.js';
import { eventfulReport } from '../helpers/report/page-report.js';

after(releaseChromium);

const skip = noChromium;
const report = eventfulReport();

before(async () => {
  if (noChromium === false) await openChromium();
});

test('the arrow keys go through the seconds of all charts, whichever has the focus', { skip }, () =>
  look(report, DESKTOP, async (page) => {
    const places = async (): Promise<string[]> =>
      Promise.all(
        TIME_CHARTS.map(async (chart) => (await textOf(page, `#chart-${chart} .place`)).replace(/[,:].*/, '')),
      );
    const everywhere = (place: string): string[] => TIME_CHARTS.map(() => place);
    const chart = page.locator('#chart-latency .chart-host');
    assert.match((await chart.getAttribute('aria-label')) ?? '', /^Latency, from the planned send/);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await chart.press(key);
    assert.deepEqual(await places(), everywhere('1 s'));
    assert.match(
      await textOf(page, '#chart-latency [role="status"]'),
      /^1 s: p50 1\.00 ms, p90 1\.90 ms, p99 2\.40 ms$/,
    );
    assert.deepEqual((await page.locator('#chart-latency .legend-value').allInnerTexts()).slice(0, 1), ['1.00 ms']);
    await chart.press('End');
    assert.deepEqual(await places(), everywhere('29 s'));
    await page.locator('[aria-label="Zoom in"]').click();
    await page.locator('#chart-heat .chart-host').press('Home');
    assert.deepEqual(await places(), everywhere('0 s'));
    assert.match(await textOf(page, '.range'), /^0 s – /);
    await page.keyboard.press('Escape');
    assert.deepEqual(
      await places(),
      TIME_CHARTS.map((id) => (id === 'heat' ? '' : 'highest')),
    );
    const curve = page.locator('#chart-percentiles .chart-host');
    await curve.press('ArrowLeft');
    assert.equal(await textOf(page, '#chart-percentiles .place'), 'p99.99925');
    await curve.press('Escape');
    assert.equal(await textOf(page, '#chart-percentiles .place'), 'slowest');
  }),
);

test('where a second has too few messages for a p99 of the slip, the largest slip is drawn', { skip }, async () => {
  const legend = (page: Page): Promise<string> => textOf(page, '#chart-generator .legend');
  await look(report, DESKTOP, async (page) => {
    assert.match(await legend(page), /slip p99\s*1\.10 ms/);
    assert.doesNotMatch(await legend(page), /at most/);
  });
  const timeline = report.timeline.map((row) => ({ ...row, slipP99Ms: null }));
  await look({ ...report, timeline }, DESKTOP, async (page) => {
    assert.match(await legend(page), /slip at most\s*1\.90 ms/);
    assert.doesNotMatch(await legend(page), /p99/);
  });
});

test('of a run that only connects the page says nothing of messages', { skip }, () => {
  const { timeline, workers } = runOutcome();
  const audit = auditOutcome();
  const quiet = { intended: 0, sent: 0, completed: 0, delivered: 0, slipP99Ms: null, slipMaxMs: null };
  const outcome = connectOutcome({ timeline: timeline.map((row) => ({ ...row, ...quiet })), workers, audit });
  const context = reportContext({ plan: { ...reportContext().plan, kind: 'connect', canary: true, audit: false } });
  return look(buildReport(outcome, context), DESKTOP, async (page) => {
    assert.match(await textOf(page, '#phases tbody'), /\bhold\b/);
    assert.match(await textOf(page, '#card-audit'), /Afterwards: 50 of 50 users found/);
    const text = await textOf(page, 'main');
    assert.doesNotMatch(text, /flood|canary|audit|duplicated|slip\s|messages\/s|deliver/);
    const legends = await page.locator('.chart:visible .legend').allInnerTexts();
    assert.deepEqual(
      legends.map((legend) => legend.replace(/\s+/g, ' ').trim()),
      ['errors0 connections lost0', 'open50', 'CPU of a core22 %'],
    );
    assert.equal(await page.locator('#distribution:visible, #rooms:visible').count(), 0);
  });
});

test('what a million messages take is not told of a handful', { skip }, async () => {
  const { counters, deliveries } = runOutcome();
  const handful = { counters: { ...counters, sent: 100 }, deliveries: { ...deliveries, received: 500 } };
  await look(buildReport(runOutcome(), reportContext()), DESKTOP, async (page) =>
    assert.match(await textOf(page, '.generator'), /a million messages take/),
  );
  await look(buildReport(runOutcome(handful), reportContext()), DESKTOP, async (page) =>
    assert.doesNotMatch(await textOf(page, '.generator'), /a million messages take/),
  );
});

test('no figure is wider than its card on a small screen', { skip }, () => {
  const slow = { ...report.latencyMs.fanout, p50: 98.7, p99: 98.7, max: 98.7 };
  const shown = { ...report, latencyMs: { ...report.latencyMs, fanout: slow, echo: slow } };
  return look(shown, DESKTOP, async (page) => {
    for (const width of [1131, 1100, 1000, 870]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await page.evaluate<string[]>(
        "[...document.querySelectorAll('.cards .card')].filter((card) => card.scrollWidth > card.clientWidth).map(({ id }) => id)",
      );
      assert.deepEqual(wide, [], `${width} px`);
    }
  });
});
