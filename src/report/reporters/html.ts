import { pageDataOf } from '../page/page-data.js';
import { pageHtml } from '../page/page-html.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/** One page that needs no network; docs/report-page.md tells what it shows. */
export const htmlReporter: Reporter = {
  ...REPORT_FORMATS.html,
  render: (report, _place, voice) => pageHtml({ data: pageDataOf(report, voice) }),
};
