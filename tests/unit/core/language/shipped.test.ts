import assert from 'node:assert/strict';
import test from 'node:test';
import { tellerOf } from '#dist/core/language/retell.js';
import { ENGLISH, wordsOf } from '#dist/core/language/words.js';
import { listDialects } from '#dist/scenario/dialects.js';
import { listProfiles } from '#dist/scenario/profiles.js';

test('every profile and every dialect that ships is described in Korean, those of users as they are', async () => {
  const tell = tellerOf(await wordsOf('ko'));
  const shipped = [...(await listProfiles()), ...(await listDialects())];
  assert.ok(shipped.length >= 13, String(shipped.length));
  assert.deepEqual(
    shipped.filter(({ description }) => !/\p{Script=Hangul}/u.test(tell(description))),
    [],
  );
  assert.equal(tell('Our own spike: ten times the rate'), 'Our own spike: ten times the rate');
  assert.equal(tellerOf(ENGLISH)('MiniTalk; users register and log in'), 'MiniTalk; users register and log in');
});
