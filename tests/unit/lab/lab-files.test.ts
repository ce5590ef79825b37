import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { roughly } from '#dist/cli/commands/lab/roughly.js';
import { LANGUAGES } from '#dist/core/language/words.js';
import { exerciseIds, readExercise, readExerciseTexts } from '#dist/lab/catalog.js';
import { lengthOfCourse, mustStartServer } from '#dist/lab/exercise.js';
import { readExerciseFile } from '#dist/lab/read-exercise.js';
import { levelReached, standingsOf } from '#dist/lab/standing.js';
import { VARIANTS } from '#dist/lab/variants/index.js';

const NOWHERE = {
  where: (path: readonly PropertyKey[]) => path.join('.'),
  whereKey: (path: readonly PropertyKey[]) => path.join('.'),
};

test('every exercise can be read, in both forms, with a text in every language and as many hints in each', async () => {
  const ids = await exerciseIds();
  assert.ok(ids.length >= 11, ids.join(' '));
  for (const id of ids) {
    const { full, short, needs } = await readExercise(id);
    assert.ok(lengthOfCourse(short) < lengthOfCourse(full) / 2, `the short form of ${id} is not short`);
    assert.ok(full.criteria.length >= short.criteria.length);
    const texts = await Promise.all(LANGUAGES.map((language) => readExerciseTexts(id, language)));
    assert.equal(new Set(texts.map(({ hints }) => hints.length)).size, 1, `hints of ${id}`);
    assert.equal(new Set(texts.map(({ title }) => title)).size, LANGUAGES.length, `titles of ${id}`);
    for (const { title } of full.criteria) assert.ok(LANGUAGES.every((language) => title[language].length > 3));
    // Who has to bring a server that does something special can look at one that does it wrong.
    if (mustStartServer({ needs })) assert.ok(Object.hasOwn(VARIANTS, id), `${id} has no practice server`);
  }
  assert.deepEqual(
    Object.keys(VARIANTS).filter((id) => !ids.includes(id)),
    [],
  );
});

test('the page of each language says of each exercise how long it takes and its level, as the lab does', async () => {
  for (const [language, page] of [
    ['en', 'docs/lab.md'],
    ['ko', 'docs/lab.ko.md'],
  ] as const) {
    const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
    const told = [...text.matchAll(/^\| `([\w-]+)` \| .* \| (.+) \| .* \| (\w+) \|$/gm)].map(([, ...cells]) => cells);
    const exercises = await Promise.all((await exerciseIds()).map(readExercise));
    assert.deepEqual(
      new Map(told.map(([id, ...cells]) => [id, cells])),
      new Map(exercises.map(({ id, level, full }) => [id, [roughly(lengthOfCourse(full), language), level]])),
      page,
    );
  }
});

test('what is wrong with an exercise file is told, all of it, with its place', () => {
  const wrong = {
    level: 'Bronze',
    steps: [
      { do: 'wiat', for: '1s' },
      { do: 'wait', for: 'soon' },
      { do: 'act', what: 'filter dance' },
    ],
    criteria: [{ is: 'metrics-users', within: '5s' }],
  };
  assert.throws(
    () => readExerciseFile('x', { value: wrong, ...NOWHERE }),
    /steps\.0: unknown step "wiat"; did you mean "wait"\?.*steps\.1\.for: must be a number with a unit.*steps\.2\.what: "dance" must be well.*criteria\.0\.forgottenAfter/s,
  );
});

test('a level is reached with all of its exercises and of those before it; short forms count for nothing', () => {
  const exercises = [
    { id: 'a', level: 'Bronze' },
    { id: 'b', level: 'Silver' },
    { id: 'c', level: 'Platinum' },
  ] as const;
  const figures = { tps: 1, meanMs: 1, p95Ms: 1, availability: 1, mttrMs: null, mttdMs: null, users: 1 };
  const passed = (exercise: string, more: object = {}) => ({
    exercise,
    at: '',
    verdict: 'PASSED' as const,
    short: false,
    failed: [],
    figures,
    ...more,
  });
  const level = (...attempts: ReturnType<typeof passed>[]) => levelReached(standingsOf(exercises, attempts));
  assert.equal(level(), null);
  assert.equal(level(passed('b'), passed('c')), null);
  assert.equal(level(passed('a', { short: true })), null);
  assert.equal(level(passed('a')), 'Bronze');
  // Nobody has to do Gold where there is none.
  assert.equal(level(passed('a'), passed('b')), 'Gold');
  assert.equal(level(passed('a'), passed('b'), passed('c')), 'Platinum');
  const [standing] = standingsOf(exercises, [passed('a', { figures: { ...figures, p95Ms: 9 } }), passed('a')]);
  assert.deepEqual([standing?.attempts, standing?.best?.figures.p95Ms], [2, 1]);
});
