import { csvCapacity } from './csv.js';
import type { CapacityFormat } from './format.js';
import { htmlCapacity } from './html.js';
import { jsonCapacity } from './json.js';
import { junitCapacity } from './junit.js';
import { markdownCapacity } from './markdown.js';

/** Every format of `capacity --out`, in the order of the help. */
export const CAPACITY_FORMATS: readonly CapacityFormat[] = [
  htmlCapacity,
  jsonCapacity,
  csvCapacity,
  junitCapacity,
  markdownCapacity,
];
