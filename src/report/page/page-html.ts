import { createHash } from 'node:crypto';
import { chartLibraryFile, pageFile } from '../page-files.js';
import type { LivePage, PageData } from './page-types.js';

/**
 * What a page shows: `data`, inlined, a finished run; or `live`, a run that goes on. A live page has no data of its own: its
 * module `#page/live.js` takes the JSON value `live` from the element `page-live` (whatever the dashboard wants it to know, such as
 * the address of its events) and calls `renderPage` and `updatePage`; a live page may connect to where it came from, and to
 * nowhere else.
 */
export type PageSource = { readonly data: PageData } | { readonly live: LivePage };

const STYLES = ['theme.css', 'layout.css', 'parts.css', 'live.css', 'print.css'] as const;

/** What a module may import: modules of the page and what is pure in the core, by the names of package.json's `imports`. */
const IMPORT = /\bfrom\s*['"](#(?:page|core)\/[\w./-]+\.js)['"]/g;

/**
 * The whole page as one HTML text that needs no network: styles, the chart library, the page's modules and the data are inside.
 * Scripts run by their nonce only, so nothing that comes from a server could ever run.
 */
export function pageHtml(source: PageSource): string {
  return pageWithPolicy(source).html;
}

/** The same with its Content-Security-Policy, for a server that says it in a header too. */
export function pageWithPolicy(source: PageSource): { readonly html: string; readonly policy: string } {
  const isLive = 'live' in source;
  const { told } = isLive ? source.live : source.data;
  const json = inlineJson(isLive ? source.live : source.data);
  // Not random, so that a report is always the same file, and not to be guessed without all of the data.
  const nonce = createHash('sha256').update(json).digest('base64url');
  const entry = isLive ? '#page/live.js' : '#page/main.js';
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    `connect-src ${isLive ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = `<!doctype html>
<html lang="${told?.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>newyear-load</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${styles()}</style>
</head>
<body>
<noscript>This page draws its charts with JavaScript, which is switched off.</noscript>
<script type="application/json" id="${isLive ? 'page-live' : 'page-data'}">${json}</script>
<script nonce="${nonce}">${chartLibraryFile('uPlot.iife.min.js')}</script>
<script type="importmap" nonce="${nonce}">${inlineJson({ imports: modulesFrom(entry) })}</script>
<script type="module" nonce="${nonce}">import '${entry}';</script>
</body>
</html>
`;
  return { html, policy };
}

/**
 * JSON that cannot end the script element that it stands in, nor reorder or break a line of it, nor hold a command for a build
 * server that prints it (`##[error]`).
 */
function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /(?<=#)#|[<\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Every module that `entry` needs, as `data:` URLs by the names that they are imported with. */
function modulesFrom(entry: string): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const wanted = [entry];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue;
    const code = pageFile(name.slice(1));
    found.set(
      name,
      `data:text/javascript,${code.replace(/[%#\n\r\t]/g, (character) => encodeURIComponent(character))}`,
    );
    for (const [, specifier] of code.matchAll(IMPORT)) if (specifier !== undefined) wanted.push(specifier);
  }
  return Object.fromEntries(found);
}

function styles(): string {
  return [chartLibraryFile('uPlot.min.css'), ...STYLES.map((name) => pageFile(`page/${name}`))].join('\n');
}
