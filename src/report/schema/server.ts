import { MOST_SERIES } from '../../core/server-watch.js';
import { listOf } from './collections.js';
import { fields, VALUES } from './values.js';

const { count, flag, number, text } = VALUES;
const numberOrNull = number.nullable();

/** How something was over the load; all but the count null without a reading. */
const course = {
  /** Seconds in which it was read. */
  count,
  min: numberOrNull,
  mean: numberOrNull,
  max: numberOrNull,
  /** In the last second. */
  last: numberOrNull,
  /** How fast it grew a minute, and what that lies between with 95 % confidence. */
  growth: fields({ perMinute: number, low: numberOrNull, high: numberOrNull }).nullable(),
};

const serverCourse = fields(course);

/** The server, as it was watched from outside. What it was like second by second is in the timeline. */
export const server = fields({
  pid: count.nullable(),
  url: text.nullable(),
  cpuShare: serverCourse,
  rssBytes: serverCourse,
  threads: serverCourse,
  descriptors: serverCourse,
  lagMs: serverCourse,
  /** Does its memory grow without end, as far as can be seen? null where that is not known. */
  memoryKeepsGrowing: flag.nullable(),
  /** Metrics that were named. */
  series: listOf(fields({ name: text, metric: text, ...course }), MOST_SERIES),
  /** These second by second, in their order. */
  samples: listOf(fields({ second: count, values: listOf(numberOrNull, MOST_SERIES) })),
}).describe('The server, as it was watched from outside; null when it was not.');
