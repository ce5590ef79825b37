import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { annotatorOf, withoutCommands } from '#dist/cli/ci/workflow-commands.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

const ACTIONS = { GITHUB_ACTIONS: 'true', CI: 'true' };

/** What a runner obeys: a command at the beginning of a line, whatever white space is before it, or its older form anywhere. */
const OBEYED = /^\s*::|##(?:vso|teamcity)?\[/m;

function written(...chunks: string[]): string {
  const kept = new KeptOutput();
  const output = withoutCommands(ACTIONS, kept.output);
  for (const chunk of chunks) output.write(chunk);
  return kept.text;
}

test('an annotation is one line, escaped as the toolkit does it', () => {
  const kept = new KeptOutput();
  annotatorOf(ACTIONS, kept.output)({ level: 'error', title: '50 %: a, b', message: 'one\r\n::two:: 3 %, x' });
  assert.equal(kept.text, '::error title=50 %25%3A a%2C b::one%0D%0A::two:: 3 %25, x\n');
});

test('without GitHub Actions there are no annotations', () => {
  for (const env of [{}, { CI: 'true' }, { GITHUB_ACTIONS: 'false' }]) {
    const kept = new KeptOutput();
    annotatorOf(env, kept.output)({ level: 'warning', title: 'a', message: 'b' });
    assert.equal(kept.text, '');
  }
});

test('a text that looks like a command is not one any more, and any other text is as it was', () => {
  assert.equal(written('::error::x\n'), ': :error::x\n');
  assert.equal(written('a\n  ::add-mask::x\r\n\t::y::'), 'a\n  : :add-mask::x\r\n\t: :y::');
  assert.equal(written('a ##[error]x ##vso[task] b'), 'a # #[error]x # #vso[task] b');
  for (const text of ['http://[::1]:4000 a :: b\n', '! notice\n', '## heading [x]\n', '\u001b[31m::x\n'])
    assert.equal(written(text), text);
});

test('no command comes together from pieces of lines', () => {
  assert.equal(written('a', '::error::x\n'), 'a::error::x\n');
  assert.equal(written('a\n', ' ', '::error::x\n'), 'a\n : :error::x\n');
  const piece = fc.stringMatching(/^[ \n\r:a#[]{0,8}$/);
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const lines = written(...pieces.map((text) => `${text}\n`));
      assert.doesNotMatch(lines.replaceAll('\r', '\n'), OBEYED);
    }),
  );
});

test('an output that no build server reads is left as it is, and one that does is an output all the same', () => {
  const kept = new KeptOutput(120);
  assert.equal(withoutCommands({}, kept.output), kept.output);
  const output = withoutCommands(ACTIONS, kept.output);
  assert.equal(output.columns, 120);
  assert.equal(output.isTTY, true);
  output.write(Buffer.from('bytes'));
  assert.equal(kept.text, 'bytes');
});
