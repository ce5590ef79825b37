import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { MARK_LENGTH, MARK_MAX_INDEX, MarkCodec, PROBE_NUMBER } from '#dist/chat/mark.js';
import type { MarkFields } from '#dist/chat/mark-fields.js';
import { BASE32 } from '#dist/core/ids.js';
import { anyMarkFields, MARKED_RUN, markText, readMark, someMarkFields } from '../../helpers/wire/mark-texts.js';
import { runsOf } from '../../helpers/runs-of.js';

const RUN = MARKED_RUN;
const some = someMarkFields;

/** A mark as text. */
function markOf(fields: Readonly<MarkFields>, run = RUN): string {
  return markText(fields, new MarkCodec(run));
}

describe('A mark', () => {
  it('reads back as it was written, over the whole range of every field', () => {
    fc.assert(
      fc.property(anyMarkFields, (fields) => {
        assert.deepEqual(readMark(markOf(fields)), fields);
      }),
      { numRuns: runsOf(2000) },
    );
  });

  it('holds the largest value of every field', () => {
    const largest = {
      room: MARK_MAX_INDEX,
      sender: MARK_MAX_INDEX,
      number: PROBE_NUMBER,
      intendedUs: 2 ** 40 - 1,
      lagUs: 2 ** 35 - 1,
    };
    assert.deepEqual(readMark(markOf(largest)), largest);
    const smallest = { room: 0, sender: 0, number: 0, intendedUs: 0, lagUs: 0 };
    assert.deepEqual(readMark(markOf(smallest)), smallest);
  });

  it('is plain ASCII that no escaping touches', () => {
    fc.assert(
      fc.property(anyMarkFields, (fields) => {
        const mark = markOf(fields);
        assert.match(mark, /^~[0-9a-z]+$/);
        assert.equal(mark.length, MARK_LENGTH);
        assert.equal(JSON.stringify(mark), `"${mark}"`);
        assert.equal(encodeURIComponent(mark), mark);
      }),
    );
  });

  it('is written over a placeholder of its own length and nothing beside it', () => {
    const codec = new MarkCodec(RUN);
    const packet = Buffer.from(`before ${codec.placeholder()} after`);
    assert.equal(codec.placeholder().length, MARK_LENGTH);
    assert.equal(readMark(packet), undefined);
    codec.write(packet, 7, some);
    assert.equal(packet.toString(), `before ${markOf(some)} after`);
  });

  it('is found anywhere in a packet', () => {
    fc.assert(
      fc.property(anyMarkFields, fc.string(), fc.string(), (fields, before, after) => {
        assert.deepEqual(readMark(`${before}${markOf(fields)}${after}`), fields);
      }),
    );
  });

  it('is found however a server writes the text around it', () => {
    const text = `🎉 <b>Happy</b> & "New" Year! ${markOf(some)}`;
    const escaped = JSON.stringify(text).replace(/[^\0-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
    const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    const shapes = [
      `42["message",{"content":${JSON.stringify(text)}}]`,
      `42["message",{"content":${escaped}}]`,
      `42["message",{"content":${JSON.stringify(html)},"timestamp":"2026-11-21T02:29:34.797Z"}]`,
      `42["message",${JSON.stringify(JSON.stringify({ nested: { content: text } }))}]`,
      `42["message","${encodeURIComponent(text)}"]`,
      `42["message",${JSON.stringify(`  ${text}  `.trim())}]`,
      `42["message",{"content":${JSON.stringify(`${text} (edited) ~ 🎆`)},"avatar":"${'x'.repeat(5000)}"}]`,
    ];
    const codec = new MarkCodec(RUN);
    for (const shape of [...shapes, ...shapes.toReversed()]) assert.deepEqual(readMark(shape, codec), some, shape);
  });

  it('is looked for only between start and end', () => {
    const codec = new MarkCodec(RUN);
    const bytes = Buffer.from(`ab${markOf(some)}cd`);
    assert.equal(codec.parse(bytes, 2, 2 + MARK_LENGTH), true);
    assert.equal(codec.parse(bytes, 3, bytes.length), false);
    assert.equal(codec.parse(bytes, 0, 1 + MARK_LENGTH), false);
    assert.equal(codec.parse(bytes, 0, 0), false);
  });

  it('is read into one object that is filled again and again', () => {
    const codec = new MarkCodec(RUN);
    const { fields } = codec;
    readMark(markOf(some), codec);
    assert.equal(codec.fields, fields);
    assert.deepEqual(fields, some);
    readMark(markOf({ ...some, room: 1 }), codec);
    assert.equal(codec.fields, fields);
    assert.equal(fields.room, 1);
  });
});

describe('No mark', () => {
  it('is left of one in which any single character is another', () => {
    const characters = [...Array.from(BASE32), '-', 'A', ' ', '"', 'i', '~'];
    fc.assert(
      fc.property(anyMarkFields, (fields) => {
        const mark = markOf(fields);
        const codec = new MarkCodec(RUN);
        for (let at = 0; at < mark.length; at++) {
          for (const character of characters) {
            if (character === mark[at]) continue;
            const damaged = mark.slice(0, at) + character + mark.slice(at + 1);
            assert.equal(readMark(damaged, codec), undefined, `${mark} taken as ${damaged}`);
          }
        }
      }),
      { numRuns: runsOf(50) },
    );
  });

  it('is left of one that is cut short, or has lost or gained a character', () => {
    const mark = markOf(some);
    for (let at = 0; at < mark.length; at++) {
      assert.equal(readMark(mark.slice(0, at)), undefined);
      assert.equal(readMark(mark.slice(at + 1)), undefined);
      assert.equal(readMark(`42["m","${mark.slice(0, at)}`), undefined);
    }
  });

  it('of another run is ours', () => {
    assert.equal(readMark(markOf(some, 'aaaaaa')), undefined);
    assert.deepEqual(readMark(`${markOf({ ...some, room: 3 }, 'aaaaaa')} ${markOf(some)}`), some);
  });

  it('of another run becomes ours by a changed run id', () => {
    const forged = `~${RUN}${markOf(some, 'aaaaaa').slice(1 + RUN.length)}`;
    assert.equal(readMark(forged), undefined);
  });

  it('is found in upper case, in garbage, or in a run of tildes', () => {
    assert.equal(readMark(markOf(some).toUpperCase()), undefined);
    assert.equal(readMark('~'.repeat(500)), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.equal(readMark(bytes), undefined);
      }),
    );
  });
});
