import { keysOf } from '../core/records.js';
import type { RoomResult, TimelineSecond } from './run-outcome.js';

/** The name of a column of the timeline. */
export type TimelineColumn = keyof TimelineSecond;

/** What becomes of one column; one that may be null cannot simply add up. */
interface ColumnRules<Value> {
  /** Its number in the CSV and in the JSON: a new column takes the next one, wherever it stands in the table. */
  readonly place: number;
  /** How the parts that several runs have of one second become one value. */
  readonly merged: [Value] extends [number] ? 'second' | 'sum' : 'percentile' | 'highest' | 'unknown';
  /** How several seconds become one value of a page's row. */
  readonly grouped: 'first' | 'mean' | 'worst' | 'last';
}

const COUNT = { merged: 'sum', grouped: 'mean' } as const;
const LEVEL = { merged: 'sum', grouped: 'last' } as const;
const LATENCY = { merged: 'percentile', grouped: 'worst' } as const;
/** What several runs see of one server is the same. */
const SERVER = { merged: 'highest', grouped: 'worst' } as const;

/**
 * Every column of the timeline, in the order of the page: what CSV, JSON, page and merge know of it. A new column is a row here, a
 * field of `TimelineSecond`, and its value in `timeline.ts`.
 */
export const TIMELINE = {
  second: { place: 0, merged: 'second', grouped: 'first' },
  intended: { place: 1, ...COUNT },
  sent: { place: 2, ...COUNT },
  completed: { place: 12, ...COUNT },
  delivered: { place: 3, ...COUNT },
  lost: { place: 4, ...COUNT },
  duplicated: { place: 13, ...COUNT },
  reordered: { place: 14, ...COUNT },
  errors: { place: 5, ...COUNT },
  connections: { place: 6, ...LEVEL },
  connectionsLost: { place: 15, ...COUNT },
  inFlight: { place: 11, ...LEVEL },
  missing: { place: 26, ...LEVEL },
  echoP50Ms: { place: 7, ...LATENCY },
  echoP90Ms: { place: 16, ...LATENCY },
  echoP99Ms: { place: 8, ...LATENCY },
  echoP999Ms: { place: 17, ...LATENCY },
  fanoutP50Ms: { place: 18, ...LATENCY },
  fanoutP90Ms: { place: 19, ...LATENCY },
  fanoutP99Ms: { place: 20, ...LATENCY },
  fanoutP999Ms: { place: 21, ...LATENCY },
  deliveryP50Ms: { place: 9, ...LATENCY },
  deliveryP90Ms: { place: 22, ...LATENCY },
  deliveryP99Ms: { place: 10, ...LATENCY },
  deliveryP999Ms: { place: 23, ...LATENCY },
  cpuShare: { place: 24, merged: 'highest', grouped: 'worst' },
  // No histogram of a second's slip is kept.
  slipP99Ms: { place: 25, merged: 'unknown', grouped: 'worst' },
  slipMaxMs: { place: 27, merged: 'highest', grouped: 'worst' },
  serverCpuShare: { place: 28, ...SERVER },
  serverRssBytes: { place: 29, ...SERVER },
  serverThreads: { place: 30, ...SERVER },
  serverDescriptors: { place: 31, ...SERVER },
  serverLagMs: { place: 32, ...SERVER },
} as const satisfies { readonly [Column in TimelineColumn]: ColumnRules<TimelineSecond[Column]> };

/** The columns in the order of the CSV and of the JSON. */
export const TIMELINE_COLUMNS: readonly TimelineColumn[] = keysOf(TIMELINE).toSorted(
  (one, other) => TIMELINE[one].place - TIMELINE[other].place,
);

/** Columns whose parts become one value in this way. */
type ColumnMerged<How> = {
  [Column in TimelineColumn]: (typeof TIMELINE)[Column]['merged'] extends How ? Column : never;
}[TimelineColumn];

/** The columns whose parts become one value in this way. */
export function columnsMerged<How extends ColumnRules<number | null>['merged'] | ColumnRules<number>['merged']>(
  how: How,
): ColumnMerged<How>[] {
  return keysOf(TIMELINE).filter((column): column is ColumnMerged<How> => TIMELINE[column].merged === how);
}

/** Every column of a room beside its name. */
export type RoomColumn = Exclude<keyof RoomResult, 'room'>;

/** These columns in the order of the JSON and of the page. */
export const ROOM_COLUMNS: readonly RoomColumn[] = keysOf({
  members: true,
  sent: true,
  expected: true,
  received: true,
  lost: true,
  duplicated: true,
  reordered: true,
  receiverGone: true,
  unconfirmed: true,
  p99Ms: true,
} satisfies Record<RoomColumn, true>);
