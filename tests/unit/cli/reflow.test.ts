import assert from 'node:assert/strict';
import test from 'node:test';
import { columnsOf } from '#dist/core/language/columns.js';
import { reflow } from '#dist/cli/commands/lab/reflow.js';

test('paragraphs and items are put into lines of the width, code stays as it is', () => {
  const text = [
    'Since the history comes from a cache,',
    'opening a room is quick.',
    '',
    "    curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/api",
    '',
    '- one name is given to one person, however',
    '  many ask',
    '- a refusal is the end of that request',
  ].join('\n');
  assert.deepEqual(reflow(text, 30).split('\n'), [
    'Since the history comes from a',
    'cache, opening a room is',
    'quick.',
    '',
    "    curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/api",
    '',
    '- one name is given to one',
    '  person, however many ask',
    '- a refusal is the end of that',
    '  request',
  ]);
});

test('Hangul counts as the two columns that it takes', () => {
  const lines = reflow('아무리 많은 사람이 같은 순간에 요청해도 한 이름은 한 사람의 것입니다.', 20).split('\n');
  assert.ok(lines.length > 2 && lines.every((line) => columnsOf(line) <= 20), lines.join('|'));
});
