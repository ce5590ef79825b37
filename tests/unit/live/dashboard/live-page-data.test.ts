import assert from 'node:assert/strict';
import test from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { LivePageData } from '#dist/live/dashboard/live-page-data.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import { emptyCounters, emptyGauges, emptyStageCounters, emptyStageGauges } from '#dist/metrics/snapshot.js';
import type { PageData } from '#dist/report/page/page-types.js';
import { afterStep } from '#page/live-step.js';
import { BEGINNING, DRAIN, floodSecond, SET_UP } from '../../../helpers/report/live-events.js';
import { liveSecond, snapshotOf } from '../../../helpers/report/live-second.js';
import { reportContext } from '../../../helpers/report/outcome.js';
import { SPIKE } from '../../../helpers/report/staged-report.js';

function dataOf(...events: readonly LiveEvent[]): LivePageData {
  const data = new LivePageData(BEGINNING);
  for (const event of events) data.onEvent(event);
  return data;
}

/** Its clock aside, which goes on between two looks. */
function withoutClock(data: PageData): PageData {
  return asSent({ ...data, progress: null });
}

/** What arrives of something that is sent as JSON. */
function asSent<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

test('before anything has happened the page knows the plan and nothing else', () => {
  const { headline, live, run, plan, timeline, heat, phases, percentiles, rooms, verdict, tps, errors } =
    dataOf().whole();
  assert.equal(headline.text, 'STARTING');
  assert.ok(live);
  assert.equal(run.id, BEGINNING.context.runId);
  assert.equal(plan.users, BEGINNING.context.plan.users);
  assert.deepEqual(timeline.columns.second, []);
  assert.deepEqual(heat.columns, { echo: [], fanout: [] });
  assert.deepEqual([phases, percentiles, rooms, verdict, tps, errors.total], [[], null, null, null, null, null]);
});

test('phases follow each other on one line of time', () => {
  const { phases, headline, progress } = dataOf(...SET_UP, floodSecond(0)).whole();
  const [join, flood, ...rest] = phases;
  assert.deepEqual(rest, []);
  assert.deepEqual(
    [join?.name, join?.startMs, join?.durationMs, join?.succeeded, join?.failed, join?.maxMs],
    ['join', 0, 120, 49, 1, 49.023],
  );
  assert.deepEqual([flood?.name, flood?.startMs, flood?.durationMs, flood?.attempted], ['flood', 120, null, 100]);
  assert.equal(headline.text, 'RUNNING: 1 s of 30 s, 300 deliveries arrived, none missing, p99 now 1.00 ms');
  assert.equal(headline.tone, 'good');
  assert.equal(progress?.phase, 'flood');
  assert.equal(progress.floodElapsedMs, 1000);
  const joining = dataOf(...SET_UP.slice(0, 2)).whole();
  assert.equal(joining.headline.text, 'SETTING UP: 25 of 50 memberships of rooms begun');
  assert.deepEqual([joining.phases[0]?.succeeded, joining.phases[0]?.total], [25, 50], 'of the same total');
  assert.deepEqual([join?.total, flood?.total], [50, 0], 'nobody knows how many messages it will be');
  assert.equal(dataOf(...SET_UP, floodSecond(0), ...DRAIN).whole().headline.text, 'DRAINING: 40 copies under way');
});

test('a drain says what it waits for, the copies that were overtaken too', () => {
  const draining = (inFlight: number, missing: number): string => {
    const last = floodSecond(0);
    assert.ok(last.type === 'second');
    const second: LiveEvent = { type: 'second', second: { ...last.second, phase: 'drain', inFlight, missing } };
    return dataOf(...SET_UP, ...DRAIN, second).whole().headline.text;
  };
  assert.equal(draining(1, 0), 'DRAINING: 1 copy under way');
  assert.equal(draining(0, 56), 'DRAINING: 56 missing are waited for');
  assert.equal(draining(40, 1), 'DRAINING: 40 copies under way, 1 missing is waited for');
});

test('figures are those of the run so far, and what only its end can tell is not known', () => {
  const { messages, deliveries, latencyMs, tps, heat, percentiles } = dataOf(
    ...SET_UP,
    floodSecond(0),
    floodSecond(1),
  ).whole();
  assert.deepEqual(messages, { intended: 200, sent: 200, unsent: null, refused: 0, completed: 200, otherEvents: 0 });
  assert.equal(deliveries.received, 600);
  assert.equal(deliveries.lost, null);
  assert.equal(latencyMs.echo?.count, 200);
  assert.equal(latencyMs.delivery?.count, 600);
  assert.equal(latencyMs.delivery.max, 2.005);
  assert.equal(latencyMs.serviceEcho, null);
  assert.deepEqual([tps?.sent, tps?.delivered, tps?.peakDelivered], [100, 300, 300]);
  const counted = (columns: readonly (readonly number[])[]): number[] =>
    columns.map(([, ...counts]) => counts.reduce((sum, count) => sum + count, 0));
  assert.deepEqual(counted(heat.columns.echo), [100, 100]);
  assert.deepEqual(counted(heat.columns.fanout), [200, 200]);
  assert.deepEqual(
    percentiles?.series.map(({ name }) => name),
    ['echo', 'fanout'],
  );
});

test('thresholds have their value so far, and are not decided before the end', () => {
  const thresholds = [
    'p99(delivery)<250ms',
    'lost==0',
    'errors<1%',
    'delivered>500',
    'tps>=1000',
    'opened>=99%',
    'p99(ack)<1s',
    'grade>=Silver',
    'not a threshold',
  ];
  const data = new LivePageData({ ...BEGINNING, context: { ...BEGINNING.context, thresholds } });
  const texts = (): string[] => data.whole().thresholds.map(({ actualText }) => actualText);
  assert.deepEqual(
    texts(),
    thresholds.map(() => ''),
  );
  for (const event of SET_UP) data.onEvent(event);
  const last = floodSecond(0);
  assert.ok(last.type === 'second');
  data.onEvent({ type: 'second', second: { ...last.second, missing: 3, errorsByKind: { 'network.ECONNRESET': 2 } } });
  assert.deepEqual(texts(), ['', '3', '2.00 %', '300', '100', '0 %', '', '', ''], 'too few for a p99');
  for (let second = 1; second < 10; second++) data.onEvent(floodSecond(second));
  const page = data.whole().thresholds;
  assert.match(page[0]?.actualText ?? '', /^\d\.\d\d ms$/);
  assert.deepEqual([page[1]?.actual, page[3]?.actual], [0, 3000]);
  assert.ok(page.every(({ passed }) => passed === null));
});

test('a latency of stages that are not all measured, and of one stage alone, waits for the end', () => {
  const [first, ...others] = SPIKE;
  assert.ok(first !== undefined);
  const stages = [{ ...first, measured: false }, ...others.map((stage) => ({ ...stage }))];
  const context = reportContext({
    thresholds: ['max(delivery)<1s', `lost@${others[0]?.name ?? ''}==0`, 'lost==0'],
    plan: { ...BEGINNING.context.plan, stages },
  });
  const data = new LivePageData({ ...BEGINNING, context });
  for (const event of [...SET_UP, floodSecond(0)]) data.onEvent(event);
  assert.deepEqual(
    data.whole().thresholds.map(({ actual }) => actual),
    [null, null, 0],
  );
});

test('rates are over the planned flood, however many seconds are told as its own', () => {
  const flood = Array.from({ length: 30 }, (_, second) => floodSecond(second));
  const last = floodSecond(30);
  assert.ok(last.type === 'second');
  const { counters } = last.second;
  const late: LiveEvent = {
    type: 'second',
    second: { ...last.second, counters: { ...counters, sent: 3000, completed: 3000, received: 9000 } },
  };
  const { tps } = dataOf(...SET_UP, ...flood, late).whole();
  assert.deepEqual([tps?.sent, tps?.completed, tps?.delivered], [100, 100, 300]);
});

test('the canary stands beside the fleet, and is not counted with it', () => {
  const { latency } = snapshotOf(0);
  const second = floodSecond(0);
  assert.ok(second.type === 'second');
  const canary: LiveEvent = {
    type: 'snapshot',
    role: 'canary',
    snapshot: snapshotOf(0, {
      counters: { ...emptyCounters(), sent: 10, received: 20 },
      gauges: { ...emptyGauges(), expected: 20 },
      latency: { ...latency, echo: second.second.histograms.echo },
    }),
  };
  const page = dataOf(...SET_UP, canary, second).whole();
  assert.deepEqual([page.canary?.sent, page.canary?.received, page.canary?.echo.count], [10, 20, 100]);
  assert.equal(page.latencyMs.echo?.count, 100);
  assert.ok(page.percentiles?.series.some(({ name }) => name === 'canaryEcho'));
});

test('what a server says is shortened and made visible, and there is a limit to it', () => {
  const data = dataOf();
  for (let index = 0; index < 1000; index++) {
    data.onEvent({ type: 'notice', message: `${index} \u001b[2J\u202e</script>${'x'.repeat(1e5)}` });
    data.onEvent({ type: 'alert', alert: { rule: 'a', message: '\u0007'.repeat(1e4), second: 1, value: 1, limit: 0 } });
  }
  const page = data.whole();
  assert.match(page.findings[0] ?? '', /^0 \\x1b\[2J\\u202e<\/script>x+…$/);
  assert.ok(JSON.stringify(page).length < 500_000);
  assert.equal(page.headline.tone, 'warn');
});

test('a page that is told steps has what a page has that is told everything, through a long run', () => {
  const data = dataOf(...SET_UP);
  let page = data.whole();
  let mark = data.mark();
  let wholes = 0;
  for (let second = 0; second <= 2000; second++) {
    // A second that nobody reported, now and then.
    if (second % 97 !== 5) data.onEvent(floodSecond(second));
    if (second % 4 !== 0) continue;
    const step = data.stepSince(mark);
    if (step === undefined) wholes++;
    page = step === undefined ? data.whole() : afterStep(page, asSent(step));
    mark = data.mark();
    // No difference is printed: that would be thousands of lines.
    if (second % 100 === 0 || step === undefined)
      assert.ok(isDeepStrictEqual(withoutClock(page), withoutClock(data.whole())), `after ${second} s`);
  }
  assert.ok(wholes > 0 && wholes < 10, String(wholes));
  assert.ok(page.timeline.columns.second.length <= 900);
  assert.equal(page.timeline.secondsPerRow, 4);
  assert.ok(page.heat.columns.echo.length <= 400);
  assert.equal(page.heat.secondsPerColumn, 8);
  const lengths = Object.values(page.timeline.columns).map(({ length }) => length);
  assert.equal(new Set(lengths).size, 1);
  assert.ok(JSON.stringify(page).length < 500_000);
});

test('thresholds are named while they are not decided', () => {
  const data = new LivePageData({ ...BEGINNING, context: reportContext({ thresholds: ['lost==0'] }) });
  const [threshold] = data.whole().thresholds;
  assert.deepEqual([threshold?.expression, threshold?.actual, threshold?.passed], ['lost==0', null, null]);
});

test('of a load with stages the page has the plan from the beginning, and of each stage what came so far', () => {
  const { context } = BEGINNING;
  const plan = { ...context.plan, stages: SPIKE.map((stage) => ({ ...stage })) };
  const thresholds = ['p99(delivery@spike)<20ms'];
  const data = new LivePageData({ ...BEGINNING, context: { ...context, plan, thresholds } });
  const before = data.whole();
  assert.deepEqual(before.plan.stages, SPIKE);
  assert.deepEqual(
    before.stages.map(({ durationMs, sentPerSecond, p99Ms }) => [durationMs, sentPerSecond, p99Ms]),
    SPIKE.map(() => [0, null, null]),
  );
  assert.deepEqual(before.thresholds[0]?.line, { chart: 'latency', value: 20, stage: 2 });
  const spike = { name: 'spike', place: 3, of: 4, elapsedMs: 1000, durationMs: 3000, measured: true };
  const snapshot = {
    ...snapshotOf(0),
    stages: [
      {
        stage: 2,
        counters: { ...emptyStageCounters(), intended: 2000, sent: 1900, completed: 1800, received: 9000 },
        gauges: emptyStageGauges(),
        errors: {},
        latency: snapshotOf(0).latency,
      },
    ],
  };
  for (const event of SET_UP) data.onEvent(event);
  data.onEvent({ type: 'snapshot', role: 'fleet', snapshot });
  data.onEvent({ type: 'second', second: liveSecond({ elapsedMs: 16_000, stage: spike }) });
  const { stages, headline } = data.whole();
  assert.deepEqual(stages[2], {
    ...stages[2],
    durationMs: 1000,
    sentPerSecond: 1900,
    completedPerSecond: 1800,
    received: 9000,
  });
  assert.deepEqual(
    [stages[1]?.durationMs, stages[3]?.durationMs, stages[2]?.lost, stages[2]?.level],
    [10_000, 0, null, null],
  );
  assert.match(headline.text, /^RUNNING: 16 s of 30 s in stage 3 of 4 "spike", 1 s of 3 s, /);
});
