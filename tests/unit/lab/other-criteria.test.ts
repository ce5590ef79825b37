import assert from 'node:assert/strict';
import test from 'node:test';
import type { AlertCall, ServerLife } from '#dist/lab/evidence.js';
import type { SearchEnd } from '#dist/search/search.js';
import { at, judged, load } from '../../helpers/lab/evidence.js';
import { runOutcome, timelineSecond } from '../../helpers/report/outcome.js';

function alert(seconds: number, kind: AlertCall['kind']): AlertCall {
  return { atUs: at(seconds), kind, text: `{"rule":"${kind}"}` };
}

function life(parts: { readonly [Field in keyof ServerLife]?: ServerLife[Field] }): ServerLife {
  return { startedUs: 0, readyUs: 1, signalledUs: null, exitedUs: null, end: null, lastWords: '', ...parts };
}

const moments = [
  { atUs: at(10), name: 'a' },
  { atUs: at(20), name: 'b' },
];

test('an alert counts when it is of the kind and comes in time, after the fault', () => {
  const told = (alerts: AlertCall[]) =>
    judged('alert-within', { kind: 'errors', after: 'a', within: '10s' }, { alerts, moments });
  assert.equal(told([alert(19.9, 'errors')]).status, 'held');
  assert.equal(told([alert(20.1, 'errors')]).status, 'failed');
  assert.equal(told([alert(9, 'errors')]).status, 'failed');
  assert.match(told([alert(12, 'memory')]).measured.en, /only ".*memory.*" came/);
  assert.equal(
    judged('alert-within', { kind: 'errors', after: 'never', within: '10s' }, { moments }).status,
    'unproven',
  );
});

test('silence is broken by an alert of the kind, and by any where none is named', () => {
  const silent = (alerts: AlertCall[], kind?: string) =>
    judged(
      'alert-silent',
      { from: 'a', to: 'b', en: '', ko: '', ...(kind === undefined ? {} : { kind }) },
      { alerts, moments },
    );
  assert.equal(silent([alert(9, 'p95'), alert(20, 'p95')]).status, 'held');
  assert.equal(silent([alert(15, 'p95')]).status, 'failed');
  assert.equal(silent([alert(15, null)]).status, 'failed');
  assert.equal(silent([alert(15, 'p95')], 'queue').status, 'held');
  // A machine that was late explains late messages, and no errors.
  assert.deepEqual(
    [silent([alert(15, 'p95')], 'p95').basis, silent([alert(15, 'errors')], 'errors').basis],
    ['times', 'counts'],
  );
});

test('a rule pauses, but a server that was started again cannot know what it had told', () => {
  const pause = (alerts: AlertCall[], lives: ServerLife[] = []) =>
    judged('alert-pause', { pause: '60s' }, { alerts, lives }).status;
  assert.equal(pause([alert(1, 'p95'), alert(61, 'p95'), alert(62, 'errors')]), 'held');
  assert.equal(pause([alert(1, 'p95'), alert(30, 'p95')]), 'failed');
  assert.equal(pause([alert(1, 'p95'), alert(30, 'p95')], [life({}), life({ startedUs: at(20) })]), 'held');
});

test('what comes late is excused by a machine that was late, what never comes is not', () => {
  const told = (alerts: AlertCall[]) =>
    judged('alert-within', { kind: 'errors', after: 'a', within: '10s' }, { alerts, moments }).basis;
  assert.deepEqual([told([alert(25, 'errors')]), told([])], ['times', 'counts']);
  const ends = judged('ends-in-time', { within: '10s' }, { lives: [life({ signalledUs: at(1), exitedUs: at(20) })] });
  const hasty = judged('alert-pause', { pause: '60s' }, { alerts: [alert(1, 'p95'), alert(30, 'p95')] });
  assert.deepEqual(
    [ends, hasty].map(({ status, basis }) => [status, basis]),
    [
      ['failed', 'times'],
      ['failed', 'times'],
    ],
  );
});

test('all are back in time, or not, or the load was over before that could be seen', () => {
  const lives = [life({ exitedUs: at(15), signalledUs: at(15) }), life({ startedUs: at(16), readyUs: at(20) })];
  const outcome = { connections: { ...runOutcome().connections, opened: 10, reconnects: 0 } };
  const back = (backAfter: number, leftAfter = 21) =>
    judged(
      'all-back',
      { within: '10s' },
      {
        lives,
        loads: [
          load(outcome, {
            leftUs: at(20 + leftAfter),
            openings: [
              { atUs: at(19), open: 0 },
              { atUs: at(21), open: 4 },
              { atUs: at(20 + backAfter), open: 10 },
            ].filter(({ atUs }) => atUs <= at(20 + leftAfter)),
          }),
        ],
      },
    );
  assert.deepEqual([back(9).status, back(11).status, back(30, 12).status], ['held', 'failed', 'failed']);
  assert.equal(back(11).basis, 'times');
  assert.match(back(30, 12).measured.en, /^4 of 10 came back$/);
  assert.equal(back(30, 8).status, 'unproven');
});

test('a server that ends by itself has failed, with its last words; one that was told to has not', () => {
  const lives = (one: ServerLife) => judged('server-lives', {}, { lives: [one] });
  assert.equal(lives(life({})).status, 'held');
  assert.equal(lives(life({ exitedUs: at(5), signalledUs: at(4), end: 'SIGTERM' })).status, 'held');
  const died = lives(life({ exitedUs: at(5), end: 'exit code 134', lastWords: 'heap out of memory' }));
  assert.equal(died.status, 'failed');
  assert.match(died.measured.en, /exit code 134\): heap out of memory/);
  const again = (parts: Partial<ServerLife>) =>
    judged('server-lives', {}, { lives: [life({ exitedUs: 1, signalledUs: 1 }), life({ readyUs: null, ...parts })] });
  assert.match(
    again({ exitedUs: at(5), end: 'exit code 1', lastWords: 'SyntaxError' }).measured.en,
    /^started again, it ended before it took connections \(exit code 1\): SyntaxError$/,
  );
  assert.deepEqual(
    [again({}).status, again({ exitedUs: at(40), signalledUs: at(35) }).measured.ko],
    ['failed', '다시 시작했더니 연결을 받지 않음'],
  );
});

test('memory that climbs, that stays, and that nobody can tell', () => {
  const grown = (perSecond: number) =>
    judged(
      'memory-slope',
      { from: 'a', to: 'end', mostMiB: 1 },
      {
        moments: [...moments, { atUs: at(200), name: 'end' }],
        memory: Array.from({ length: 400 }, (_, half) => ({
          atUs: at(half / 2),
          rssBytes: 1e8 + (half / 2) * perSecond,
        })),
      },
    ).status;
  assert.deepEqual([grown(0), grown(100_000), grown(10_000)], ['held', 'failed', 'held']);
  assert.equal(judged('memory-slope', { from: 'a', to: 'b', mostMiB: 1 }, { moments }).status, 'unproven');
  const returns = (idleBytes: number) =>
    judged(
      'memory-returns',
      { warm: 'a', idle: 'b', most: 1.2 },
      {
        moments: [...moments, { atUs: at(12), name: 'a-end' }, { atUs: at(22), name: 'b-end' }],
        memory: [
          { atUs: at(11), rssBytes: 1e8 },
          { atUs: at(21), rssBytes: idleBytes },
        ],
      },
    ).status;
  assert.deepEqual([returns(1.19e8), returns(1.21e8), returns(1.6e8)], ['held', 'unproven', 'failed']);
});

test('a filter that hangs is asked once in a while, and again when it is well', () => {
  const spared = (...seconds: number[]) =>
    judged(
      'filter-spared',
      { from: 'a', to: 'end', settle: '5s', probes: 1, every: '29s' },
      {
        moments: [...moments, { atUs: at(80), name: 'end' }],
        filterCalls: seconds.map((second) => ({ atUs: at(second), mood: 'hang' })),
      },
    ).status;
  assert.deepEqual([spared(10, 11, 14), spared(10, 45, 76), spared(10, 45, 60)], ['held', 'held', 'failed']);
  const resumed = (from: number, perSecond: number) =>
    judged(
      'filter-resumed',
      { after: 'a', within: '35s', perSecond: 50 },
      {
        moments,
        loads: [load({}, { leftUs: at(100) })],
        filterCalls: Array.from({ length: 200 }, (_, index) => ({ atUs: at(from + index / perSecond), mood: 'well' })),
      },
    ).status;
  assert.deepEqual([resumed(40, 50), resumed(46, 50), resumed(20, 5)], ['held', 'failed', 'failed']);
});

test('an end in order closes connections with a word; one that breaks them off has not', () => {
  const ended = (errors: Record<string, number>) =>
    judged('ends-orderly', {}, { loads: [load({ errors: { ...load().outcome.errors, ...errors } })] }).status;
  assert.deepEqual([ended({ 'server.closed': 10 }), ended({ 'network.closed': 1 })], ['held', 'failed']);
  const inTime = (exitedUs: number | null) =>
    judged('ends-in-time', { within: '30s' }, { lives: [life({ signalledUs: at(10), exitedUs, end: 'exit code 0' })] })
      .status;
  assert.deepEqual([inTime(at(39)), inTime(at(41)), inTime(null)], ['held', 'failed', 'failed']);
});

test('the rate at which a server becomes too slow is known when what holds and what does not are close', () => {
  const found = (lowerBound: number | null, upperBound: number | null, end: SearchEnd) =>
    judged(
      'breaking-point',
      { search: 'search', within: '10%' },
      { searches: [{ name: 'search', lowerBound, upperBound, end }] },
    );
  assert.deepEqual(found(1460, 1600, 'found').measured.en, 'between 1,460 and 1,600 messages/s');
  assert.equal(found(1460, 1600, 'found').status, 'held');
  assert.deepEqual(found(6400, null, 'max-load').status, 'held');
  assert.match(found(6400, null, 'max-load').measured.en, /not reached: it holds 6,400/);
  assert.equal(found(null, 100, 'min-load').status, 'failed');
  assert.match(found(null, 100, 'min-load').measured.ko, /초당 100건조차 견디지 못함/);
  const [far, machine, nothing] = [
    found(800, 1600, 'unfinished'),
    found(800, null, 'generator'),
    found(null, null, 'unfinished'),
  ];
  assert.deepEqual([far.status, machine.status, nothing.status], ['unproven', 'unproven', 'unproven']);
  assert.match(far.measured.en, /holds 800 messages\/s, and not 1,600 messages\/s; there was no time/);
  assert.match(machine.measured.ko, /이 컴퓨터가 더 많이 만들지 못함/);
});

test('instances share connections fairly, and the people of one that dies come back', () => {
  const balance = (...connections: number[]) =>
    judged('balanced', { most: 1.5 }, { balances: [{ atUs: 1, connections }] }).status;
  assert.deepEqual([balance(20, 20, 29), balance(20, 20, 30), balance(30, 0, 30)], ['held', 'failed', 'failed']);
  // Where the system does not tell, all of them are zero.
  assert.equal(balance(0, 0, 0), 'unproven');
  const deliveries = { ...load().outcome.deliveries, lost: 7, unconfirmed: 7, receiverGone: 40 };
  const lose = (lost: number) =>
    judged('others-lose-nothing', { load: 'load' }, { loads: [load({ deliveries: { ...deliveries, lost } })] }).status;
  assert.deepEqual([lose(7), lose(8)], ['held', 'failed']);
  const back = (atSecond: number, lost = 4) => {
    const connections = { ...load().outcome.connections, lost, opened: 10 + lost, reconnects: lost };
    const openings = Array.from({ length: 30 }, (_, second) => ({
      atUs: at(11 + second),
      open: second >= 9 && 11 + second < atSecond ? 6 : 10,
    }));
    const killed = [{ atUs: at(20), name: 'killed' }];
    return judged(
      'back-after-kill',
      { within: '5s' },
      { moments: killed, loads: [load({ connections }, { openings })] },
    ).status;
  };
  assert.deepEqual(
    [back(21), back(25), back(27), back(99), back(21, 0)],
    ['held', 'held', 'failed', 'failed', 'unproven'],
  );
});

test('what was measured for an expression is told in its unit', () => {
  const served = { intended: 100, sent: 100, completed: 100, delivered: 400, connections: 20 };
  const timeline = [0, 1, 2, 3].map((second) => timelineSecond({ second, ...served }));
  const seen = { loads: [load(runOutcome({ floodMs: 3000, timeline, intervals: [] }))] };
  const measured = (expression: string) =>
    judged('expression', { load: 'load', expression, en: '', ko: '' }, seen).measured.en;
  assert.equal(measured('availability>=99%'), '100 %');
  assert.match(measured('downtime<5s'), /^0(?:\.0+)? m?s$/);
});
