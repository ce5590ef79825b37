import assert from 'node:assert/strict';
import test from 'node:test';
import { dryRunText } from '#dist/cli/run/dry-run.js';
import { takeOrder } from '#dist/cli/run/order.js';
import { glyphsOf } from '#dist/cli/progress/glyphs.js';
import { columnsOf } from '#dist/core/language/columns.js';
import { ENGLISH, wordsOf, type Wording } from '#dist/core/language/words.js';
import type { FlagValues } from '#dist/scenario/options.js';

const KOREAN = await wordsOf('ko');
const GLYPHS = glyphsOf({ LANG: 'ko_KR.UTF-8' });
const LABEL_WIDTH = 14;

/** As many parts of a plan as go together. */
const EVERYTHING: FlagValues = {
  preset: 'quick',
  seed: '1',
  profile: 'new-year',
  storm: ['5s:50%:2s', '10s:10%:1s:close:backoff'],
  sessions: '5s-10s:1s-2s',
  slowReaders: '5%',
  audit: '10%',
  arrive: '100/s',
  textBytes: '20-200',
  source: ['127.0.0.1'],
  failOn: ['lost==0'],
};

/** The plan as text, without what is not a part of the plan's own words: the command, warnings and Unicode blocks. */
async function planOf(kind: 'run' | 'connect', flags: FlagValues, words: Wording): Promise<string[]> {
  const order = await takeOrder(kind, flags, {}, []);
  return dryRunText(order, GLYPHS, words).trimEnd().split('\n');
}

test('every label of a plan takes its 14 columns, in Korean as in English', async () => {
  for (const words of [ENGLISH, KOREAN]) {
    const rows = (await planOf('run', EVERYTHING, words)).filter((line) => /^[^\s!]/.test(line));
    assert.equal(rows.length, 27);
    for (const row of rows) {
      const [label = ''] = /^\S+(?: \S+)* {2,}|^.{14}/u.exec(row) ?? [];
      assert.equal(columnsOf(label), LABEL_WIDTH, row);
    }
  }
});

/** Names and units that are the same in every language. */
const SAME =
  /(?:npx )?newyear-load .*|Quick Test|socket\.io-client|http\.read|p95\(\w+\)|[\w-]+[<>=]=?\S+|\b(?:zipf|Node|MiB|minitalk|quick|[\w-]*new-year|evening|countdown|midnight|night|h?ms|[smh])\b|\d+[smh]/g;

test('a plan is told in Korean without a word of English', async () => {
  const texts = [
    ...(await planOf('run', EVERYTHING, KOREAN)),
    ...(await planOf(
      'run',
      { preset: 'quick', rate: 'max', window: '4', canary: false, audit: 'true', roomSize: 'all', embedded: true },
      KOREAN,
    )),
    ...(await planOf(
      'run',
      { preset: 'quick', arrive: 'overlapped', agents: '3', queue: 'redis://127.0.0.1:6379' },
      KOREAN,
    )),
    ...(await planOf('connect', { preset: 'quick' }, KOREAN)),
  ];
  for (const line of texts.filter((text) => !text.startsWith('!')))
    assert.doesNotMatch(line.replaceAll(SAME, '').replaceAll(/(?:redis|http):\S+/g, ''), /[a-z]{2,}/i, line);
  assert.match(texts.join('\n'), /^팬아웃 +최대 초당 메시지 500건 × 사본 \d\.\d\d건 = 초당 전달 [\d,]+건$/m);
});
