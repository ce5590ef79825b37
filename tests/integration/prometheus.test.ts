import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import test, { after, type TestContext } from 'node:test';
import { PrometheusEndpoint } from '#dist/live/exporters/prometheus.js';
import { BOUNDS_US } from '#dist/live/exporters/histograms.js';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { runHere } from '../helpers/cli/here.js';
import { expressionsOf, readDashboard } from '../helpers/report/dashboard.js';
import { idleCallers } from '../helpers/wire/idle-callers.js';
import { portOf } from '../helpers/wire/listen.js';
import { nothingToTell } from '../helpers/report/live-events.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';
import { isPrometheusInstalled, startPrometheus } from '../helpers/cli/prometheus.js';

const RUN = '--embedded --users 12 --rooms 3 --rate 200 --drain 1s --no-progress';

const isInstalled = isPrometheusInstalled();
/** It takes seconds to begin, in which the other tests run. */
const starting = isInstalled ? startPrometheus() : undefined;
// Whoever waits for it hears of a failure; until then it is nobody's.
starting?.catch(() => undefined);
after(async () => (await starting)?.stop());

async function endpointOf(t: TestContext): Promise<URL> {
  const endpoint = await PrometheusEndpoint.open(0, reportContext(), nothingToTell);
  t.after(() => endpoint.end(undefined));
  return new URL(endpoint.url);
}

/** The status of an answer; `fetch` would not let a test choose the Host header. */
async function statusOf(url: URL, method = 'GET', host = url.host): Promise<number | undefined> {
  const request = httpRequest(url, { method, headers: { host } });
  request.end();
  const [response] = (await once(request, 'response')) as [{ statusCode?: number; resume: () => void }];
  response.resume();
  return response.statusCode;
}

test('the endpoint answers who asks for its own address, for what it has', async (t) => {
  const url = await endpointOf(t);
  assert.equal(await statusOf(url), 200);
  assert.equal(await statusOf(url, 'GET', `localhost:${url.port}`), 200);
  assert.equal(await statusOf(new URL('/metrics?x=1', url)), 200);
  assert.equal(await statusOf(new URL('/', url)), 404);
  assert.equal(await statusOf(url, 'POST'), 405);
  assert.equal(await statusOf(url, 'GET', 'attacker.example'), 403);
  const response = await fetch(url);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
});

test('whoever scrapes gets in while somebody else holds as many connections as there can be', async (t) => {
  const url = await endpointOf(t);
  const callers = await idleCallers(t, Number(url.port), 100);
  assert.equal(await statusOf(url), 200);
  assert.ok(callers.filter(({ destroyed }) => destroyed).length >= 100 - 32);
});

test('an endpoint that nobody scrapes ends at once', async () => {
  const endpoint = await PrometheusEndpoint.open(0, reportContext(), nothingToTell);
  await (await fetch(endpoint.url)).text();
  const begun = performance.now();
  await endpoint.end(undefined);
  assert.ok(performance.now() - begun < 3000);
});

test('who scrapes regularly gets the last numbers, and then it ends', async () => {
  const endpoint = await PrometheusEndpoint.open(0, reportContext(), nothingToTell);
  for (let scrape = 0; scrape < 2; scrape++) await (await fetch(endpoint.url)).text();
  const ended = endpoint.end(buildReport(runOutcome(), reportContext()));
  const last = await (await fetch(endpoint.url)).text();
  assert.match(last, /^newyear_load_deliveries_lost\{.*\} 0$/m);
  await ended;
  await assert.rejects(fetch(endpoint.url));
});

test('a port that is taken ends the command before the run', async (t) => {
  const server = createServer();
  const port = await portOf(server);
  t.after(() => server.close());
  const args = ['run', ...RUN.split(' '), '--duration', '1s', `--prometheus=${port}`];
  const { code, stdout, stderr } = await runHere(args);
  assert.equal(code, 3);
  assert.equal(stdout, '');
  assert.match(stderr, new RegExp(`Prometheus endpoint cannot listen on 127\\.0\\.0\\.1:${port}`));
  assert.doesNotMatch(stderr, /register/);
});

test('the address is told where nothing else is, or nobody could find it', async () => {
  const { code, stderr } = await runHere([
    'run',
    ...RUN.split(' '),
    '--duration',
    '500ms',
    '--prometheus=0',
    '--quiet',
  ]);
  assert.ok(code === 0 || code === 4, stderr);
  assert.match(stderr, /^Metrics for Prometheus: http:\/\/127\.0\.0\.1:\d+\/metrics\n$/);
});

test('a port that is none is refused', async () => {
  const { code, stderr } = await runHere(['run', '--prometheus=70000', '--dry-run']);
  assert.equal(code, 2);
  assert.match(stderr, /--prometheus: "70000" must be a whole number from 0 to 65535/);
});

test('a real Prometheus has the numbers of the report, and understands the dashboard', {
  skip: isInstalled ? false : 'no prometheus is installed (Debian: apt-get install prometheus)',
}, async () => {
  const { target: port, query } = (await starting) ?? assert.fail();
  const args = ['run', ...RUN.split(' '), '--duration', '2s', `--prometheus=${port}`, '--json'];
  const { stdout, stderr } = await runHere(args);
  assert.ok(stderr.includes(`http://127.0.0.1:${port}/metrics`));
  const report = JSON.parse(stdout) as Report;
  const run = `{run_id="${report.run.id}"}`;
  /** The last value that was scraped; the target itself is gone. */
  const valueOf = async (series: string, labels = run): Promise<number> => {
    const [first] = await query(`sum(last_over_time(newyear_load_${series}${labels}[1m]))`);
    return Number(first?.value[1] ?? Number.NaN);
  };
  assert.equal(await valueOf('messages_sent_total'), report.messages.sent);
  assert.equal(await valueOf('messages_completed_total'), report.messages.completed);
  assert.equal(await valueOf('deliveries_received_total'), report.deliveries.received);
  assert.equal(await valueOf('deliveries_lost'), report.deliveries.lost);
  assert.equal(await valueOf('connections_opened_total'), report.connections.opened);
  assert.equal(await valueOf('delivery_latency_seconds_count'), report.latencyMs.delivery.count);
  assert.ok((await valueOf('generator_memory_rss_bytes')) > 1e7);
  const [info] = await query(`last_over_time(newyear_load_run_info${run}[1m])`);
  assert.equal(info?.metric['dialect'], 'minitalk');
  const buckets = `sum by (le) (last_over_time(newyear_load_delivery_latency_seconds_bucket${run}[1m]))`;
  const [p50] = await query(`histogram_quantile(0.5, ${buckets})`);
  const trueUs = (report.latencyMs.delivery.p50 ?? Number.NaN) * 1000;
  const aboveUs = BOUNDS_US.find((boundUs) => boundUs * 1.001 >= trueUs) ?? Number.NaN;
  const belowUs = BOUNDS_US.findLast((boundUs) => boundUs < trueUs * 0.999) ?? 0;
  const toldUs = Number(p50?.value[1]) * 1e6;
  assert.ok(toldUs >= belowUs * 0.999 && toldUs <= aboveUs * 1.001, `${toldUs} µs for ${trueUs} µs`);
  for (const expression of expressionsOf(readDashboard())) {
    await query(expression.replaceAll('$__rate_interval', '4s').replaceAll('$run', report.run.id));
  }
});
