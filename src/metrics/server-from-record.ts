import { recordOf } from '../core/records.js';
import { MOST_SERIES, SERVER_METRICS, type ServerWatch } from '../core/server-watch.js';
import type { FoundFields } from './found-fields.js';
import type { ServerSample } from './server-samples.js';
import { MOST_SECONDS } from './snapshot-json.js';

/** Which server was watched, from a record. @param fields of a {@link ServerWatch} */
export function watchFromFields(fields: FoundFields): ServerWatch {
  const [pid, url] = [fields.count('pid'), fields.text('url')];
  const series = fields
    .list('series', MOST_SERIES)
    .map((one) => ({ name: one.text('name'), metric: one.text('metric') }));
  return { pid: pid === 0 ? null : pid, url: url === '' ? null : url, series };
}

/** A sample, from a record. @param series how many are named */
export function sampleFromFields(fields: FoundFields, series: number): ServerSample {
  return {
    second: fields.count('second', MOST_SECONDS),
    ...recordOf(SERVER_METRICS, (metric) => fields.amountOrNull(metric)),
    values: fields.numbersOrNull('values', series),
  };
}
