import { ENGLISH, type Wording } from '../core/language/words.js';
import { printable } from '../core/text.js';
import { formatBytes, formatGrowth, formatNumber } from '../core/units.js';
import type { Report, ServerCourse } from './report-types.js';

const LONGEST_NAME = 40;

/** What was seen of the server, each thing in a few words; nothing where nobody watched it. */
export function serverTexts({ server }: Pick<Report, 'server'>, words: Wording = ENGLISH): string[] {
  if (server === null) return [];
  const { cpuShare, rssBytes, threads, descriptors, lagMs, series } = server;
  const told = [
    ...tell(cpuShare, ({ mean, max }) => words.text('server.cpu', { mean, max })),
    ...tell(rssBytes, (course) =>
      words.text('server.memory', {
        range: rangeText(course, formatBytes, words),
        growth: growthText(course, formatBytes),
      }),
    ),
    ...tell(threads, ({ max }) => words.text('server.threads', { count: max })),
    ...tell(descriptors, ({ max }) => words.text('server.descriptors', { count: max })),
    ...tell(lagMs, ({ max }) => words.text('server.lag', { lag: max })),
    ...series.flatMap(({ name, ...course }) =>
      tell(course, (known) => `${printable(name, LONGEST_NAME)} ${rangeText(known, formatNumber, words)}`),
    ),
  ];
  return told.length === 0 ? [words.text('server.nothing')] : told;
}

/** A course of which something is known. */
interface KnownCourse {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly growth: ServerCourse['growth'];
}

function tell({ min, mean, max, growth }: ServerCourse, text: (course: KnownCourse) => string): string[] {
  return min === null || mean === null || max === null ? [] : [text({ min, mean, max, growth })];
}

function rangeText({ min, max }: KnownCourse, format: (value: number) => string, words: Wording): string {
  const [from, to] = [format(min), format(max)];
  return from === to ? to : words.text('server.range', { from, to });
}

/** `, +1.2 MiB/min`, where it is certain which way it goes. */
function growthText({ growth }: KnownCourse, format: (value: number) => string): string {
  if (growth === null || growth.low === null || growth.high === null) return '';
  const isCertain = growth.low > 0 || growth.high < 0;
  return isCertain ? `, ${formatGrowth(growth.perMinute, format)}` : '';
}
