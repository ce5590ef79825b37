import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { createRandom } from '#dist/core/random.js';
import { hlogReporter } from '#dist/report/reporters/hlog.js';
import type { Comparison } from '#dist/report/comparison/comparison-types.js';
import { inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { madeUpReport } from '../helpers/report/compared.js';
import { javaLog, logLine } from '../helpers/report/foreign-logs.js';

const SECONDS = 40;

/** A log of another tool: latencies of a millisecond or so, and what is added. */
function foreignLog(seed: number, addedUs: number): string {
  const random = createRandom(seed, 'log');
  const lines = Array.from({ length: SECONDS }, (_, second) => {
    const histogram = build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 3.6e9,
      numberOfSignificantValueDigits: 3,
    });
    for (let sample = 0; sample < 200; sample++) {
      histogram.recordValue(Math.round(500 - 500 * Math.log(1 - random.next())) + addedUs);
    }
    return logLine(second, encodeIntoCompressedBase64(histogram));
  });
  return javaLog(...lines);
}

function written(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('compare tells logs of another tool apart by their latencies, and says that it knows nothing else', () =>
  inFolder(async (folder) => {
    const base = written(folder, 'base.hlog', foreignLog(1, 0));
    const same = written(folder, 'same.hlog', foreignLog(2, 0));
    const slow = written(folder, 'slow.hlog', foreignLog(3, 600));
    const { code, stdout, stderr } = await runHere(['compare', base, same, slow, '--out', 'json']);
    assert.equal(code, 0, stderr);
    const { base: run, candidates } = JSON.parse(stdout) as Comparison;
    assert.deepEqual(run, {
      file: base,
      id: null,
      startedAt: '2023-11-14T22:13:20.000Z',
      durationMs: SECONDS * 1000,
      target: null,
      interrupted: null,
      verdict: null,
    });
    assert.deepEqual(
      candidates.map(({ judgement }) => judgement),
      ['noise', 'worse'],
    );
    const changes = candidates[1]?.changes ?? [];
    assert.deepEqual(
      changes.map(({ metric }) => metric),
      ['p50(delivery)', 'p95(delivery)', 'p99(delivery)', 'samples', 'rate'],
    );
    const [p50] = changes;
    // The grid of our own schedule is not in another tool's latencies: 0.6 ms are no noise.
    assert.equal(p50?.judgement, 'worse');
    assert.deepEqual(
      changes.slice(3).map(({ current, judgement }) => [current, judgement]),
      [
        [200 * SECONDS, null],
        [200, null],
      ],
    );
    assert.match(candidates[1]?.warnings.join(' ') ?? '', /has no verdict\..*taken for microseconds, since neither/);
    assert.deepEqual(candidates[1]?.differences, []);
  }));

test('compare lays a report beside a log, and what the log does not tell is not measured', () =>
  inFolder(async (folder) => {
    const report = madeUpReport({ seed: 1, seconds: 12 });
    const json = written(folder, 'base.json', JSON.stringify(report));
    const log = written(folder, 'new.hlog', hlogReporter.render(report));
    const { code, stdout } = await runHere(['compare', json, log, '--out', 'json', '--fail-on-regression', 'lost>0']);
    assert.equal(code, 99);
    const [candidate] = (JSON.parse(stdout) as Comparison).candidates;
    const changeOf = (name: string): unknown => {
      const change = candidate?.changes.find(({ metric }) => metric === name);
      return change === undefined ? undefined : [change.current, change.judgement];
    };
    for (const name of ['lost', 'errors', 'tps', 'cpu', 'p50(serviceEcho)'])
      assert.deepEqual(changeOf(name), [null, null], name);
    for (const name of ['p50(delivery)', 'p50(echo)', 'p50(fanout)']) {
      const change = candidate?.changes.find(({ metric }) => metric === name);
      assert.equal(change?.judgement, 'noise');
      assert.ok(Math.abs((change.base ?? 0) - (change.current ?? 0)) <= 0.01 * (change.base ?? 0), name);
    }
    assert.match(candidate?.regressions[0]?.reason ?? '', /not measured in the new run/);
  }));

test('merge makes a log and JSON of logs, and says what there is not', () =>
  inFolder(async (folder) => {
    const [one, other] = [written(folder, 'a.hlog', foreignLog(1, 0)), written(folder, 'b.hlog', foreignLog(2, 0))];
    const [log, json] = [join(folder, 'both.hlog'), join(folder, 'both.json')];
    const { code, stdout, stderr } = await runHere([
      'merge',
      one,
      other,
      '--out',
      `hlog=${log}`,
      '--out',
      `json=${json}`,
    ]);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /no verdict/);
    assert.match(stderr, /\(no tag\): 16,000 samples, 400\.0\/s; p50 /);
    const document = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>;
    assert.equal(document['schema'], 'newyear-load/latencies@1');
    for (const field of ['messages', 'deliveries', 'errors', 'connections', 'generator', 'verdict'])
      assert.equal(document[field], null, field);
    const again = await runHere(['compare', one, log, '--out', 'json']);
    assert.equal((JSON.parse(again.stdout) as Comparison).candidates[0]?.judgement, 'noise');
  }));

test('what cannot be merged with logs, or made of them, is told at once and nothing is written', () =>
  inFolder(async (folder) => {
    const report = written(folder, 'a.json', JSON.stringify(madeUpReport({ seed: 1, seconds: 3 })));
    const log = written(folder, 'b.hlog', foreignLog(1, 0));
    const html = `html=${join(folder, 'x.html')}`;
    const { code, stderr } = await runHere(['merge', report, log, '--out', html, '--fail-on', 'p99(delivery)<1s']);
    assert.equal(code, 2);
    assert.match(stderr, /a\.json: is no HdrHistogram log as the others are/);
    assert.match(stderr, /--out: html=.*logs of latencies make none/);
    assert.match(stderr, /--fail-on: takes a report/);
  }));

test('a damaged log ends compare and merge with 2, the file and the line, and no stack', () =>
  inFolder(async (folder) => {
    const good = written(folder, 'good.hlog', foreignLog(1, 0));
    const bad = written(folder, 'bad.hlog', javaLog(logLine(0, 'HISTFAAAAC14'), 'nothing'));
    for (const command of ['compare', 'merge']) {
      const { code, stderr } = await runHere([command, good, bad]);
      assert.equal(code, 2);
      assert.match(stderr, /bad\.hlog:6: has a histogram that cannot be decompressed/);
      assert.match(stderr, /bad\.hlog:7: is no interval/);
      assert.doesNotMatch(stderr, /^\s+at /m);
    }
    const { code, stderr } = await runHere(['compare', good, good, '--hlog-unit', 'usec']);
    assert.equal(code, 2);
    assert.match(stderr, /--hlog-unit: unknown unit "usec"/);
  }));

test('report says of a log what takes it', () =>
  inFolder(async (folder) => {
    const log = written(folder, 'a.hlog', javaLog());
    const { code, stderr } = await runHere(['report', log]);
    assert.equal(code, 2);
    assert.match(stderr, /a\.hlog: is an HdrHistogram log, .*"compare" and "merge" take it/);
  }));
