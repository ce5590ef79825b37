import assert from 'node:assert/strict';
import test from 'node:test';
import { parseRegression } from '#dist/compare/regressions.js';

function problemOf(expression: string): string {
  const parsed = parseRegression(expression);
  return typeof parsed === 'string' ? parsed : 'accepted';
}

test('bounds are of a share of the base or absolute, in the unit of the metric', () => {
  const bounds = {
    'p99(delivery)>10%': ['p99(delivery)', '>', 0.1, true],
    ' p50( echo ) >= 500us ': ['p50(echo)', '>=', 0.5, false],
    'p95(connect)>1.5s': ['p95(connect)', '>', 1500, false],
    'tps<-5%': ['tps', '<', -0.05, true],
    'sent<=-10': ['sent', '<=', -10, false],
    'lost>0': ['lost', '>', 0, false],
    'cpu>5pp': ['cpu', '>', 0.05, false],
  };
  for (const [text, [metric, operator, bound, isRelative]] of Object.entries(bounds))
    assert.deepEqual(parseRegression(text), {
      expression: text.trim(),
      metric,
      operator,
      bound,
      isRelative,
      isOfCounts: ['lost', 'duplicated', 'reordered', 'errors'].includes(String(metric)),
    });
});

test('unknown metrics are answered with the nearest one, or with an example', () => {
  assert.match(problemOf('p99(delivry)>10%'), /^unknown metric "p99\(delivry\)"; did you mean "p99\(delivery\)"\?$/);
  assert.match(problemOf('delivery>10%'), /^delivery needs a statistic; an example is p999\(delivery\)>10%$/);
  assert.match(problemOf('zzzzzzzz>1%'), /^unknown metric "zzzzzzzz"; there is lost, .*p99\(delivery\) and its like$/);
  assert.match(problemOf('>1%'), /^names no metric/);
});

test('what bounds nothing, in no unit or in the wrong one, is refused with an example', () => {
  assert.match(problemOf('lost'), /^"lost" bounds nothing; an example is p99\(delivery\)>10%$/);
  assert.match(problemOf('lost==0'), /^"==" in "lost==0" bounds no change; there is < <= >= >$/);
  assert.match(problemOf('lost>x'), /no number with a unit; an example is lost>0$/);
  assert.match(
    problemOf('p50(echo)>10'),
    /takes us, ms or s, or % of the base, and not ""; an example is p50\(echo\)>10%$/,
  );
  assert.match(problemOf('lost>5ms'), /^lost takes a bare number, or % of the base, and not "ms"/);
  assert.match(problemOf('\u001b[31m>1'), /^unknown metric "\\x1b\[31m"/);
});

test('a bound in the direction of better is refused, since it would fail for that', () => {
  assert.match(problemOf('tps>5%'), /^"tps>5%" bounds no regression, since of tps less is worse; write tps<-5%$/);
  assert.match(problemOf('tps<5%'), /write tps<-5%$/);
  assert.match(problemOf('p99(echo)<10%'), /since of p99\(echo\) more is worse; write p99\(echo\)>10%$/);
  assert.match(problemOf('lost>-1'), /write lost>0$/);
});
