import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { inEnglish } from '#dist/core/language/words.js';
import { readCsv } from '#dist/scenario/csv.js';
import { assertLinear } from '../../helpers/linear.js';

const fieldsOf = (text: string): (readonly string[])[] => readCsv(text).records.map(({ fields }) => fields);

describe('Comma-separated values', () => {
  it('are read as RFC 4180 has them, whatever ends their lines', () => {
    for (const end of ['\r\n', '\n', '\r']) {
      const text = ['name,password', 'anna,"pa,ss"', '', '"b ""the"" en",', 'c,"two', 'lines"', 'd, e ,f'].join(end);
      assert.deepEqual(readCsv(text), {
        records: [
          { line: 1, fields: ['name', 'password'] },
          { line: 2, fields: ['anna', 'pa,ss'] },
          { line: 4, fields: ['b "the" en', ''] },
          { line: 5, fields: ['c', `two${end}lines`] },
          { line: 7, fields: ['d', ' e ', 'f'] },
        ],
        problems: [],
      });
    }
    assert.deepEqual(fieldsOf('a,b'), [['a', 'b']]);
    assert.deepEqual(fieldsOf('"",\n""\n'), [['', '']]);
    assert.deepEqual(fieldsOf(''), []);
  });

  it('with faults are told by their lines, and what follows is read', () => {
    const { records, problems } = readCsv('a,b"c\n"d"e,f\ng\n"h\n\ni');
    assert.deepEqual(records, [{ line: 3, fields: ['g'] }]);
    assert.deepEqual(
      problems.map(({ line, said }) => `${line}: ${inEnglish(said)}`),
      [
        '1: has a quote inside a field without quotes; put the whole field into quotes, and double those in it',
        '2: has something behind a closing quote; only a comma or the end of the line may follow',
        '4: has a quote that is never closed',
      ],
    );
  });

  it('are what was written, whatever the fields hold', () => {
    const field = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('"', ',', '\n', '\r', 'a')).map((parts) => parts.join('')),
    );
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\r\n', '\n', '\r'), (records, end) => {
        const text = records
          .map((fields) => fields.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join(end);
        assert.deepEqual(readCsv(text).problems, []);
        assert.deepEqual(fieldsOf(text), records);
      }),
    );
  });

  it('never throw, and end, whatever a file holds', () => {
    const piece = fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', '\u0000', '🎉');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          const { records, problems } = readCsv(text);
          const lines = text.split(/\r\n|\n|\r/).length;
          for (const { line } of [...records, ...problems]) assert.ok(line >= 1 && line <= lines);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('cost by their length', async () => {
    await assertLinear(20_000, (length) => {
      const text = '"a""b",c\n'.repeat(length / 10);
      return () => readCsv(text);
    });
  });
});
