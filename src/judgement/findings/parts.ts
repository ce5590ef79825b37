import type { RoomResult, RunOutcome, TimelineSecond } from '../../metrics/run-outcome.js';
import type { Part } from './words.js';

/** What a row's columns say of one thing, the empty ones left out. */
type CountedColumn<Row> = { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row];

/** How much of it there was in each second. */
export function partsBySecond(
  { timeline }: Pick<RunOutcome, 'timeline'>,
  column: CountedColumn<TimelineSecond>,
): Part<number>[] {
  return timeline.map((row) => ({ of: row.second, count: row[column] })).filter(({ count }) => count > 0);
}

/** How much of it there was in each room. */
export function partsByRoom({ rooms }: Pick<RunOutcome, 'rooms'>, column: CountedColumn<RoomResult>): Part<string>[] {
  return rooms.map((row) => ({ of: row.room, count: row[column] })).filter(({ count }) => count > 0);
}

/** All of it together. */
export function totalOf(parts: readonly Part<unknown>[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}
