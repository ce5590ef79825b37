import { csvReporter } from './csv.js';
import { hlogReporter } from './hlog.js';
import { htmlReporter } from './html.js';
import { jsonReporter } from './json.js';
import { junitReporter } from './junit.js';
import { markdownReporter } from './markdown.js';
import type { Reporter } from './reporter.js';
import { koreanReviewReporter, reviewReporter } from './review.js';

/** Every format of `--out`, in the order of the help. */
export const REPORTERS: readonly Reporter[] = [
  jsonReporter,
  csvReporter,
  hlogReporter,
  htmlReporter,
  junitReporter,
  markdownReporter,
  reviewReporter,
  koreanReviewReporter,
];
