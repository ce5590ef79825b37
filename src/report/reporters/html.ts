import { pageDataOf } from '../page/page-data.js';
import { pageHtml } from '../page/page-html.js';
import type { Reporter } from './reporter.js';

/** One page that needs no network; docs/report-page.md tells what it shows. */
export const htmlReporter: Reporter = {
  format: 'html',
  extension: 'html',
  describe: 'a page with charts, for a browser',
  render: (report, _place, voice) => pageHtml({ data: pageDataOf(report, voice) }),
};
