import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { messageTexts } from '#dist/load/texts.js';

const THEME = { name: 'mine', greetings: ['Hi 🎆', 'a longer text, with ünïcode'], rooms: ['room'] };

test('texts are filled to lengths drawn from the seed, to the byte, and end with what no server trims', () => {
  const bounds = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 3000 }));
  fc.assert(
    fc.property(bounds, fc.nat(), fc.integer({ min: 0, max: 100_000 }), ([min, more], seed, rooms) => {
      const plan = { theme: THEME, textBytes: { min, max: min + more }, seed, rooms };
      const texts = messageTexts(plan);
      assert.ok(texts.length >= 4 && texts.length <= 64);
      for (const text of texts) {
        const bytes = Buffer.byteLength(text);
        assert.ok(bytes >= min && bytes <= min + more, `${bytes}`);
        assert.equal(text.trimEnd(), text);
      }
      assert.deepEqual(messageTexts(plan), texts);
    }),
  );
  assert.equal(messageTexts({ theme: THEME, seed: 1, rooms: 3 }), THEME.greetings);
});
