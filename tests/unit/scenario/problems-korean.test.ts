import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { UsageError } from '#dist/core/errors.js';
import { wordsOf } from '#dist/core/language/words.js';
import { LIMITS } from '#dist/scenario/limits.js';
import { type FlagValues, OPTIONS, type OptionName } from '#dist/scenario/options.js';
import { activity, type Parser } from '#dist/scenario/parsers.js';
import { fileOf, resolve } from '../../helpers/run/scenario.js';

const KOREAN = await wordsOf('ko');

/** What is the same in every language: what was given, names, keys, examples. */
const SAME =
  /"[^"]*"|\{\{.*?\}\}|\$\{?\w*\}?|--[\w-]+|[\w.-]*[.:/<>=@%_][\w.:/<>=@%-]*|\b[A-Z]\w*|\b\d+(?:ms|[smhk])\b/g;
/** Wording of sentences, which no Korean sentence has. */
const ENGLISH_WORDS = /\b(?:the|of|and|must|is|are|has|have|not|be|with|need|needs|which|there|say|write|names?)\b/i;

function assertKorean(said: string): void {
  assert.match(said, /[가-힣]/, said);
  assert.doesNotMatch(said.replaceAll(SAME, ''), ENGLISH_WORDS, said);
}

const PARSERS: readonly (readonly [string, Parser<unknown>])[] = [
  ...(Object.keys(OPTIONS) as OptionName[]).map((name) => [OPTIONS[name].flag, OPTIONS[name].parse] as const),
  ...Object.entries(LIMITS).map(([name, { parse }]) => [name, parse] as const),
  ['activity', activity],
];

/** Texts near to those that are taken, and texts that are not. */
const TEXTS = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '1.5',
    '99999999999',
    '0ms',
    '25h',
    '5%',
    '0%',
    '300%',
    'max',
    'zip',
    '2-1',
    '1:2',
  ),
  fc
    .array(fc.constantFrom('10s', '20s', '5%', '200', '300%', 'cut', 'close', ':', '@', '-', '=', 'x'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
  fc.constantFrom(
    'ftp://h',
    'http://u:p@h',
    'http://h\\x',
    'http://h/?q',
    'http://h//x',
    '127.0.0.9-127.0.0.1',
    'rss=x',
  ),
);

for (const [name, parse] of PARSERS) {
  test(`whatever is wrong with ${name}, there is a Korean sentence that says so`, () => {
    fc.assert(
      fc.property(TEXTS, (text) => {
        const parsed = parse(text);
        if (!parsed.ok) assertKorean(KOREAN.attempt(parsed.said) ?? `${parsed.message} (English)`);
      }),
      { numRuns: 40 },
    );
  });
}

/** The problems of flags, in Korean, each as `where: sentence`, with the folder of their files cut off. */
async function problemsOf(flags: FlagValues): Promise<string[]> {
  const thrown: unknown = await resolve(flags).catch((error: unknown) => error);
  assert.ok(thrown instanceof UsageError, String(thrown));
  return thrown.problems.map(({ where, message, said }) => {
    const text = said === undefined ? undefined : KOREAN.attempt(said);
    assert.ok(text !== undefined, `only in English: ${message}`);
    return `${where.replace(/^.*\//, '')}: ${text}`;
  });
}

test('flags that are wrong, and that do not fit each other, are told in Korean, all at once', async () => {
  assert.deepEqual(await problemsOf({ users: '4', roomSize: '5', window: '3', rooms: '0', theme: 'newyear' }), [
    '--theme: 테마 "newyear"은(는) 없습니다. "new-year"인가요?',
    '--rooms: 1 이상이어야 합니다.',
    '--room-size: 방의 인원 5명이 사용자 4명보다 많습니다.',
    '--window: 속도가 max일 때만 효과가 있는데, 지금 속도는 100입니다.',
  ]);
  assert.deepEqual(await problemsOf({ users: 'many', storm: ['1s:500%:x'] }), [
    '--users: "many"은(는) 2부터 1000000까지의 정수여야 합니다.',
    '--storm: "500%"는 50%처럼 0%보다 크고 100% 이하인 사용자 비율이어야 합니다. "x"은(는) 단위가 붙은 시간(500ms, 30s, 5m, 1m30s, 1h)이어야 합니다.',
  ]);
});

test('what is wrong in a scenario file is told in Korean, with its line and its key', async (t) => {
  const scenario = await fileOf(
    t,
    `users: [3]
rate: fast
uesrs: 3
storms:
  - { at: 99h, share: 2 }
stages:
  - 30s=200
  - { name: a, duration: 10s }
  - { name: a, duration: 10s, from: 3 }
dialect:
  http: { login: { path: 'login', body: { a: '{{user.nmae}}' }, accept: x } }
  socket: { engine: 5, headers: { host: x, 'a b': "\\n" } }
  events: { send: { event: m, args: ['hello'] } }
theme: { greetings: [], rooms: ['{{yaer}}'] }
`,
  );
  const problems = await problemsOf({ scenario });
  assert.ok(problems.length >= 14, problems.join('\n'));
  for (const problem of problems) {
    assert.match(problem, /^my\.yaml:\d+:\d+: /);
    assertKorean(problem);
  }
  assert.match(problems.join('\n'), /^my\.yaml:3:1: 키 "uesrs"은\(는\) 없습니다\. "users"인가요\?$/m);
  assert.match(problems.join('\n'), /^my\.yaml:1:8: users: 목록이나 맵이 아니라 값 하나여야 합니다\.$/m);
});

test('so is a file that is none: what YAML says of it stands behind the sentence', async (t) => {
  for (const text of ['', 'a: [1', 'a: 1\n---\nb: 2\n', 'a: &a [*a]', 'a: 1\na: 2'])
    for (const problem of await problemsOf({ scenario: await fileOf(t, text) })) assert.match(problem, /[가-힣]/);
  assert.deepEqual(await problemsOf({ scenario: './none.yaml' }), ['none.yaml: 그런 파일이 없습니다.']);
});
