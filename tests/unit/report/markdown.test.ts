import assert from 'node:assert/strict';
import test from 'node:test';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { code, prose } from '#dist/report/markdown/escape.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import { HOSTILE_TEXTS } from '../../helpers/report/hostile.js';
import { markdownFlaws } from '../../helpers/report/markdown.js';
import { entranceOutcome } from '../../helpers/report/entrance-outcome.js';
import { connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';

function render(outcome: RunOutcome, context: Partial<ReportContext> = {}): string {
  const text = markdownReporter.render(buildReport(outcome, reportContext(context)));
  assert.deepEqual(markdownFlaws(text), []);
  return text;
}

test('the answer is the first line, the verdict the second, the numbers follow', () => {
  const lines = render(runOutcome(), { preset: 'quick', thresholds: ['lost==0'] }).split('\n');
  assert.equal(lines[0], '### ✅ HELD: all 150,000 deliveries arrived, p99 2.48 ms, at 1,000 messages/s');
  assert.match(lines[2] ?? '', /^✅ \*\*VALID\*\*: the numbers can be believed · preset <code>quick<\/code> · target /);
  for (const line of [
    '| fan-out | 1.51 ms | 2.40 ms | 2.48 ms | 2.50 ms | 2.50 ms |',
    '| 1,000 | 5,000 | 150,000 of 150,000 | 0 | 0 | 0 | 50 of 50 | 0 | Bronze |',
    '| ✅ | <code>lost==0</code> | 0 |',
  ])
    assert.ok(lines.includes(line), line);
});

test('events beside the messages are told where there are some', () => {
  const { counters } = runOutcome();
  assert.match(
    render(runOutcome({ counters: { ...counters, otherEvents: 1234 } })),
    /\| other events \|.*\n.*\n.*\| 1,234 \|/,
  );
  assert.doesNotMatch(render(runOutcome()), /other events/);
});

test('what failed comes first: thresholds, and rooms', () => {
  const healthy = runOutcome();
  const rooms = healthy.rooms.map((room, index) => (index === 6 ? { ...room, lost: 126, received: 14_874 } : room));
  const deliveries = { ...healthy.deliveries, lost: 126, received: 149_874 };
  const text = render(runOutcome({ rooms, deliveries, findings: ['All 126 lost messages: room 7.'] }), {
    thresholds: ['tps>=1', 'lost==0'],
  });
  assert.match(text, /^### ❌ LOST: 126 of 150,000 deliveries lost/);
  assert.ok(text.indexOf('❌ | <code>lost==0') < text.indexOf('✅ | <code>tps'));
  assert.match(
    text,
    /<summary>Rooms: 10, 1 with a flaw, the worst first<\/summary>\n\n.*\n.*\n\| <code>🎉 .* 7<\/code>/,
  );
  assert.match(text, /^- All 126 lost messages: room 7\.$/m);
});

test('the rest is folded: rooms, errors, phases, plan, command', () => {
  const text = render(runOutcome({ errors: { 'server.http-500': 3 } }));
  const titles = [...text.matchAll(/<details><summary>(\w+)/g)].map(([, title]) => title);
  assert.deepEqual(titles, ['Rooms', 'Errors', 'Phases', 'Plan', 'Command']);
  assert.equal(text.split('</details>').length, 6);
  assert.match(text, /^\| the generator took \| CPU 22 %.*8\.0 KiB a connection \|$/m);
});

test('where there are several entrances each has a line, whatever its name is', () => {
  const entrances = [
    entranceOutcome({ target: 'http://127.0.0.1:4000/a|b' }),
    entranceOutcome({ target: 'http://127.0.0.1:4001', users: 24, errors: 3, lost: 5, received: 74_995 }),
  ];
  const text = render(runOutcome({ entrances }));
  assert.match(text, /<summary>Entrances<\/summary>/);
  assert.match(
    text,
    /^\| <code>http&#58;\/\/127\.0\.0\.1&#58;4000\/a&#124;b<\/code> \| 25 \| 0 \| 0 \| 75,000 \| 75,000 \| 0 \| 1\.75 ms \| 2\.48 ms \|$/m,
  );
  assert.match(
    text,
    /^\| <code>http&#58;\/\/127\.0\.0\.1&#58;4001<\/code> \| 24 \| 0 \| 3 \| 75,000 \| 74,995 \| 5 \| /m,
  );
  assert.doesNotMatch(render(runOutcome()), /Entrances/);
});

test('a connection test is about connections, and a run of nothing has no tables of dashes', () => {
  const plan = { ...reportContext().plan, kind: 'connect' };
  const text = render(connectOutcome(), { plan });
  assert.match(text, /^### ✅ CONNECTED/);
  assert.doesNotMatch(text, /deliveries\/s|grade/);
  assert.match(text, /^\| load \| connections only, no messages \|$/m);
  assert.doesNotMatch(text, /\| rooms \||messages\/s/);
  assert.doesNotMatch(render(connectOutcome({ phases: [], interruption: 'SIGINT' })), /p50/);
});

test('no text leaves its code', () => {
  for (const text of HOSTILE_TEXTS) {
    assert.deepEqual(markdownFlaws(`${code(text)} ${prose(text)}`), [], text.slice(0, 60));
    assert.ok(code(text).length < 3000);
  }
  assert.equal(code('a|b`c'), '<code>a&#124;b&#96;c</code>');
  assert.equal(code('me@host'), '<code>me&#64;&#8203;host</code>');
  assert.equal(code(''), '<code>(empty)</code>');
});

test('plain sentences stay plain, and whatever a site would make a link of does not', () => {
  for (const text of ['All 126 lost: room 7, seconds 12–14.', 'The target was lost: no connection.'])
    assert.equal(prose(text), text);
  for (const [text, shown] of [
    ['see GH-12', 'see <code>GH-12</code>'],
    ['fixed by deadbeef', 'fixed by <code>deadbeef</code>'],
    ['www.evil.example', '<code>www&#46;evil.example</code>'],
    [':tada: it', '<code>&#58;tada&#58;</code> it'],
    ['1. item', '<code>1.</code> item'],
    ['- item', '<code>-</code> item'],
    ['+ item', '<code>+</code> item'],
    ['it a@b c*d*, too', 'it <code>a&#64;&#8203;b c&#42;d&#42;,</code> too'],
    ['<b>', '<code>&#60;b&#62;</code>'],
    [
      '300 copies still came: 3, of 5 (server.http-503).',
      '300 copies still came: 3, of 5 <code>(server.http-503).</code>',
    ],
  ])
    assert.equal(prose(text ?? ''), shown);
});

test('it fits into a comment, however much there is to tell, and says that something is missing', () => {
  const long = '\u202e'.repeat(10_000);
  const findings = Array.from({ length: 12 }, (_, index) => `${index}${long}`);
  const room = { ...(runOutcome().rooms[0] ?? assert.fail()), room: long, lost: 1 };
  const rooms = Array.from({ length: 5000 }, () => room);
  const text = render(runOutcome({ rooms, findings }), { command: long });
  assert.ok(text.length < 60_000);
  assert.match(text, /and 4,980 more rooms/);
  const more = Array.from({ length: 80 }, (_, index) => `${index}${long}`);
  assert.match(render(runOutcome({ rooms, findings: more })), /More was left out here.*\n$/);
});
