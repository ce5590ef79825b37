import type { ComparisonFormat } from './format.js';
import { htmlFormat } from './html.js';
import { jsonFormat } from './json.js';
import { markdownFormat } from './markdown.js';

/** Every format of `compare --out`, in the order of the help. */
export const COMPARISON_FORMATS: readonly ComparisonFormat[] = [jsonFormat, markdownFormat, htmlFormat];
