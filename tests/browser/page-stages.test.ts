import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Stage } from '#dist/core/stages.js';
import { releaseChromium, noChromium, openChromium } from '../helpers/cli/chromium.js';
import { DESKTOP, look, PHONE, textOf } from '../helpers/report/page-look.js';
import { eventfulReport } from '../helpers/report/page-report.js';
import { stagedReport } from '../helpers/report/staged-report.js';

after(releaseChromium);

const skip = noChromium;

before(async () => {
  if (noChromium === false) await openChromium();
});

function cells(page: Page, row: number): Promise<string[]> {
  return page.locator(`.stages tbody tr:nth-child(${row}) > *:visible`).allInnerTexts();
}

test('the page shows what was planned, what was sent, what arrived and how long it took to recover', { skip }, () =>
  look(stagedReport(), DESKTOP, async (page) => {
    assert.deepEqual(await cells(page, 1), [
      'warm-up\n0 s – 5 s, not measured',
      '1,000',
      '1,000',
      '1,000',
      '24,993',
      '7',
      '1.51 ms',
      '2.48 ms',
      '–',
      '–',
    ]);
    assert.deepEqual((await cells(page, 3)).slice(0, 4), ['spike\n15 s – 18 s', '2,000', '2,000', '2,000']);
    assert.deepEqual((await cells(page, 3)).slice(-2), ['2.0 s', 'VALID']);
    assert.match(await textOf(page, '#chart-messages .legend'), /planned\s*2,000\s*sent\s*2,000\s*completed\s*2,000/);
    assert.match(await textOf(page, '#chart-deliveries .legend'), /planned\s*10,000/);
    assert.match(await textOf(page, '.asked'), /up to 2,000 messages\/s, 1,100 on average/);
    assert.match(await textOf(page, '#time > .note'), /hatched is not measured/);
    assert.equal(await page.locator('.top-bar a[href="#stages"]').isVisible(), true);
  }),
);

test('on a phone nothing of the stages is cut off', { skip }, () =>
  look(stagedReport(), PHONE, async (page) => {
    assert.deepEqual((await cells(page, 3)).slice(0, 3), ['spike\n15 s – 18 s', '2,000', '2,000']);
    assert.equal((await cells(page, 3)).at(-1), '2.0 s');
    const widths = await page.evaluate<number[]>(
      '[document.querySelector("#stages .scroll").scrollWidth, document.querySelector("#stages .scroll").clientWidth]',
    );
    assert.equal(widths[0], widths[1]);
  }),
);

test('a hundred stages are two sheets of paper, too', { skip }, () => {
  const stages = Array.from(
    { length: 100 },
    (_, index): Stage => ({ name: `stage ${index + 1}`, durationMs: 300, from: 1000, to: 1000, measured: true }),
  );
  return look(stagedReport({}, stages), DESKTOP, async (page) => {
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 2);
  });
});

test('of a load that is the same all the time the page says nothing of stages', { skip }, () =>
  look(eventfulReport(), DESKTOP, async (page) => {
    assert.equal(await page.locator('#stages').isVisible(), false);
    assert.equal(await page.locator('.top-bar a[href="#stages"]').isVisible(), false);
    assert.doesNotMatch(await textOf(page, '#chart-deliveries .legend'), /planned/);
  }),
);
