import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { readRegression } from '#dist/compare/regressions.js';
import { isMessage, type Message, wordsOf } from '#dist/core/language/words.js';
import { ALERT_LANGUAGE } from '#dist/judgement/alert-metrics.js';
import { faultOfAlert } from '#dist/judgement/alerts.js';
import { THRESHOLD_LANGUAGE } from '#dist/judgement/threshold-metrics.js';
import { faultOfThreshold } from '#dist/judgement/thresholds.js';

const KOREAN = await wordsOf('ko');
const STAGES = ['calm', 'spike', 'after'];

const FAULTS: Readonly<Record<string, (text: string) => Message | undefined>> = {
  thresholds: (text) => faultOfThreshold(text, STAGES),
  alerts: (text) => faultOfAlert(text, STAGES),
  regressions: (text) => {
    const read = readRegression(text);
    return isMessage(read) ? read : undefined;
  },
};

const NAMES = [...THRESHOLD_LANGUAGE.subjects, ...ALERT_LANGUAGE.subjects].map(({ name }) => name);

/** Expressions that are nearly right, and texts that are none. */
const TEXTS = fc.oneof(
  // Without small letters, of which chance makes English words.
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[a-z]/g, 'Q')),
  fc
    .tuple(
      fc.constantFrom(...NAMES, 'lst', 'p99', 'delivery', 'p99(delivry)', 'lost(echo)', 'rss', ''),
      fc.constantFrom('', '@spike', '@calm', '@night'),
      fc.constantFrom('<', '==', '!=', '=', '>>', ''),
      fc.constantFrom('1', '5%', '10ms', '3pp', '1MiB', 'Gold', 'x', '-5%', ''),
    )
    .map((parts) => parts.join('')),
);

/** Words of English sentences. */
const ENGLISH_WORDS = /\b(?:the|of|and|is|no|not|an|example|needs|takes|there|did|unknown)\b/;

for (const [name, faultOf] of Object.entries(FAULTS)) {
  test(`whatever is wrong with ${name}, there is a Korean sentence that says so`, () => {
    fc.assert(
      fc.property(TEXTS, (text) => {
        const fault = faultOf(text);
        if (fault === undefined) return;
        const said = KOREAN.attempt(fault) ?? 'English alone';
        assert.match(said, /[가-힣]/);
        assert.doesNotMatch(said, ENGLISH_WORDS);
      }),
      { numRuns: 150 },
    );
  });
}

test('a slip in an expression is told with what was probably meant', () => {
  const told = (text: string): string => KOREAN.say(faultOfThreshold(text, STAGES) ?? 'right');
  assert.equal(told('lst==0'), '메트릭 "lst"은(는) 없습니다. "lost"인가요?');
  assert.equal(told('p99(delivry)<1s'), '지연 시간 "delivry"은(는) 없습니다. "delivery"인가요?');
  assert.equal(told('p99(delivery)<250'), '250에 단위(us, ms, s)가 필요합니다. 예: p99(delivery)<250ms');
});
