import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { recogniseText } from '#dist/core/language/recognise.js';
import { FAILURES } from '#dist/core/language/en/failures.js';
import { NOTICES } from '#dist/core/language/en/notices.js';
import { COMPARED } from '#dist/core/language/en/compared.js';
import { partsOf, type Value } from '#dist/core/language/template.js';
import { tellerOf } from '#dist/core/language/retell.js';
import { ENGLISH, inEnglish, message } from '#dist/core/language/words.js';
import { englishIn, KOREAN } from '../../../helpers/korean.js';

const tell = tellerOf(KOREAN);

test('an English sentence of a report is found again, with its values as they stand in it', () => {
  const said = message('compared.verdict-why.base', {
    level: 'SUSPECT',
    why: message('verdict.few-samples', { count: 1200, needed: 10_000 }),
  });
  assert.equal(tell(inEnglish(said)), KOREAN.say(said));
  assert.equal(
    tell(inEnglish(said)),
    '기준은 SUSPECT: 전달 1,200건은 p99를 내기에 너무 적습니다. 10,000건이 필요합니다',
  );
});

test('of several that fit, the one with the most words of its own is taken', () => {
  assert.equal(
    tell('The new run is a log of latencies: nothing else of it is known, and it has no verdict.').replace(/\..*/, ''),
    '새 실행은 응답 시간 로그입니다',
  );
});

test('words for one and for many are both found', () => {
  for (const count of [1, 2, 1234]) {
    const said = message('log.clamped', { count });
    assert.equal(tell(inEnglish(said)), KOREAN.say(said));
  }
});

test('lists are found, and sentences in a row', () => {
  const left = message('log.left-out', { tags: ['one', 'two', 'three'] });
  const text = `${inEnglish(left)} ${inEnglish(message('log.clamped', { count: 3 }))}`;
  assert.equal(tell(text), `${KOREAN.say(left)} ${KOREAN.text('log.clamped', { count: 3 })}`);
});

test('a text that is none of ours stays as it is, and English stays English', () => {
  for (const text of ['', 'The server said so.', '{why}', 'x'.repeat(9000)]) {
    assert.equal(recogniseText(text), undefined);
    assert.equal(tell(text), text);
  }
  assert.equal(tellerOf(ENGLISH)('too few samples'), 'too few samples');
  assert.deepEqual(englishIn(tell('too few samples')), []);
});

test('whatever a text holds, the sentence that is found says exactly that text in English', () => {
  const part = fc.constantFrom(
    'The base: ',
    'The base is ',
    ': ',
    ', ',
    ' and ',
    '. ',
    'too few samples',
    'x',
    '1,000',
    'with other contents',
    ' ms',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const found = recogniseText(text);
      assert.equal(found === undefined ? text : ENGLISH.say(found), text);
    }),
  );
});

test('why a generator was late is told, though a place at its end is empty', () => {
  const numbers = { percentile: 'p99', delivery: 509, grid: 0.6, excess: 62.4 };
  const said = message('verdict.schedule-slip', { ...numbers, mostly: '' });
  assert.equal(tell(inEnglish(said)), KOREAN.say(said));
});

const LISTS = ['and', 'commas', 'semicolons'];

test('every sentence that is kept as text is found again, and is Korean', () => {
  for (const [key, template] of Object.entries({ ...NOTICES, ...FAILURES, ...COMPARED })) {
    const values: Record<string, Value> = {};
    for (const part of partsOf(template)) {
      if ('words' in part) continue;
      const { name, format = '' } = part;
      values[name] = LISTS.includes(format) ? ['Some', 'Thing'] : (values[name] ?? (format === '' ? `<${name}>` : 12));
    }
    if (template.replace(/\{[^}]*\}/g, '').match(/\p{L}/gu) === null) continue;
    const said = { key, values };
    const korean = KOREAN.say(said);
    assert.equal(tell(ENGLISH.say(said)), korean, key);
    assert.deepEqual(englishIn(korean), [], key);
  }
});

test('how a handshake was refused is Korean as a whole, what the server said itself apart', () => {
  const text = inEnglish(message('failure.handshake.path-by-said', { server: 'nginx/1.27.0', said: 'nope' }));
  assert.equal(
    text,
    'the WebSocket handshake was answered with HTTP 404 by nginx/1.27.0: nope (is the socket path right?)',
  );
  assert.equal(tell(text), 'WebSocket 핸드셰이크에 nginx/1.27.0이 HTTP 404로 응답함: nope (소켓 경로가 맞나요?)');
  assert.equal(
    tell(inEnglish(message('failure.handshake.path-by', { server: 'nginx/1.27.1' }))),
    'WebSocket 핸드셰이크에 nginx/1.27.1이 HTTP 404로 응답함 (소켓 경로가 맞나요?)',
  );
});
