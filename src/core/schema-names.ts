/** Name and version of the report's format; a new major version where a field is renamed or dropped. */
export const REPORT_SCHEMA = 'newyear-load/report@1';

/** Name and version of the comparison's format; a new major version where a field is renamed or dropped. */
export const COMPARISON_SCHEMA = 'newyear-load/comparison@1';

/** Name and version of what logs of latencies make as JSON; a new major version where a field is renamed or dropped. */
export const LATENCIES_SCHEMA = 'newyear-load/latencies@1';

/** Name and version of what a search for the largest load says; a new major version where a field is renamed or dropped. */
export const CAPACITY_SCHEMA = 'newyear-load/capacity@1';

/** Name and version of the file of who has passed which exercise; a new major version where a field is renamed or dropped. */
export const LAB_SCHEMA = 'newyear-load/lab@1';
