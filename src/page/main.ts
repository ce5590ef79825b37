import { renderPage } from '#page/app.js';
import { useLabels } from '#page/labels.js';
import type { PageData } from '../report/page/page-types.js';

// The data lies in the page itself; the id is that of src/report/page-html.ts.
const text = document.getElementById('page-data')?.textContent ?? '';
const data = JSON.parse(text) as PageData;
useLabels(data.told?.labels ?? {});
renderPage(document.body, data);
