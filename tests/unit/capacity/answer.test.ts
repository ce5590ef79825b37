import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { capacitySchema } from '#dist/capacity/report/capacity-schema.js';
import { failureOf } from '#dist/capacity/report/answer.js';
import { capacityNotes } from '#dist/capacity/report/trial-texts.js';
import { ENGLISH, inEnglish } from '#dist/core/language/words.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';
import type { TrialMade } from '../../helpers/capacity/trials.js';

const schema = JSON.parse(readFileSync('docs/capacity.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

test('a load that was found is told with what did not hold, in a sentence', () => {
  const report = madeReport({ at: slowAbove(1500) });
  const [goal] = report.goals;
  assert.equal(
    goal?.answer,
    'holds 1,460 messages/s (7,300 deliveries/s) at p99 < 250 ms with nothing lost; 1,530 did not',
  );
  assert.deepEqual(
    { ...goal, answer: undefined },
    {
      slo: 'p99(delivery)<250ms, lost==0',
      finalTrialMs: 10_000,
      durationSumMs: 40_000,
      lossRatio: 0.01,
      exceedRatio: 0.5,
      width: 0.05,
      initialTrialMs: 2500,
      messagesNeeded: 459,
      lowerBound: 1460,
      upperBound: 1530,
      conditionalThroughput: 1460,
      deliveriesPerSecond: 7300,
      regular: true,
      why: 'found',
      gaveWay: ['latency'],
      answer: undefined,
    },
  );
});

test('a report is what its schema says, in zod and as a file', () => {
  const report = madeReport({ at: slowAbove(1500), groups: [['p99(delivery)<250ms'], ['lost==0']] });
  assert.deepEqual(capacitySchema.safeParse(report).error, undefined);
  assert.ok(validate(report), JSON.stringify(validate.errors));
});

test('every end of a search has its words', () => {
  const answers = {
    max: madeReport({ at: slowAbove(1e9), max: 800 }),
    asked: madeReport({ at: slowAbove(1e9), max: 800, told: { maxLoad: { messagesPerSecond: 800, why: 'asked' } } }),
    generator: madeReport({ at: (load) => (load > 300 ? { unsent: load } : {}) }),
    nothing: madeReport({ at: slowAbove(10) }),
    lossy: madeReport({ at: () => ({ missing: 25 }) }),
    growing: madeReport({
      at: (load) => ({ inFlight: Array.from({ length: 10 }, (_, second) => 0.4 * load * second) }),
      groups: [['lost==0']],
    }),
    time: madeReport({ at: slowAbove(1500), trials: 13, cut: 'time' }),
    early: madeReport({ at: slowAbove(1500), trials: 3, cut: 'interrupted' }),
    gone: madeReport({ at: slowAbove(1500), trials: 12, cut: 'target-lost' }),
  };
  assert.deepEqual(
    Object.values(answers).map(({ goals }) => goals[0]?.answer),
    [
      'holds at least 800 messages/s (4,000 deliveries/s) at p99 < 250 ms with nothing lost: there the generator was the limit',
      'holds at least 800 messages/s (4,000 deliveries/s) at p99 < 250 ms with nothing lost: more was not to be tried (--max)',
      'holds at least 295 messages/s (1,475 deliveries/s) at p99 < 250 ms with nothing lost: there the generator was the limit',
      'not even 50 messages/s holds: p99 was 1.89 s',
      'not even 50 messages/s holds: 1.00 % of the copies never came',
      'not even 50 messages/s holds: the backlog grew until the end, to 720 ms of the load',
      'holds at least 1,460 messages/s (7,300 deliveries/s) at p99 < 250 ms with nothing lost: time was up (--budget)',
      'nothing is known about 50 messages/s yet: the search was stopped',
      'holds at least 1,460 messages/s (7,300 deliveries/s) at p99 < 250 ms with nothing lost: the server went away',
    ],
  );
  assert.ok(Object.values(answers).every(({ goals }) => goals[0]?.regular === false));
});

test('goals have answers of their own, and words for anything that can be asked', () => {
  const { goals } = madeReport({ at: slowAbove(1500), groups: [['p999(fanout)<=1s', 'reordered==0'], ['lost<2%']] });
  assert.deepEqual(
    goals.map(({ answer }) => answer.replace(/^.*deliveries\/s\) /, '')),
    ['at p999(fanout) <= 1 s with reordered == 0; 1,530 did not', 'with lost < 2 %: there the generator was the limit'],
  );
});

test('less than was asked for is said first, and of no search that found enough', () => {
  const notes = (atLeast: number): string => {
    const report = madeReport({ at: slowAbove(1500) });
    return capacityNotes({ ...report, plan: { ...report.plan, atLeast } }, ENGLISH)[0] ?? '';
  };
  assert.equal(notes(2000), 'Less than --at-least: at least 2,000 messages/s were asked for.');
  assert.match(notes(1460), /^At 1,530/);
});

test('the tester that was the limit is what gave way, where the server did not', () => {
  const gaveWay = (told: Parameters<typeof madeReport>[0]): readonly string[] | undefined =>
    madeReport(told).goals[0]?.gaveWay;
  const limited = (load: number): TrialMade => (load > 300 ? { unsent: load } : {});
  assert.deepEqual(gaveWay({ at: slowAbove(1500) }), ['latency']);
  assert.deepEqual(gaveWay({ at: limited }), ['generator']);
  assert.deepEqual(gaveWay({ at: slowAbove(1e9) }), ['generator']);
  const asked = { maxLoad: { messagesPerSecond: 20_000, why: 'asked' } } as const;
  assert.deepEqual(gaveWay({ at: slowAbove(1e9), told: asked }), []);
});

test('what failed a percentile by what never came is told as that, and a trial without a percentile by its longest time', () => {
  const textOf = (made: TrialMade): string => {
    const trial = madeReport({ at: () => made, trials: 1 }).trials[0];
    return trial === undefined ? '' : inEnglish(failureOf(trial));
  };
  assert.equal(textOf({ missing: 50, slowestMs: 5 }), '8.00 % of the copies never came');
  assert.equal(textOf({ missing: 50, slowestMs: 900 }), 'the longest was 900 ms, 8.00 % of the copies never came');
  assert.equal(textOf({ slowestMs: 900 }), 'the longest was 900 ms');
});

test('how long a server took to catch up is not known where something never came', () => {
  assert.equal(madeReport({ at: slowAbove(1500) }).recoveryMs, 300);
  const lossy = madeReport({ at: (load) => (load > 1500 ? { missing: 9, isSettled: false } : {}) });
  assert.equal(lossy.recoveryMs, null);
});

test('the largest load that was to be tried is told in what was varied', () => {
  const report = madeReport({ at: slowAbove(1e9), max: 600 });
  const maxLoad = { messagesPerSecond: 600, why: 'asked' } as const;
  const noteOf = (plan: Partial<typeof report.plan>): string =>
    capacityNotes({ ...report, maxLoad, plan: { ...report.plan, ...plan } }, ENGLISH).at(-1) ?? '';
  assert.equal(noteOf({ vary: 'users', max: 200 }), 'Nothing above 200 users was to be tried (Max Load).');
  assert.equal(noteOf({ max: 600 }), 'Nothing above 600 messages/s was to be tried (Max Load).');
  assert.equal(noteOf({ vary: 'users', max: null }), 'Nothing above 600 messages/s was to be tried (Max Load).');
});
