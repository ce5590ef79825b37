import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { MarkCodec } from '#dist/chat/mark.js';
import type { MarkFields } from '#dist/chat/mark-fields.js';
import { MARK_FORMS } from '#dist/core/mark-form.js';
import { anyMarkFields, MARKED_RUN, markText, someMarkFields } from '../../helpers/wire/mark-texts.js';
import { runsOf } from '../../helpers/runs-of.js';

/** All marks of a packet, in their order. */
function readMarks(packet: string, codec: MarkCodec): MarkFields[] {
  const bytes = Buffer.from(packet);
  const found: MarkFields[] = [];
  for (let at = codec.parseNext(bytes, 0, bytes.length); at !== -1; at = codec.parseNext(bytes, at, bytes.length))
    found.push({ ...codec.fields });
  return found;
}

/** Of what marks are made, of what they are never, and of what texts are. */
const between = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom('~', '0', 'k', '3', 'f', 'B', 'r', '-', '"'), maxLength: 90 }),
    fc.constant(`~${MARKED_RUN}`),
    fc.constant(`~${MARKED_RUN}`.repeat(9)),
  ),
  { maxLength: 3 },
);

for (const form of MARK_FORMS) {
  describe(`Marks in the form "${form}"`, () => {
    it('are found all, in their order, whatever lies between them', () => {
      const part = fc.tuple(between, anyMarkFields);
      fc.assert(
        fc.property(fc.array(part, { maxLength: 6 }), between, (parts, end) => {
          const codec = new MarkCodec(MARKED_RUN, form);
          // A dot cuts what could be taken for the beginning of a mark.
          const packet = parts.map(([before, fields]) => `${before.join('')}.${markText(fields, codec)}.`).join('');
          const marks = parts.map(([, fields]) => fields);
          assert.deepEqual(readMarks(packet + end.join(''), codec), marks);
        }),
        { numRuns: runsOf(500) },
      );
    });

    it('are known to be more than one wherever the one that was found lies', () => {
      const other = { ...someMarkFields, number: 1 };
      for (const [before, behind] of [
        [['x '], []],
        [[], [' y']],
        [['x '], [' y']],
        [[], ['"},{"id":17,"text":"Happy New Year! ']],
        [['{"id":"0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk","text":"'], []],
        [['~~~~~'], ['~~~~~']],
      ] as const) {
        const codec = new MarkCodec(MARKED_RUN, form);
        const one = markText(someMarkFields, codec);
        const alone = Buffer.from(`${before.join('')}${one}${behind.join('')}`);
        assert.equal(codec.parse(alone, 0, alone.length), true);
        assert.equal(codec.hasAnother(alone, 0, alone.length), false);
        for (const packet of [
          `${alone.toString()} ${markText(other, codec)}`,
          `${markText(other, codec)} ${alone.toString()}`,
        ]) {
          const bytes = Buffer.from(packet);
          assert.equal(codec.parse(bytes, 0, bytes.length), true);
          assert.equal(codec.hasAnother(bytes, 0, bytes.length), true, packet);
        }
      }
    });

    it('are looked for only between start and end', () => {
      const codec = new MarkCodec(MARKED_RUN, form);
      const one = markText(someMarkFields, codec);
      const bytes = Buffer.from(`${one} ${one} ${one}`);
      const start = one.length + 1;
      const end = start + one.length;
      assert.equal(codec.parse(bytes, start, end), true);
      assert.equal(codec.hasAnother(bytes, start, end), false);
      assert.equal(codec.hasAnother(bytes, start, bytes.length), true);
      assert.equal(codec.parseNext(bytes, start, end), end);
      assert.equal(codec.parseNext(bytes, start + 1, end), -1);
    });
  });
}

it('A packet of nothing but what marks are made of takes no longer than its length', () => {
  const codec = new MarkCodec(MARKED_RUN);
  const bytes = Buffer.alloc(4 * 2 ** 20, '~0');
  const startedAt = process.hrtime.bigint();
  assert.equal(codec.parse(bytes, 0, bytes.length), false);
  assert.ok(Number(process.hrtime.bigint() - startedAt) < 2e9);
});
