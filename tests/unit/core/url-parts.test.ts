import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { encodePart } from '#dist/core/url-parts.js';

test('any text can stand in a URL, and a whole one comes back from it', () => {
  const anything = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(anything, (text) => {
      assert.match(encodePart(text), /^[\w.!~*'()%-]*$/);
      assert.equal(decodeURIComponent(encodePart(text)), Buffer.from(text).toString());
    }),
  );
});
