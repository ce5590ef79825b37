/**
 * What an exercise needs: metrics of the server at `/metrics`; the server's process, to know its memory; to start it (`--server`), since it is told
 * where a folder for its data, a cache, a database, the alert webhook or the text filter is, runs with a small heap or in several instances, or is signalled and started again.
 */
export const LAB_NEEDS = [
  'metrics',
  'process',
  'server',
  'data',
  'alerts',
  'filter',
  'heap',
  'cache',
  'database',
  'instances',
] as const;
export type LabNeed = (typeof LAB_NEEDS)[number];
