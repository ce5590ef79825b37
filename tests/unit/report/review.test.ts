import assert from 'node:assert/strict';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { koreanReviewReporter, reviewReporter } from '#dist/report/reporters/review.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';

/** Nothing arrives in seconds 10 to 13, and half of the people are back in second 16. */
function brokenReport(room = 'Room 1'): Report {
  const outcome = runOutcome();
  const timeline = outcome.timeline.map((row) => {
    if (row.second >= 10 && row.second < 14) return { ...row, delivered: 0, completed: 0, lost: 40, connections: 0 };
    return row.second === 14 || row.second === 15 ? { ...row, completed: row.intended / 2 } : row;
  });
  const rooms = outcome.rooms.map((one, index) => (index === 0 ? { ...one, room, lost: 160 } : one));
  const deliveries = { ...outcome.deliveries, lost: 160 };
  const alerts = [
    { rule: 'errors>0', message: 'Early.', second: 2, value: 1, limit: 0 },
    { rule: 'backlog>10000', message: 'Late.', second: 12, value: 12_000, limit: 10_000 },
  ];
  return buildReport({ ...outcome, timeline, rooms, deliveries }, reportContext({ alerts }));
}

test('a review has what is known of the incident, and then the questions', () => {
  const review = reviewReporter.render(brokenReport());
  for (const told of [
    '# Incident review',
    '- It began 23:59:10 (10 s).',
    '- An alert told of it 23:59:12 (12 s), 2 s after it had begun: <code>backlog&#62;10000</code>.',
    '- It was over 23:59:16 (16 s), after 6 s.',
    'nothing arrived for 4 s.',
    'full service it took 6.0 s.',
    '- Members of 1 of 10 rooms missed messages.',
    '- 160 of 150,000 copies of messages never came.',
    '### Why was it noticed when it was, and not before?\n\n…',
    '| what | who | until |',
  ])
    assert.ok(review.includes(told), `${told}\n---\n${review}`);
  assert.match(review, /```\n█+·{4}█+/);
});

test('in Korean it says the same', () => {
  const review = koreanReviewReporter.render(brokenReport());
  for (const told of [
    '# 장애 회고',
    '장애는 23:59:10 (10 s)에 시작되었습니다.',
    '전체 10개 방 중 1개 방',
    '### 왜 더 일찍 알아차리지 못했습니까?',
  ])
    assert.ok(review.includes(told), `${told}\n---\n${review}`);
  assert.equal(review.match(/^## /gm)?.length, reviewReporter.render(brokenReport()).match(/^## /gm)?.length);
});

test('a run in which nothing went wrong has nothing to review', () => {
  assert.match(reviewReporter.render(buildReport(runOutcome(), reportContext())), /there is nothing to review\.\n$/);
});

test('what was not over when the run ended, and what no alert told of, is said to be so', () => {
  const { alerts: _, timeline, ...rest } = brokenReport();
  const rows = timeline.map((row) => (row.second >= 10 ? { ...row, delivered: 0, completed: 0 } : row));
  const review = reviewReporter.render({ ...rest, alerts: [], timeline: rows });
  assert.match(review, /- No alert told of it\.\n- It was not over when the run ended\./);
});

test('names from a server are no Markdown in it', () => {
  const review = reviewReporter.render(brokenReport('| a | <b>\n# x'));
  assert.ok(!review.includes('<b>'));
  assert.ok(!/^# x/m.test(review));
});
