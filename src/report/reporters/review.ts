import { reviewOf } from '../review/review.js';
import { ENGLISH_REVIEW, KOREAN_REVIEW } from '../review/words.js';
import type { Reporter } from './reporter.js';

/** The review of an incident, to be filled in by people. */
export const reviewReporter: Reporter = {
  format: 'review',
  extension: 'review.md',
  describe: 'an incident review: what is known, then the questions',
  render: (report) => reviewOf(report, ENGLISH_REVIEW),
};

/** The same in Korean. */
export const koreanReviewReporter: Reporter = {
  format: 'reviewko',
  extension: 'review.ko.md',
  describe: 'the same in Korean',
  render: (report) => reviewOf(report, KOREAN_REVIEW),
};
