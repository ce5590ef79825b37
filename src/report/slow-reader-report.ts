import { ENGLISH, message, type Wording } from '../core/language/words.js';
import { pickFields } from '../core/records.js';
import { SLOW_READER_COUNTS, type SlowReaderOutcome } from '../metrics/slow-readers.js';
import type { Report, SlowReaderReport } from './report-types.js';

/** Slow readers, as the report tells of them. */
export function slowReaderReport({ planned, ...counts }: SlowReaderOutcome): SlowReaderReport {
  return { ...planned, ...counts };
}

/** What a {@link slowReaderReport} was made of. */
export function slowReadersOf(report: SlowReaderReport): SlowReaderOutcome {
  return { planned: pickFields(report, ['share', 'atMs', 'durationMs']), ...pickFields(report, SLOW_READER_COUNTS) };
}

/** What became of them: `50 for 20s from 10s on, 12,000 of 12,345 copies came later, 345 never came, 3 cut by the server, 2 back`. */
export function slowReadersOutcomeText(
  { users, atMs, durationMs, cut, back, held, received, gone, dropped }: SlowReaderReport,
  words: Wording = ENGLISH,
): string {
  const rest = [
    message('slow-readers.later', { received, held }),
    ...(dropped === 0 ? [] : [message('slow-readers.never', { count: dropped })]),
    ...(gone === 0 ? [] : [message('slow-readers.gone', { count: gone })]),
    ...(cut === 0 ? [] : [message('slow-readers.cut', { cut, back })]),
  ];
  return words.text('slow-readers.outcome', { users, duration: durationMs, at: atMs, rest });
}

/** Every copy held came, went with its connection, or never came. */
export function slowReaderEqualities({
  slowReaders,
}: Report): (readonly [what: string, left: number, right: number])[] {
  if (slowReaders === null) return [];
  const { held, received, gone, dropped } = slowReaders;
  return [['held = received + gone + dropped, of slow readers', held, received + gone + dropped]];
}

/** They and their copies are a part of all. */
export function partsOfSlowReaders({
  slowReaders,
  deliveries,
  connections,
}: Report): (readonly [what: string, part: number, whole: number])[] {
  if (slowReaders === null) return [];
  const { users, cut, back, received } = slowReaders;
  return [
    ['slow readers, of connections asked for', users, connections.asked],
    ['cut, of slow readers', cut, users],
    ['back, of slow readers that were cut', back, cut],
    ['copies that came later to slow readers, of received', received, deliveries.received],
  ];
}
