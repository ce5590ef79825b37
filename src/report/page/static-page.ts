import { createHash } from 'node:crypto';
import type { LanguageName } from '../../core/language/words.js';
import { pageFile } from '../page-files.js';
import { xmlText } from '../xml.js';

/** Styles of the report's page that a page without scripts shares with it. */
const SHARED_STYLES = ['theme.css', 'layout.css', 'parts.css', 'print.css'] as const;

/** A page without scripts. */
interface StaticPage {
  readonly title: string;
  readonly language: LanguageName;
  /** Name of a file of styles of its own, and of the class that they are for. */
  readonly name: string;
  /** What it shows, escaped. */
  readonly body: string;
}

/** One page without scripts that needs no network, in the look of a report's page. */
export function staticPage({ title, language, name, body }: StaticPage): string {
  const css = [...SHARED_STYLES, `${name}.css`].map((file) => pageFile(`page/${file}`)).join('\n');
  const digest = createHash('sha256').update(css).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${xmlText(title)}</title>
<link rel="icon" href="data:,">
<style>${css}</style>
</head>
<body>
<main class="${name}">
${body}
</main>
</body>
</html>
`;
}

/** @param rows cells that are escaped already */
export function staticTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  // A cell without a text heads nothing.
  const head = columns.map((column) => (column === '' ? '<td></td>' : `<th scope="col">${column}</th>`)).join('');
  const body = rows.map(([first = '', ...cells]) => {
    return `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
