import { renderPage } from '#page/app.js';
import type { PageData } from '../report/page/page-types.js';

// The data lies in the page itself; the id is that of src/report/page-html.ts.
const text = document.getElementById('page-data')?.textContent ?? '';
renderPage(document.body, JSON.parse(text) as PageData);
