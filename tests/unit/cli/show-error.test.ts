import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH, message, wordsOf } from '#dist/core/language/words.js';
import { saidUnknownName } from '#dist/core/nearest.js';
import { nothingAnswers } from '#dist/engine/main/preflight-reasons.js';
import { createPalette } from '#dist/cli/colours.js';
import { TerminalGuard } from '#dist/cli/io.js';
import { showError } from '#dist/cli/show-error.js';
import { saidProblem, StartError, UsageError } from '#dist/core/errors.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

function show(thrown: unknown, env: Record<string, string> = {}): { code: number; text: string } {
  const stderr = new KeptOutput();
  const code = showError(thrown, { stderr, env, words: ENGLISH }, createPalette(0));
  return { code, text: stderr.text };
}

test('an error that we foresaw is its sentence and what to do next', () => {
  const { code, text } = show(new StartError('Nothing answers.', { hint: 'Start it.' }));
  assert.equal(code, 3);
  assert.equal(text, 'Error: Nothing answers.\nStart it.\n');
});

test('every problem of a command line has its line', () => {
  const { code, text } = show(
    new UsageError([
      { where: '--a', message: 'one' },
      { where: 'b.yaml:1:2', message: 'two' },
    ]),
  );
  assert.equal(code, 2);
  assert.equal(text, '--a: one\nb.yaml:1:2: two\n');
});

test('anything else is our fault, with the stack for those who ask for it', () => {
  const plain = show(new TypeError('x is undefined'));
  assert.equal(plain.code, 1);
  assert.match(plain.text, /^This is a fault of newyear-load itself: x is undefined\nSet NEWYEAR_LOAD_DEBUG=1/);
  assert.match(show(new TypeError('x'), { NEWYEAR_LOAD_DEBUG: '1' }).text, /\n\s+at /);
  assert.match(show('thrown text').text, /itself: thrown text/);
});

test('a message with control characters is shown, not obeyed', () => {
  assert.equal(show(new StartError('bad \u001b[2J')).text, 'Error: bad \\x1b[2J\n');
});

test('the guard gives cursor and wrapping back, once, and only when they were taken', () => {
  const output = new KeptOutput(80);
  const guard = new TerminalGuard();
  guard.restore();
  assert.equal(output.text, '');
  guard.take(output);
  guard.restore();
  guard.restore();
  assert.equal(output.text, '\u001b[?25h\u001b[?7h');
});

test('not even the stack of an error does anything to a terminal', () => {
  const env = { NEWYEAR_LOAD_DEBUG: '1' };
  for (const error of [new StartError('said \u001b[31m\u202e'), new TypeError('said \u001b[31m\u202e')]) {
    const { text } = show(error, env);
    assert.match(text, /\n +at /);
    assert.doesNotMatch(text, /[\u001b\u202e]/);
  }
});

test('what a learner meets is told in Korean, and what nobody has translated as it is', async () => {
  const words = await wordsOf('ko');
  const told = (thrown: unknown): string => {
    const stderr = new KeptOutput();
    showError(thrown, { stderr, env: {}, words }, createPalette(0));
    return stderr.text;
  };
  const nobody = nothingAnswers(new URL('http://127.0.0.1:1'), undefined);
  assert.equal(
    told(nobody),
    '오류: http://127.0.0.1:1에서 아무것도 응답하지 않습니다(주소 없음).\n서버가 실행 중인가요, --target이 맞나요? 자기 서버가 없다면 --embedded를 붙이세요.\n',
  );
  assert.match(
    told(new UsageError([saidProblem('--preset', saidUnknownName('preset', 'quik', ['quick']))])),
    /"quick"인가요\?\n$/,
  );
  assert.equal(told(new StartError('Something odd.')), '오류: Something odd.\n');
  const secret = new StartError(message('start.nobody-there', { target: 'hunter2', why: 'x' }));
  secret.message = 'Nothing answers at *** (x).';
  assert.doesNotMatch(
    told(secret),
    /hunter2/,
    'a secret that was taken out of an error does not come back in another language',
  );
});
