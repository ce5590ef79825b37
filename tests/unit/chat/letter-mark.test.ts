import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { LETTERS_LENGTH, MARK_LENGTH, MarkCodec } from '#dist/chat/mark.js';
import type { MarkFields } from '#dist/chat/mark-fields.js';
import { MARK_FORMS } from '#dist/core/mark-form.js';
import { anyMarkFields, MARKED_RUN, markText, readMark, someMarkFields } from '../../helpers/wire/mark-texts.js';
import { runsOf } from '../../helpers/runs-of.js';

const RUN = MARKED_RUN;
const some = someMarkFields;

/** A mark in letters as text. */
function lettersOf(fields: Readonly<MarkFields>, run = RUN): string {
  return markText(fields, new MarkCodec(run, 'letters'));
}

/** What a codec for letters finds in a text. */
function readLetters(text: string): MarkFields | undefined {
  return readMark(text, new MarkCodec(RUN, 'letters'));
}

/** What servers make of texts: each leaves letters as they are, or only their case is another. */
const CLEANERS: Readonly<Record<string, (text: string) => string>> = {
  'hides runs of seven figures': (text) => text.replace(/\d{7,}/g, '[phone hidden]'),
  'hides runs of four figures': (text) => text.replace(/\d{4,}/g, '****'),
  'takes symbols out': (text) => text.replace(/[^\p{L}\p{N}\s.,!?]/gu, ''),
  'takes figures and symbols out': (text) => text.replace(/[^\p{L}\s]/gu, ''),
  'writes entities': (text) => text.replace(/[^A-Za-z0-9 ]/g, (sign) => `&#${sign.codePointAt(0)};`),
  'writes for URLs': encodeURIComponent,
  'writes in capitals': (text) => text.toUpperCase(),
  'writes in small letters': (text) => text.toLowerCase(),
  'begins with a capital': (text) => text.slice(0, 1).toUpperCase() + text.slice(1),
  'cuts after fifty characters': (text) => text.slice(0, 50),
  'cuts, takes symbols out and writes in capitals': (text) =>
    text
      .replace(/[^\p{L}\p{N}\s]/gu, '')
      .toUpperCase()
      .slice(0, 50),
};

describe('A mark in letters', () => {
  it('reads back as it was written, over the whole range of every field', () => {
    fc.assert(
      fc.property(anyMarkFields, (fields) => {
        assert.deepEqual(readLetters(lettersOf(fields)), fields);
      }),
      { numRuns: runsOf(2000) },
    );
  });

  it('is small letters alone, none of them a vowel, in no more than fifty characters', () => {
    fc.assert(
      fc.property(anyMarkFields, (fields) => {
        assert.match(lettersOf(fields), /^[b-df-hj-np-tv-z]{49}$/);
      }),
    );
  });

  for (const [what, clean] of Object.entries(CLEANERS)) {
    it(`is found when a server ${what}`, () => {
      const codec = new MarkCodec(RUN, 'letters');
      const text = codec
        .withPlaceholder('🎉 <b>Happy</b> & "New" Year 20261231!')
        .replace(codec.placeholder(), lettersOf(some));
      assert.deepEqual(readLetters(`42["message",{"content":${JSON.stringify(clean(text))}}]`), some);
    });
  }

  it('is left of none in which any single letter is another', () => {
    const characters = Array.from('abcdefghijklmnopqrstuvwxyz0 "~');
    fc.assert(
      fc.property(anyMarkFields, (fields) => {
        const mark = lettersOf(fields);
        for (let at = 0; at < mark.length; at++) {
          for (const character of characters) {
            if (character === mark[at]) continue;
            const damaged = mark.slice(0, at) + character + mark.slice(at + 1);
            assert.equal(readLetters(damaged), undefined, `${mark} taken as ${damaged}`);
          }
        }
      }),
      { numRuns: runsOf(50) },
    );
  });

  it('of zeros has no letter twice in a row, which filters against shouting shorten', () => {
    const zeros = lettersOf({ room: 0, sender: 0, number: 0, intendedUs: 0, lagUs: 0 }).slice(8, 45);
    assert.doesNotMatch(zeros, /(.)\1/);
  });

  it('of another run is not ours', () => {
    assert.equal(readLetters(lettersOf(some, 'aaaaaa')), undefined);
  });

  it('is read by no codec for another form, and other forms by none for letters', () => {
    assert.equal(readMark(lettersOf(some)), undefined);
    assert.equal(readLetters(markText(some)), undefined);
  });

  it('is written and read by a codec that is told to, in place of the form before', () => {
    const codec = new MarkCodec(RUN);
    assert.equal(codec.length, MARK_LENGTH);
    assert.deepEqual(readMark(markText(some), codec), some);
    codec.use('letters');
    assert.deepEqual([codec.form, codec.length], ['letters', LETTERS_LENGTH]);
    assert.deepEqual(readMark(`42["m","${lettersOf(some)} hello"]`, codec), some);
    assert.equal(readMark(markText(some), codec), undefined);
  });
});

for (const form of MARK_FORMS) {
  it(`The placeholder of a mark of the form "${form}" has its length and parses as none`, () => {
    const codec = new MarkCodec(RUN, form);
    const bytes = Buffer.from(codec.withPlaceholder('text'));
    assert.equal(codec.placeholder().length, codec.length);
    assert.equal(codec.parse(bytes, 0, bytes.length), false);
    codec.write(bytes, bytes.indexOf(codec.placeholder()), some);
    assert.deepEqual(readMark(bytes, codec), some);
  });
}
