import { keysOf } from '../../core/records.js';
import { REPORT_FORMATS } from '../report-formats.js';
import { csvReporter } from './csv.js';
import { hlogReporter } from './hlog.js';
import { htmlReporter } from './html.js';
import { jsonReporter } from './json.js';
import { junitReporter } from './junit.js';
import { markdownReporter } from './markdown.js';
import type { Reporter } from './reporter.js';
import { koreanReviewReporter, reviewReporter } from './review.js';

const REPORTER_OF: Readonly<Record<keyof typeof REPORT_FORMATS, Reporter>> = {
  json: jsonReporter,
  csv: csvReporter,
  hlog: hlogReporter,
  html: htmlReporter,
  junit: junitReporter,
  md: markdownReporter,
  review: reviewReporter,
  reviewko: koreanReviewReporter,
};

/** Every format of `--out`, in the order of the help. */
export const REPORTERS: readonly Reporter[] = keysOf(REPORT_FORMATS).map((format) => REPORTER_OF[format]);

/** The reporter of a format. */
export function reporterOf(format: string): Reporter | undefined {
  return REPORTERS.find((reporter) => reporter.format === format);
}
