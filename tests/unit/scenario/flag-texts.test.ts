import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fileOptions, type FlagTexts, readFlagTexts } from '#dist/scenario/flag-texts.js';
import { defaultLayer, flagLayer } from '#dist/scenario/layers.js';
import type { OptionName } from '#dist/scenario/options.js';
import { scenarioSchema } from '#dist/scenario/schema/scenario.js';

/** Texts that some option takes, or nearly. */
const TEXTS = [
  ...`
  5 10k 0 1.5 -1 max 0.2/user auto all 3-8 8-3 true
  false 10% 5s 5 quick ./own.yaml lost==0 none 100/s overlapped http://127.0.0.1:4000 http://127.0.0.1:4000/
  HTTP://LOCALHOST localhost ftp://x 50,100,300 30s:200 up=30s:200 30s@150% 20s:50%:2s 20s:50%:2s:close:backoff 30s-5m:1s-10s 5% 5%:10s:20s
  `
    .trim()
    .split(/\s+/),
  '',
  ' ',
  ' 7 ',
  '500 ms',
  ' new-year ',
];

const text = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...TEXTS) }, fc.string({ maxLength: 8 }));
const OPTIONS_IN_FILES = fileOptions();

/** What a command line may give of an option: a text, several, or a switch. */
const given = fc.oneof(text, fc.boolean(), fc.array(text, { maxLength: 3 }));

function rawOf(texts: FlagTexts): Record<string, unknown> {
  return Object.fromEntries(
    OPTIONS_IN_FILES.flatMap(([name, { key, repeatable }]) => {
      const value = texts[name];
      if (value === undefined) return [];
      return [[key, repeatable === true ? [value].flat() : value]];
    }),
  );
}

test('what is read of a flag without the schema is what the schema makes of it, for every option', () => {
  for (const [name] of OPTIONS_IN_FILES) {
    let taken = 0;
    for (const one of [...TEXTS, true, false]) {
      for (const value of [one, ...(typeof one === 'string' ? [[one], [one, '30s:100'], [one, one]] : [])]) {
        const read = readFlagTexts({ [name]: value });
        if (read === undefined) continue;
        taken++;
        const byTheSchema = scenarioSchema.safeParse(rawOf({ [name]: value }));
        assert.deepEqual(read, byTheSchema.data, `${name} ${JSON.stringify(value)}: ${byTheSchema.error?.message}`);
      }
    }
    assert.ok(taken > 0, `${name}: no text is taken`);
  }
});

test('flags together are read as the schema reads them, and left to it where it has something to say', () => {
  const some = fc.dictionary(fc.constantFrom(...OPTIONS_IN_FILES.map(([name]) => name)), given, { maxKeys: 5 });
  fc.assert(
    fc.property(some, (texts: Partial<Record<OptionName, string | boolean | string[]>>) => {
      const read = readFlagTexts(texts);
      if (read !== undefined) assert.deepEqual(read, scenarioSchema.safeParse(rawOf(texts)).data);
    }),
    { numRuns: 300 },
  );
});

test('a list that is longer than its key takes is left to the schema, and so is a text that stands there twice', async () => {
  const bounded = OPTIONS_IN_FILES.filter(([, { most }]) => most !== undefined);
  assert.deepEqual(
    bounded.map(([name]) => name),
    ['target', 'stage', 'storm'],
  );
  const stages = Array.from({ length: 101 }, (_, index) => `s${index}=1s:${index}`);
  assert.equal(readFlagTexts({ stage: stages }), undefined);
  assert.equal(readFlagTexts({ stage: [] }), undefined);
  assert.ok(readFlagTexts({ stage: stages.slice(1) }) !== undefined);
  assert.equal(readFlagTexts({ target: ['http://127.0.0.1:1', 'http://127.0.0.1:1/'] }), undefined);
  const twice = await flagLayer({ failOn: ['lost==0', 'lost==0'] }, '.');
  assert.deepEqual([twice.values.thresholds, twice.problems], [['lost==0', 'lost==0'], []]);
});

test('the defaults are those that the schema would read', () => {
  const { values, raw, problems } = defaultLayer();
  assert.deepEqual(problems, []);
  const { limits, thresholds, ...rest } = values;
  assert.deepEqual(rest, scenarioSchema.parse(raw));
  assert.ok(limits !== undefined && Object.values(limits).every((value) => value > 0));
  assert.deepEqual(thresholds, []);
});
