import { FORESEEN_KINDS } from '#dist/core/error-kinds.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { type Metric, prometheusNameOf } from '#dist/live/exporters/metric.js';
import { createRegistry } from '#dist/live/exporters/registry.js';
import { MetricsState } from '#dist/live/exporters/state.js';
import { VOCABULARY } from '#dist/live/exporters/vocabulary.js';
import { emptyCounters, emptyGauges } from '#dist/metrics/snapshot.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport } from '#dist/report/build-report.js';
import { livelyReport } from '../../../helpers/report/lively.js';
import { liveSecond, NO_LATENCY, snapshotOf } from '../../../helpers/report/live-second.js';
import { reportContext, runOutcome } from '../../../helpers/report/outcome.js';
import { counterOf } from '../../../helpers/report/spread.js';

function metricNamed(name: string): Metric {
  return VOCABULARY.find((metric) => metric.name === `newyear_load.${name}`) ?? assert.fail(name);
}

/** Values of a metric that is no histogram, by its one label. */
function valuesOf(name: string, state: MetricsState): Record<string, number> {
  const metric = metricNamed(name);
  assert.ok(metric.type !== 'histogram');
  return Object.fromEntries(metric.read(state).map(({ labels, value }) => [Object.values(labels).join(), value]));
}

/** A text page of a registry as lines without comments. */
async function pageOf(state: MetricsState): Promise<string[]> {
  const page = await createRegistry(state, reportContext()).metrics();
  return page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('names are lower-case words, and no two are alike in any system', () => {
  for (const { name } of VOCABULARY) assert.match(name, /^newyear_load(\.[a-z]+(_[a-z]+)*)+$/);
  assert.equal(new Set(VOCABULARY.map(prometheusNameOf)).size, VOCABULARY.length);
});

test('names of Prometheus say their unit, and that they only grow', () => {
  assert.equal(prometheusNameOf(metricNamed('messages.sent')), 'newyear_load_messages_sent_total');
  assert.equal(prometheusNameOf(metricNamed('delivery.latency')), 'newyear_load_delivery_latency_seconds');
  assert.equal(prometheusNameOf(metricNamed('generator.memory.rss')), 'newyear_load_generator_memory_rss_bytes');
  assert.equal(
    prometheusNameOf(metricNamed('generator.cpu.utilization')),
    'newyear_load_generator_cpu_utilization_ratio',
  );
  assert.equal(prometheusNameOf(metricNamed('connections.open')), 'newyear_load_connections_open');
});

test('totals are those of all workers and seconds, the set-up included', () => {
  const state = new MetricsState();
  const counters = { ...emptyCounters(), sent: 10, operations: 20 };
  for (const second of [-1, 0, 1]) {
    state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(second, { counters, workerIndex: 0 }) });
    state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(second, { counters, workerIndex: 1 }) });
    state.add({ type: 'snapshot', role: 'canary', snapshot: snapshotOf(second, { counters }) });
  }
  assert.deepEqual(valuesOf('messages.sent', state), { '': 60 });
  assert.deepEqual(valuesOf('operations', state), { '': 120 });
});

test('the stage that goes on is a series of its own, until its load is over', () => {
  const state = new MetricsState();
  const stage = { name: 'spike', place: 2, of: 3, elapsedMs: 1000, durationMs: 2000, measured: true };
  state.add({ type: 'second', second: liveSecond() });
  assert.deepEqual(valuesOf('stage', state), {});
  state.add({ type: 'second', second: liveSecond({ stage }) });
  assert.deepEqual(valuesOf('stage', state), { spike: 1 });
  state.add({ type: 'second', second: liveSecond({ stage: { ...stage, name: 'night' } }) });
  assert.deepEqual(valuesOf('stage', state), { night: 1 });
  state.add({ type: 'phase-start', phase: 'drain', total: 0 });
  assert.deepEqual(valuesOf('stage', state), {});
});

test('storms and sessions are told when the run is over, and who is away while it goes on', () => {
  const state = new MetricsState();
  const counters = { ...emptyCounters(), senderAway: 5 };
  const gauges = { ...emptyGauges(), usersAway: 3 };
  for (const workerIndex of [0, 1])
    state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0, { counters, gauges, workerIndex }) });
  assert.deepEqual(
    [valuesOf('connections.away', state), valuesOf('messages.sender_away', state)],
    [{ '': 6 }, { '': 10 }],
  );
  for (const name of ['storms.users', 'storms.missed', 'sessions.ended', 'sessions.missed'])
    assert.deepEqual(valuesOf(name, state), {});
  state.finish(livelyReport());
  assert.deepEqual(valuesOf('storms.users', state), { '1,back': 2, '1,never_back': 1 });
  assert.deepEqual(valuesOf('storms.missed', state), { '1': 40 });
  assert.deepEqual(valuesOf('sessions.ended', state), { back: 3, still_away: 1, never_back: 1 });
  assert.deepEqual(valuesOf('sessions.missed', state), { '': 25 });
  state.finish(buildReport(runOutcome(), reportContext()));
  assert.deepEqual([valuesOf('storms.users', state), valuesOf('sessions.ended', state)], [{}, {}]);
});

test('gauges are where the workers stand now, and what is not known has no series', () => {
  const state = new MetricsState();
  assert.deepEqual(valuesOf('memory.utilization', state), {});
  assert.deepEqual(valuesOf('deliveries.lost', state), {});
  assert.deepEqual(valuesOf('phase', state), {});
  for (const connectionsOpen of [50, 30]) {
    const gauges = { ...emptyGauges(), connectionsOpen };
    state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0, { gauges }) });
    state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0, { gauges, workerIndex: 1 }) });
  }
  state.add({ type: 'second', second: liveSecond({ memoryShare: 0.4 }) });
  state.add({ type: 'phase-start', phase: 'drain', total: 0 });
  assert.deepEqual(valuesOf('connections.open', state), { '': 60 });
  assert.deepEqual(valuesOf('memory.utilization', state), { '': 0.4 });
  assert.deepEqual(valuesOf('phase', state), { drain: 1 });
  assert.deepEqual(valuesOf('generator.cpu.utilization', state), { '0': 0.1, '1': 0.1 });
  state.finish(buildReport(runOutcome(), reportContext()));
  assert.deepEqual(valuesOf('deliveries.lost', state), { '': 0 });
  assert.deepEqual(valuesOf('phase', state), {});
});

test('alerts are counted by rule, and errors by kind, the rarest of very many together', () => {
  const state = new MetricsState();
  const alert = { rule: 'errors>5%', message: '', second: 1, value: 1, limit: 0 };
  state.add({ type: 'alert', alert });
  state.add({ type: 'alert', alert });
  assert.deepEqual(valuesOf('alerts', state), { 'errors>5%': 2 });
  const errors = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`server.http-${700 + index}`, 100 - index]),
  );
  state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0, { errors }) });
  const values = valuesOf('errors', state);
  assert.equal(Object.keys(values).length, FORESEEN_KINDS.length + 41);
  assert.equal(values['server.http-700'], 100);
  assert.equal(values['other'], 60 + 59 + 58 + 57 + 56 + 55 + 54 + 53 + 52 + 51);
});

test('what can be foreseen has its series from the start, at 0, so that a rate sees the first burst', async () => {
  const state = new MetricsState(reportContext({ plan: { ...reportContext().plan, alerts: ['errors>5%'] } }));
  const lineOf = async (label: string): Promise<string> =>
    (await pageOf(state)).find((line) => line.includes(label))?.replace(/^(\w+)\{.*\} /, '$1 ') ?? 'none';
  assert.equal(await lineOf('error_type="server.http-503"'), 'newyear_load_errors_total 0');
  assert.equal(await lineOf('rule="errors>5%"'), 'newyear_load_alerts_total 0');
  state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0, { errors: { 'server.http-503': 7 } }) });
  assert.equal(await lineOf('error_type="server.http-503"'), 'newyear_load_errors_total 7');
});

test('a histogram is written with the buckets that the counter has, and labels that a server chose cannot break a line', async () => {
  const state = new MetricsState();
  const latency = { ...snapshotOf(0).latency, echo: encodeCounts(counterOf([900, 1000, 1001, 40_000_000])) };
  const errors = { ['server."}\n\u0000evil 1' as 'server.evil']: 1 };
  state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0, { latency, errors }) });
  const page = await pageOf(state);
  const echo = page.filter(
    (line) => line.startsWith('newyear_load_delivery_latency_seconds') && line.includes('"echo"'),
  );
  const amountOf = (part: string): string | undefined =>
    echo
      .find((line) => line.includes(part))
      ?.split(' ')
      .at(-1);
  assert.equal(amountOf('le="0.00075"'), '0');
  assert.equal(amountOf('le="0.001"'), '2');
  assert.equal(amountOf('le="0.0015"'), '3');
  assert.equal(amountOf('le="30"'), '3');
  assert.equal(amountOf('le="60"'), '4');
  assert.equal(amountOf('le="+Inf"'), '4');
  assert.equal(amountOf('_count'), '4');
  for (const line of page) assert.match(line, /^newyear_load_\w+\{.*run_id="\w+".*\} [\d.e+-]+$/);
  assert.ok(page.some((line) => line.includes(String.raw`error_type="server.\"}\\x0a\\x00evil 1"`)));
});

test('every series carries the run, and nothing without samples is a number that is none', async () => {
  const state = new MetricsState();
  state.add({ type: 'snapshot', role: 'fleet', snapshot: snapshotOf(0) });
  state.add({
    type: 'phase-end',
    progress: { phase: 'join', total: 0, attempted: 0, succeeded: 0, failed: 0 },
    durationMs: 1,
    latency: NO_LATENCY,
  });
  for (const line of await pageOf(state)) {
    assert.match(line, /preset="\w*",kind="run"/);
    assert.doesNotMatch(line, /NaN|undefined|Infinity/);
  }
});

test('the documentation has a row for every metric, with its names, type, unit and labels', () => {
  const rows = readFileSync('docs/metrics.md', 'utf8').split('\n');
  for (const metric of VOCABULARY) {
    const { name, type, unit, labels, help } = metric;
    const shownLabels = labels.length === 0 ? '–' : labels.map((label) => `\`${label}\``).join(', ');
    const shownUnit = unit === '' ? '–' : `\`${unit}\``;
    const row = `| \`${prometheusNameOf(metric)}\` | \`${name}\` | ${type} | ${shownUnit} | ${shownLabels} | ${help} |`;
    assert.ok(rows.includes(row), `docs/metrics.md lacks this row:\n${row}`);
  }
  assert.equal(rows.filter((row) => row.startsWith('| `newyear_load_')).length, VOCABULARY.length + 1);
});
