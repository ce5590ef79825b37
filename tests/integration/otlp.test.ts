import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { OtlpPush } from '#dist/live/exporters/otlp.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import type { Report } from '#dist/report/report-types.js';
import { runCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { portOf } from '../helpers/wire/listen.js';
import { snapshotOf } from '../helpers/report/live-second.js';
import { reportContext } from '../helpers/report/outcome.js';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asDouble?: number;
  readonly count?: number;
  readonly zeroCount?: number;
  readonly positive?: { readonly bucketCounts: readonly number[] };
}

interface Sent {
  readonly name: string;
  readonly unit: string;
  readonly sum?: {
    readonly isMonotonic: boolean;
    readonly aggregationTemporality: number;
    readonly dataPoints: Point[];
  };
  readonly gauge?: { readonly dataPoints: Point[] };
  readonly exponentialHistogram?: { readonly aggregationTemporality: number; readonly dataPoints: Point[] };
}

interface Push {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly resource: readonly Attribute[];
  readonly metrics: readonly Sent[];
}

/** The protocol's number of cumulative temporality. */
const CUMULATIVE = 2;

/** A collector that decodes what it gets, and answers as it is told to. */
async function collector(
  t: TestContext,
  answer: (response: ServerResponse) => void = (response) => response.end('{}'),
): Promise<{ readonly url: string; readonly pushes: Push[] }> {
  const pushes: Push[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
      const { resourceMetrics } = JSON.parse(text) as {
        resourceMetrics: { resource: { attributes: Attribute[] }; scopeMetrics: { metrics: Sent[] }[] }[];
      };
      for (const { resource, scopeMetrics } of resourceMetrics) {
        const metrics = scopeMetrics.flatMap((scope) => scope.metrics);
        pushes.push({ path: request.url ?? '', headers: request.headers, resource: resource.attributes, metrics });
      }
      answer(response);
    });
  });
  const port = await portOf(server);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, pushes };
}

function metricOf({ metrics }: Push, name: string): Sent {
  return metrics.find((metric) => metric.name === `newyear_load.${name}`) ?? assert.fail(name);
}

function textOf(attributes: readonly Attribute[], key: string): string | undefined {
  return attributes.find((attribute) => attribute.key === key)?.value.stringValue;
}

/** A watcher that pushes to `url`, and what it tells. */
async function pusher(url: string): Promise<{ push: OtlpPush; notices: string[] }> {
  const notices: string[] = [];
  const tell = (event: LiveEvent): void => {
    if (event.type === 'notice') notices.push(event.message);
  };
  return { push: await OtlpPush.open({ url, context: reportContext(), startedAtMs: 0, tell }), notices };
}

test('a run arrives at a collector with the numbers of its report', async (t) => {
  const { url, pushes } = await collector(t);
  const flags = '--embedded --users 12 --rooms 3 --rate 100 --duration 2s --drain 1s --no-progress --json';
  const env = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cret', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' };
  const { stdout, stderr } = await runCli(['run', ...flags.split(' '), '--otlp', url], { env });
  const report = JSON.parse(stdout) as Report;
  const last = pushes.at(-1);
  assert.ok(last !== undefined && pushes.length >= 3, `${pushes.length} pushes\n${stderr}`);
  assert.equal(last.path, '/v1/metrics');
  assert.equal(last.headers['authorization'], 'Bearer s3cret');
  assert.equal(textOf(last.resource, 'service.name'), 'newyear-load');
  assert.equal(textOf(last.resource, 'newyear_load.run.id'), report.run.id);
  const sent = metricOf(last, 'messages.sent');
  assert.equal(sent.unit, '{message}');
  assert.equal(sent.sum?.isMonotonic, true);
  assert.equal(sent.sum.aggregationTemporality, CUMULATIVE);
  assert.equal(sent.sum.dataPoints[0]?.asDouble, report.messages.sent);
  const startedAtMs = Number(BigInt(sent.sum.dataPoints[0]?.startTimeUnixNano ?? '0') / 1_000_000n);
  assert.ok(Math.abs(startedAtMs - Date.parse(report.run.startedAt)) < 5000);
  assert.equal(metricOf(last, 'deliveries.lost').gauge?.dataPoints[0]?.asDouble, report.deliveries.lost);
  const latency = metricOf(last, 'delivery.latency').exponentialHistogram;
  assert.equal(metricOf(last, 'delivery.latency').unit, 's');
  assert.equal(latency?.aggregationTemporality, CUMULATIVE);
  for (const path of ['echo', 'fanout'] as const) {
    const point: Point | undefined = latency.dataPoints.find(({ attributes }) => textOf(attributes, 'path') === path);
    assert.equal(point?.count, report.latencyMs[path].count);
    const inBuckets: number | undefined = point.positive?.bucketCounts.reduce(
      (sum, count) => sum + count,
      point.zeroCount ?? 0,
    );
    assert.equal(inBuckets, point.count);
  }
  for (const text of [stdout, stderr]) assert.doesNotMatch(text, /s3cret/);
});

test('a collector that refuses is told once, without what it said, and the run is none the worse', async (t) => {
  const { url, pushes } = await collector(t, (response) => response.writeHead(400).end('<b>no</b>'));
  const { push, notices } = await pusher(`${url}/v1/metrics?token=s3cret`);
  for (const phase of ['login', 'join'] as const) push.onEvent({ type: 'phase-start', phase, total: 1 });
  push.onEvent({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(-1) });
  await push.end(undefined);
  await push.end(undefined);
  assert.equal(pushes.length, 2);
  assert.equal(notices.length, 1);
  assert.match(
    notices[0] ?? '',
    /^The collector at http:\/\/127\.0\.0\.1:\d+ did not take the metrics \(HTTP status 400\)/,
  );
});

test('a collector that is not there, or never answers, is not waited for long', async (t) => {
  const absent = await pusher('http://127.0.0.1:1/v1/metrics');
  await absent.push.end(undefined);
  const silent = await collector(t, () => undefined);
  const { push, notices } = await pusher(silent.url);
  const begun = performance.now();
  await push.end(undefined);
  assert.ok(performance.now() - begun < 4500);
  assert.ok(notices.length <= 1);
});

test('without the exporter the command says what to install, before the run', async () => {
  const hook = `export const resolve = (name, context, next) => {
    if (name.startsWith('@opentelemetry/')) throw Object.assign(new Error('none'), { code: 'ERR_MODULE_NOT_FOUND' });
    return next(name, context);
  };`;
  const hookUrl = `data:text/javascript,${encodeURIComponent(hook)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(hookUrl)});`;
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(register)}` };
  const { code, stderr } = await runCli(['run', '--embedded', '--otlp', 'http://127.0.0.1:1'], { env });
  assert.equal(code, 3);
  assert.match(stderr, /--otlp needs the package @opentelemetry\/exporter-metrics-otlp-http, which is not installed/);
  assert.match(stderr, /npm install @opentelemetry\/exporter-metrics-otlp-http@0\.223/);
  assert.doesNotMatch(stderr, /register {2}/);
});

test('what is no URL of a collector is refused before anything begins', async () => {
  const { code, stderr } = await runHere(['run', '--otlp', '127.0.0.1:4318', '--dry-run']);
  assert.equal(code, 2);
  assert.match(stderr, /--otlp.*must be a URL that starts with http/);
});
