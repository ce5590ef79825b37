import type { RunWatcher } from '../../live/watcher.js';
import { OPTIONS } from '../../scenario/options.js';
import { say } from '../io.js';
import type { WatcherCall } from './watcher-call.js';

/**
 * Serves the numbers to a Prometheus at the port of `--prometheus`, which has been checked. The address is printed also under
 * `--quiet`, because a free port cannot be guessed.
 * @throws StartError when the port is taken
 */
export async function openPrometheus({ flags, beginning, io, tell }: WatcherCall): Promise<RunWatcher | undefined> {
  const { parse, fallback } = OPTIONS.prometheus;
  const port = parse(typeof flags.prometheus === 'string' ? flags.prometheus : fallback);
  if (!port.ok) return undefined;
  const { PrometheusEndpoint } = await import('../../live/exporters/prometheus.js');
  const endpoint = await PrometheusEndpoint.open(port.value, beginning.context, tell);
  say(io.stderr, io.words.text('watch.metrics', { url: endpoint.url }));
  return endpoint;
}

/**
 * Sends the numbers to the collector of `--otlp`, which has been checked.
 * @throws StartError when the exporter is not installed, or a certificate that the environment names cannot be read
 */
export async function openOtlp({ flags, beginning, io, tell }: WatcherCall): Promise<RunWatcher | undefined> {
  const url = OPTIONS.otlp.parse(String(flags.otlp));
  if (!url.ok) return undefined;
  const { OtlpPush } = await import('../../live/exporters/otlp.js');
  const { context, startedAt } = beginning;
  const { readCertificates } = await import('../../live/exporters/otlp-certificates.js');
  const certificates = await readCertificates(io.env);
  return OtlpPush.open({ url: url.value, context, startedAtMs: Date.parse(startedAt), certificates, tell });
}
