import assert from 'node:assert/strict';
import test from 'node:test';
import { takeLanguage } from '#dist/cli/language.js';
import { columnsOf, cutToColumns, padLeft, padRight } from '#dist/core/language/columns.js';
import { englishDictionary } from '#dist/core/language/en/index.js';
import { koreanDictionary } from '#dist/core/language/ko/index.js';
import { languageOfEnvironment } from '#dist/core/language/locale.js';
import { withParticle, withParticles } from '#dist/core/language/particles.js';
import { partsOf } from '#dist/core/language/template.js';
import { ENGLISH, inEnglish, message, wordsOf } from '#dist/core/language/words.js';
import { filesBelow } from '../../../helpers/source/source-files.js';

const KOREAN = await wordsOf('ko');

const ENGLISH_SENTENCES: Readonly<Record<string, string>> = englishDictionary();
const KOREAN_SENTENCES: Readonly<Record<string, string>> = koreanDictionary();

/** Names of the places of a sentence. */
function placesOf(template: string): string[] {
  return [...new Set(partsOf(template).flatMap((part) => ('name' in part ? [part.name] : [])))].toSorted();
}

test('no dictionary lacks a key of another, and every sentence has the same places in both', () => {
  assert.deepEqual(Object.keys(KOREAN_SENTENCES).toSorted(), Object.keys(ENGLISH_SENTENCES).toSorted());
  for (const [key, english] of Object.entries(ENGLISH_SENTENCES)) {
    assert.deepEqual(placesOf(KOREAN_SENTENCES[key] ?? ''), placesOf(english), key);
  }
});

test('no key stands in two parts of a dictionary', () => {
  for (const language of ['en', 'ko']) {
    const keys = filesBelow(`src/core/language/${language}`, ['.ts']).flatMap(({ text }) =>
      Array.from(text.matchAll(/^ {2}(?:'([^']+)'|(\w+)):/gm), ([, quoted, bare]) => quoted ?? bare ?? ''),
    );
    assert.equal(new Set(keys).size, keys.length, keys.filter((key, index) => keys.indexOf(key) !== index).join(', '));
  }
});

test('every place has a form that there is: whatever is wrong with a sentence is seen in the first of them', () => {
  for (const words of [ENGLISH, KOREAN]) {
    const sentences = words === ENGLISH ? ENGLISH_SENTENCES : KOREAN_SENTENCES;
    for (const [key, template] of Object.entries(sentences)) {
      const values = Object.fromEntries(
        partsOf(template).flatMap((part) => {
          if (!('name' in part)) return [];
          const isList = ['and', 'commas', 'semicolons', 'words'].includes(part.format ?? '');
          const isNumber = part.format !== undefined || part.forms.length > 0;
          return [[part.name, isList ? ['a', 'b', 'c'] : isNumber ? 2 : 'x']];
        }),
      );
      const text = words.attempt({ key, values });
      assert.notEqual(text, undefined, `${key} of ${words.language}`);
      assert.doesNotMatch(text ?? '', /[{}]/, key);
    }
  }
});

test('numbers have the format of their place, words their number, lists their commas', () => {
  const lost = (count: number): string =>
    ENGLISH.text('headline.deliveries-lost', { lost: count, expected: 12_000, share: 0.5 });
  assert.equal(lost(1234), '1,234 of 12,000 deliveries lost (50.00 %)');
  const late = (count: number): string => inEnglish(message('late', { count }));
  assert.match(late(1), /^1 lost copy came .* takes it in\.$/);
  assert.match(late(2), /^2 lost copies came .* takes them in\.$/);
  assert.equal(ENGLISH.list(['a', 'b', 'c']), 'a, b and c');
  assert.equal(ENGLISH.list(['a', 'b']), 'a and b');
  assert.equal(KOREAN.list(['a', 'b', 'c']), 'a, b, c');
  assert.equal(ENGLISH.text('headline.p99', { p99: null }), 'p99 –');
});

test('a message within a message is in the same language', () => {
  const seconds = message('seconds.listed', { count: 3, ranges: ['3', '6–7'] });
  const silent = message('headline.silent', { seconds });
  assert.equal(ENGLISH.say(silent), 'nothing arrived in seconds 3 and 6–7');
  assert.equal(KOREAN.say(silent), '3, 6–7초에 아무것도 도착하지 않음');
});

test('what cannot be said whole in one language is said whole in English, or by its key', () => {
  const odd = { key: 'no.such.sentence', values: {} };
  assert.equal(KOREAN.attempt({ key: 'headline.held', values: { what: [odd] } }), undefined);
  assert.equal(KOREAN.attempt({ key: 'headline.held', values: {} }), undefined);
  assert.equal(KOREAN.attempt({ key: 'constructor', values: {} }), undefined);
  assert.equal(KOREAN.say(odd), 'no.such.sentence');
});

test('Korean particles follow the last sound of what is before them', () => {
  const after = (before: string): string => withParticle(before, '을(를) 보냄');
  assert.equal(after('방'), '을 보냄');
  assert.equal(after('메시지'), '를 보냄');
  assert.equal(after('3'), '을 보냄');
  assert.equal(after('1,024'), '를 보냄');
  assert.equal(after('12.5 %'), '를 보냄');
  assert.equal(after('quick'), '을(를) 보냄');
  assert.equal(withParticle('방', '"이(가) 참'), '"이 참');
  assert.equal(withParticle('방', '에서 왔음'), '에서 왔음');
  assert.deepEqual(
    ['p50', 'p95', '20 ms', '1.5 s', '32 MiB', 'TPS', 'URL', '서울', '17', 'npm start'].map((before) =>
      withParticles(`${before}이(가) ${before}(으)로`),
    ),
    [
      'p50이 p50으로',
      'p95가 p95로',
      '20 ms가 20 ms로',
      '1.5 s가 1.5 s로',
      '32 MiB가 32 MiB로',
      'TPS가 TPS로',
      'URL이 URL로',
      '서울이 서울로',
      '17이 17로',
      'npm start이(가) npm start(으)로',
    ],
  );
});

test('the language is that of the flag, of the variable, or of the locale, in this order', () => {
  assert.equal(languageOfEnvironment({ LANG: 'ko_KR.UTF-8' }), 'ko');
  assert.equal(languageOfEnvironment({ LANG: 'ko' }), 'ko');
  assert.equal(languageOfEnvironment({ LANG: 'kok_IN.UTF-8' }), 'en');
  assert.equal(languageOfEnvironment({ LANG: 'ko_KR.eucKR' }), 'en', 'those bytes would not be read');
  assert.equal(languageOfEnvironment({ LANG: 'ko_KR.UTF-8', TERM: 'linux' }), 'en', 'its font has no Hangul');
  assert.equal(languageOfEnvironment({ LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }), 'en');
  assert.equal(languageOfEnvironment({ LC_ALL: '', LC_MESSAGES: 'ko_KR.utf8', LANG: 'C' }), 'ko');
  assert.equal(languageOfEnvironment({ NEWYEAR_LOAD_LANG: 'en', LANG: 'ko_KR.UTF-8' }), 'en');
  assert.equal(languageOfEnvironment({ NEWYEAR_LOAD_LANG: 'xx', LANG: 'ko_KR.UTF-8' }), 'ko');
  assert.equal(languageOfEnvironment({}), 'en');
  assert.deepEqual(takeLanguage(['run', '--lang', 'ko', '-q'], {}), { language: 'ko', args: ['run', '-q'] });
  assert.deepEqual(takeLanguage(['--lang=en'], { LANG: 'ko_KR.UTF-8' }), { language: 'en', args: [] });
  assert.deepEqual(takeLanguage(['--lang', 'kr'], {}), { language: 'en', args: ['--lang', 'kr'] }, 'told as a mistake');
});

test('Hangul takes two columns, marks that change a letter none', () => {
  assert.equal(columnsOf('abc'), 3);
  assert.equal(columnsOf('처리량'), 6);
  assert.equal(columnsOf('✔ 버팀'), 6);
  assert.equal(columnsOf('e\u0301'), 1);
  assert.equal(columnsOf('🎆'), 2);
  assert.equal(padRight('연결', 6), '연결  ');
  assert.equal(padLeft('연결', 6), '  연결');
  assert.equal(cutToColumns('연결됨', 5), '연결');
  assert.equal(cutToColumns('abc', 5), 'abc');
});
