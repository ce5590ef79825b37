import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Problem, UsageError } from '#dist/core/errors.js';
import { message } from '#dist/core/language/words.js';
import { formatFault, parseFault, parseFaults } from '#dist/practice/faults/parse.js';
import { FAULT_KINDS } from '#dist/practice/faults/table.js';

describe('The text of a fault', () => {
  it('is read from every example of the table, and written back the same', () => {
    for (const { example, name } of FAULT_KINDS) {
      const parsed = parseFault(example);
      if ('message' in parsed) assert.fail(`${example}: ${parsed.message}`);
      assert.equal(parsed.name, name);
      assert.equal(formatFault(parsed), example);
    }
  });

  it('names the nearest fault when it is misspelt', () => {
    const near = (name: string, nearest: string): Problem => ({
      where: name,
      message: `unknown fault "${name.replace(/=.*/, '')}"; did you mean "${nearest}"?`,
      said: message('mistake.near', {
        kind: message('named.fault', {}),
        name: name.replace(/=.*/, ''),
        near: nearest,
      }),
    });
    assert.deepEqual(parseFault('dropp=1/9'), near('dropp=1/9', 'drop'));
    assert.deepEqual(parseFault('noecho'), near('noecho', 'no-echo'));
    const nonsense = parseFault('qqqqqqqqqqqq');
    assert.match(
      'message' in nonsense ? nonsense.message : '',
      /^unknown fault "q+"; there is drop, duplicate, .*silent$/,
    );
  });

  it('says what the value should look like when it is wrong', () => {
    for (const text of ['drop', 'drop=', 'drop=2/3', 'drop=1/0', 'drop=0.5', 'drop=1/9=1']) {
      assert.deepEqual(parseFault(text), {
        where: text,
        message: 'drop takes 1/n with a whole n from 1, for example 1/97',
      });
    }
    for (const text of ['delay=250', 'delay=0ms', 'delay=9999h', 'stall=2s', 'stall=2s@4s@5s', 'cut=0%@1s']) {
      assert.match(Object.values(parseFault(text)).join(' '), /takes a (time|percentage)/);
    }
    for (const text of ['cut=101%@1s', 'cut=30@1s', 'cut=30%']) {
      assert.match(Object.values(parseFault(text)).join(' '), /takes a percentage/);
    }
    for (const text of ['capacity=1500', 'capacity=0/s', 'capacity=1e3/s', 'capacity=1500/m', 'capacity']) {
      assert.match(Object.values(parseFault(text)).join(' '), /takes messages per second, above zero/);
    }
    assert.deepEqual(parseFault('silent=yes'), { where: 'silent=yes', message: 'silent takes no value' });
  });

  it('is refused together with all others that are wrong, and when it is there twice', () => {
    assert.throws(
      () => parseFaults(['drop=1/9', 'drop=1/7', 'speed=3', 'delay=x']),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.deepEqual(
          error.problems.map(({ where }) => where),
          ['speed=3', 'delay=x', 'drop=1/7'],
        );
        return true;
      },
    );
  });
});
