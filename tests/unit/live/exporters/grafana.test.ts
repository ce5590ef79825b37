import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { prometheusNameOf } from '#dist/live/exporters/metric.js';
import { VOCABULARY } from '#dist/live/exporters/vocabulary.js';
import { expressionsOf, readDashboard } from '../../../helpers/report/dashboard.js';

const dashboard = readDashboard();

/** Names of all series: those of histograms have three. */
const SERIES = new Set([
  'newyear_load_run_info',
  ...VOCABULARY.flatMap((metric) => {
    const name = prometheusNameOf(metric);
    return metric.type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
  }),
]);

test('every metric that the dashboard names is in the vocabulary', () => {
  const definitions = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
  const names = [...expressionsOf(dashboard), ...definitions].flatMap((text) => text.match(/newyear_load_\w+/g) ?? []);
  assert.ok(names.length > 20);
  assert.deepEqual(
    names.filter((name) => !SERIES.has(name)),
    [],
  );
});

test('the examples of the docs name metrics that there are', () => {
  const page = readFileSync('docs/metrics.md', 'utf8');
  const names = [...page.matchAll(/rate\((newyear_load_\w+)/g)].map(([, name]) => name ?? '');
  assert.equal(names.length, 3);
  for (const name of names) assert.ok(SERIES.has(name), name);
});

test('every expression is about one run', () => {
  for (const expression of expressionsOf(dashboard)) {
    assert.equal(
      expression.match(/newyear_load_\w+/g)?.length,
      expression.match(/run_id="\$run"/g)?.length,
      expression,
    );
  }
});

test('the dashboard knows no installation: its data source is a variable, and it has no id', () => {
  assert.equal(dashboard.id, null);
  const text = JSON.stringify(dashboard);
  const uids = [...text.matchAll(/"uid":"([^"]*)"/g)].map(([, uid]) => uid);
  assert.ok(uids.length > 10);
  assert.deepEqual(new Set(uids), new Set(['${datasource}']));
  assert.doesNotMatch(text, /https?:/);
  const ids = dashboard.panels.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('there are rates, percentiles, a heat map, errors, connections, and whether the generator kept up', () => {
  assert.ok(dashboard.panels.some(({ type }) => type === 'heatmap'));
  const text = expressionsOf(dashboard).join('\n');
  for (const part of [
    'histogram_quantile(0.99',
    'errors_total',
    'connections_open',
    'cpu_utilization',
    'schedule_slip',
  ]) {
    assert.ok(text.includes(part), part);
  }
});
