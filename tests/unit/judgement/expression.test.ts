import assert from 'node:assert/strict';
import test from 'node:test';
import { METRICS } from '#dist/compare/metrics/index.js';
import { parseRegression } from '#dist/compare/regressions.js';
import { ALERT_LANGUAGE } from '#dist/judgement/alert-metrics.js';
import { checkAlert } from '#dist/judgement/alerts.js';
import { THRESHOLD_LANGUAGE } from '#dist/judgement/threshold-metrics.js';
import { checkThreshold } from '#dist/judgement/thresholds.js';

/** Every kind of expressions: its names, and what it says of a text; undefined when that is right. */
const LANGUAGES = {
  thresholds: {
    names: THRESHOLD_LANGUAGE.subjects.map(({ name }) => name),
    complaint: (text: string) => checkThreshold(text, ['calm', 'spike', 'after']),
  },
  alerts: { names: ALERT_LANGUAGE.subjects.map(({ name }) => name), complaint: checkAlert },
  regressions: {
    names: METRICS.map(({ name }) => name),
    complaint: (text: string) => {
      const parsed = parseRegression(text);
      return typeof parsed === 'string' ? parsed : undefined;
    },
  },
} as const;

for (const [kind, { names, complaint }] of Object.entries(LANGUAGES)) {
  test(`whatever is wrong with the limit of ${kind}, the example in the complaint names the same and is right`, () => {
    for (const name of names) {
      for (const wrong of [`${name}>5zz`, `${name}>x`, `${name}>`]) {
        const example = /; an example is (.+)$/.exec(complaint(wrong) ?? '')?.[1] ?? '';
        assert.ok(example.startsWith(name), `${wrong}: ${complaint(wrong)}`);
        assert.equal(complaint(example), undefined, example);
      }
    }
  });

  test(`a name that ${kind} lack, in whatever way, is answered with an example or the nearest name`, () => {
    for (const wrong of [
      '>5',
      'p99>5',
      'delivery>5',
      'errors(echo)>5',
      'p98(delivery)>5',
      'p99(x)>5',
      'erors>5',
      '?>5',
    ]) {
      assert.match(complaint(wrong) ?? '', /an example is \w|did you mean "|there is \w/, wrong);
    }
  });

  test(`operators that ${kind} lack are answered with those that there are`, () => {
    assert.match(complaint('errors=5') ?? '', /^unknown operator "="; there is < <= /);
  });
}
