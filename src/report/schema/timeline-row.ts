import { TIMELINE, TIMELINE_COLUMNS, type TimelineColumn } from '../../metrics/columns.js';
import type { TimelineSecond } from '../../metrics/run-outcome.js';
import { VALUES } from './values.js';

const { amountOrNull, count } = VALUES;

/** Counts and levels simply add up, and are never null. */
type ColumnSchema<Column extends TimelineColumn> = TimelineSecond[Column] extends number
  ? typeof count
  : typeof amountOrNull;

/** One second of the timeline. */
export const timelineRow = Object.fromEntries(
  TIMELINE_COLUMNS.map((column) => {
    const { merged } = TIMELINE[column];
    return [column, merged === 'sum' || merged === 'second' ? count : amountOrNull];
  }),
  // The table's type holds that these two rules are those of columns that are never null.
) as { [Column in TimelineColumn]: ColumnSchema<Column> };
