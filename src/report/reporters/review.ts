import { reviewOf } from '../review/review.js';
import { ENGLISH_REVIEW, KOREAN_REVIEW } from '../review/words.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/** The review of an incident, to be filled in by people. */
export const reviewReporter: Reporter = {
  ...REPORT_FORMATS.review,
  render: (report) => reviewOf(report, ENGLISH_REVIEW),
};

/** The same in Korean. */
export const koreanReviewReporter: Reporter = {
  ...REPORT_FORMATS.reviewko,
  render: (report) => reviewOf(report, KOREAN_REVIEW),
};
