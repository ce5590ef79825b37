import assert from 'node:assert/strict';
import test from 'node:test';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { pageHtml } from '#dist/report/page/page-html.js';
import { htmlReporter } from '#dist/report/reporters/html.js';
import { hostileReport } from '../../../helpers/report/hostile.js';
import { eventfulReport, largeReport } from '../../../helpers/report/page-report.js';

const MOST_BYTES = 500_000;
const crowded = largeReport(600, 3_000);
const report = eventfulReport();
const html = htmlReporter.render(report);

function elementText(page: string, opening: RegExp): string {
  const start = opening.exec(page);
  assert.ok(start !== null, String(opening));
  const from = start.index + start[0].length;
  return page.slice(from, page.indexOf('</script>', from));
}

test('the data in the page is the page data, whole', () => {
  assert.deepEqual(
    JSON.parse(elementText(html, /<script [^>]*id="page-data">/)),
    JSON.parse(JSON.stringify(pageDataOf(report))),
  );
});

test('a page is the same file each time', () => {
  assert.equal(htmlReporter.render(report), html);
});

test('nothing in the page comes from anywhere else', () => {
  const { imports } = JSON.parse(elementText(html, /<script type="importmap"[^>]*>/)) as {
    imports: Record<string, string>;
  };
  assert.ok(Object.keys(imports).length > 20);
  for (const [name, url] of Object.entries(imports)) {
    assert.match(url, /^data:text\/javascript,/, name);
    for (const [, specifier = ''] of decodeURIComponent(url).matchAll(/\bfrom '([^']+)'/g)) {
      assert.ok(Object.hasOwn(imports, specifier), `${name} imports ${specifier}`);
    }
  }
  assert.doesNotMatch(html, /<(?:script|img|iframe|object|embed)[^>]*\ssrc=|@import|url\((?!["']?data:)/i);
});

test('only scripts of the page itself may run, and nothing may be fetched', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /connect-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1] ?? '';
  assert.ok(nonce.length > 30);
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
    assert.ok(tag.includes(`nonce="${nonce}"`) || tag.includes('application/json'), tag);
  }
});

test('no text of a report ends a script or begins a comment', () => {
  const page = htmlReporter.render(hostileReport(report));
  const scripts = (text: string): number => text.match(/<\/?script/gi)?.length ?? 0;
  assert.equal(scripts(page), scripts(html));
  assert.equal(page.match(/<!--/g), null);
  assert.doesNotMatch(page, /[\u202a-\u202e\u2066-\u2069\u2028\u2029\u0000]/);
});

for (const [what, large] of [
  ['ten minutes with 35 rooms', () => largeReport(600, 35)],
  ['ten minutes with 3,000 rooms', () => crowded],
  ['a night with 100 rooms', () => largeReport(20_000, 100)],
] as const) {
  test(`the page of ${what} is smaller than 500 kB`, () => {
    const bytes = Buffer.byteLength(htmlReporter.render(large()));
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  });
}

test('a page of a hostile server is no larger', () => {
  assert.ok(Buffer.byteLength(htmlReporter.render(hostileReport(crowded))) < MOST_BYTES);
});

test('a live page may connect to where it came from and holds no data', () => {
  const page = pageHtml({ live: { events: './</script>' } });
  assert.match(page, /connect-src 'self'/);
  assert.deepEqual(JSON.parse(elementText(page, /<script [^>]*id="page-live">/)), { events: './</script>' });
  assert.ok(!page.includes('id="page-data"'));
});
