import type { TimelineSecond } from '../metrics/run-outcome.js';

/** The fields of a timeline's row in their order, of the JSON and of the CSV; new ones come at the end. */
export const TIMELINE_COLUMNS = Object.keys({
  second: true,
  intended: true,
  sent: true,
  delivered: true,
  lost: true,
  errors: true,
  connections: true,
  echoP50Ms: true,
  echoP99Ms: true,
  deliveryP50Ms: true,
  deliveryP99Ms: true,
  inFlight: true,
  completed: true,
  duplicated: true,
  reordered: true,
  connectionsLost: true,
  echoP90Ms: true,
  echoP999Ms: true,
  fanoutP50Ms: true,
  fanoutP90Ms: true,
  fanoutP99Ms: true,
  fanoutP999Ms: true,
  deliveryP90Ms: true,
  deliveryP999Ms: true,
  cpuShare: true,
  slipP99Ms: true,
  missing: true,
  slipMaxMs: true,
} satisfies Record<keyof TimelineSecond, true>) as readonly (keyof TimelineSecond)[];

/** A row with these fields in this order and no others, so that what the engine adds for itself does not become part of the format. */
export function timelineRow(second: TimelineSecond): TimelineSecond {
  // The columns are all the fields that there are, which the type of fromEntries does not say.
  return Object.fromEntries(TIMELINE_COLUMNS.map((column) => [column, second[column]])) as unknown as TimelineSecond;
}
