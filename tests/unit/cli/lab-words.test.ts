import assert from 'node:assert/strict';
import test from 'node:test';
import { cardLines } from '#dist/cli/commands/lab/card-lines.js';
import { createPalette } from '#dist/cli/colours.js';
import { showError } from '#dist/cli/show-error.js';
import { columnsOf } from '#dist/core/language/columns.js';
import { wordsOf } from '#dist/core/language/words.js';
import { exerciseIds, readExercise, readExerciseTexts } from '#dist/lab/catalog.js';
import { findVariant } from '#dist/lab/serve-exercise.js';
import { standingsOf } from '#dist/lab/standing.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

const palette = createPalette(0);

/** What Koreans read of an error. */
async function inKorean(thrown: unknown): Promise<string> {
  const stderr = new KeptOutput();
  showError(thrown, { stderr, env: {}, words: await wordsOf('ko') }, palette);
  return stderr.text;
}

async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (thrown) {
    return thrown;
  }
  return assert.fail('nothing was thrown');
}

test('the card fits a terminal of 80 columns in both languages, with the figures of what was tried', async () => {
  const ids = await exerciseIds();
  const exercises = await Promise.all(ids.map(readExercise));
  const figures = { tps: 1234, meanMs: 3.2, p95Ms: 8.1, availability: 1, mttdMs: 900, mttrMs: 1200, users: 500 };
  const attempt = { at: '', short: false, figures, verdict: 'PASSED' } as const;
  const standings = standingsOf(
    exercises,
    ids.map((exercise) => ({ ...attempt, failed: [], exercise })),
  );
  for (const language of ['en', 'ko'] as const) {
    const titles = new Map<string, string>();
    for (const id of ids) titles.set(id, (await readExerciseTexts(id, language)).title);
    const lines = cardLines({ standings, titles, language }, { palette, width: 80 });
    assert.deepEqual(
      lines.filter((line) => columnsOf(line) > 80),
      [],
    );
    const text = lines.join('\n');
    assert.match(text, /Platinum \(16\/16\)/);
    assert.match(text, /✔ 1-1 .+ Bronze +1\n {4}.*1,234 · .*3\.20 ms · p95 8\.10 ms/);
  }
});

test('exercises and practice servers that there are not are told in Korean', async () => {
  const [exercise, variant, none] = await Promise.all([
    thrownBy(() => readExercise('1-11')),
    thrownBy(() => findVariant({ id: '1-1', isSolved: false, name: 'since-strat' })),
    thrownBy(() => findVariant({ id: 'load', isSolved: false, name: undefined })),
  ]);
  assert.equal(await inKorean(exercise), 'lab: 실습 "1-11"은 없습니다. "1-1"인가요?\n');
  assert.match(await inKorean(variant), /변형 "since-strat"은\(는\) 없습니다\. "since-start"인가요\?/);
  assert.match(await inKorean(none), /실습 load에는 따로 마련된 실습 서버가 없습니다/);
});
