import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { readYaml, type YamlFile } from '#dist/scenario/document.js';
import { assertLinear } from '../../helpers/linear.js';
import { fileOf } from '../../helpers/run/scenario.js';
import { runsOf } from '../../helpers/runs-of.js';

async function read(t: TestContext, text: string): ReturnType<typeof readYaml> {
  return readYaml(await fileOf(t, text), 'my.yaml');
}

async function problemsOf(t: TestContext, text: string): Promise<string[]> {
  const result = await read(t, text);
  return 'problems' in result ? result.problems.map(({ where, message }) => `${where}: ${message}`) : [];
}

async function fileIn(t: TestContext, text: string): Promise<YamlFile> {
  const result = await read(t, text);
  assert.ok('file' in result, JSON.stringify(result));
  return result.file;
}

test('values are those that the library reads, whatever is written', async (t) => {
  const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => json !== null);
  await fc.assert(
    fc.asyncProperty(value, async (json) => {
      const text = JSON.stringify(json);
      assert.deepEqual((await fileIn(t, text)).value, JSON.parse(text));
    }),
    { numRuns: runsOf(50) },
  );
  for (const text of ['a: &x [1, {b: 2}]', 'a: &x 7\nb: [*x, *x]', '? a\n: b', 'a: ~\n"": 1\n2: 3'])
    assert.deepEqual((await fileIn(t, text)).value, parse(text));
});

test('places are those of the values and keys, those behind an alias where they are written', async (t) => {
  const { where, whereKey } = await fileIn(t, 'a: &x\n  b: [1, 2]\nc: *x\n"d e": {f: ~}\n');
  assert.deepEqual(
    [where(['a', 'b', 1]), whereKey(['a', 'b']), where(['c', 'b', 0]), where(['d e', 'f']), where(['a', 'no', 'more'])],
    ['my.yaml:2:10', 'my.yaml:2:3', 'my.yaml:2:7', 'my.yaml:4:12', 'my.yaml:2:3'],
  );
  assert.equal(whereKey(['nothing']), 'my.yaml:1:1');
});

test('an alias inside of what it stands for is refused with its place', async (t) => {
  const endless = 'the alias *a is inside of what it stands for, which would have no end; write it out';
  assert.deepEqual(await problemsOf(t, 'auth: &a { x: *a }'), [`my.yaml:1:15: ${endless}`]);
  assert.deepEqual(await problemsOf(t, 'args: &a\n  - text\n  - [*a]\n  - *a\n'), [
    `my.yaml:3:6: ${endless}`,
    `my.yaml:4:5: ${endless}`,
  ]);
  assert.deepEqual(await problemsOf(t, 'a: &a { *a : x }'), [`my.yaml:1:9: ${endless}`]);
});

test('an alias of nothing is refused with its place', async (t) => {
  assert.deepEqual(await problemsOf(t, 'a: [*x, &x 1]'), ['my.yaml:1:5: nothing before this alias is named &x']);
});

test('aliases that make a short text long are refused', async (t) => {
  const tenTimes = (of: string): string => `[${Array(10).fill(of).join(',')}]`;
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level}: &a${level} ${tenTimes(level === 0 ? '1' : `*a${level - 1}`)}`,
  );
  assert.deepEqual(await problemsOf(t, levels.join('\n')), [
    'my.yaml:5:38: with this alias, aliases stand for more than 100,000 values; use fewer',
  ]);
  assert.deepEqual(await problemsOf(t, levels.slice(0, 4).join('\n')), []);
});

test('what nests too deep is refused with its place, however it is written and however an alias helps', async (t) => {
  const deep = 'nests deeper than 64 levels; write it flatter';
  for (const [open, close] of [
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
  ] as const) {
    const text = (levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
    assert.deepEqual(await problemsOf(t, text(64)), []);
    const [problem, ...more] = await problemsOf(t, text(70));
    assert.match(problem ?? '', new RegExp(`^my\\.yaml:1:\\d+: ${deep}$`));
    assert.deepEqual(more, []);
  }
  const half = `a: &a ${'['.repeat(40)}1${']'.repeat(40)}\nb: `;
  assert.deepEqual(await problemsOf(t, `${half}${'['.repeat(20)}*a${']'.repeat(20)}`), []);
  assert.deepEqual(await problemsOf(t, `${half}${'['.repeat(30)}*a${']'.repeat(30)}`), [`my.yaml:2:34: ${deep}`]);
});

test('a key that is a list, a second document, and a key that comes twice are refused', async (t) => {
  assert.deepEqual(await problemsOf(t, '? [a, b]\n: c'), [
    'my.yaml:1:3: a key must be a text, not a list or a map of keys',
  ]);
  assert.deepEqual(await problemsOf(t, 'a: 1\n---\nb: 2\n'), [
    'my.yaml:2:1: a second document begins here; write it into a file of its own',
  ]);
  assert.deepEqual(await problemsOf(t, 'a: 1\n"a": 2\na: 3\n'), [
    'my.yaml:2:1: map keys must be unique',
    'my.yaml:3:1: map keys must be unique',
  ]);
});

test('a name that an object has anyway is a key like others', async (t) => {
  const { value } = await fileIn(t, '__proto__: { users: 7 }\nconstructor: 1');
  assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
  assert.equal((value as { users?: number }).users, undefined);
});

test('a file is no longer than people write one, unless the tool has written it', async (t) => {
  const long = JSON.stringify({ durationMs: 1000, theme: { greetings: Array(120_000).fill('Happy New Year!') } });
  const path = await fileOf(t, long, 'plan.json');
  const refused = await readYaml(path, 'plan.json');
  assert.deepEqual('problems' in refused && refused.problems.map(({ where, message }) => `${where}: ${message}`), [
    'plan.json: has more than 2.0 MiB, which is as much as is read',
  ]);
  const result = await readYaml(
    path,
    'plan.json',
    (content) => typeof content === 'object' && content !== null && 'durationMs' in content,
  );
  assert.ok('file' in result);
  assert.deepEqual(result.file.value, JSON.parse(long));
  assert.equal(result.file.where(['theme']), 'plan.json');
});

test('places of what the tool has written are found when somebody asks', async (t) => {
  const path = await fileOf(t, { durationMs: 1000, users: 'many' }, 'plan.json');
  const result = await readYaml(path, 'plan.json', () => true);
  assert.ok('file' in result);
  assert.equal(result.file.where(['users']), 'plan.json:1:28');
});

test('many keys, aliases and errors cost as much each as few', async (t) => {
  const many: Readonly<Record<string, (index: number) => string>> = {
    keys: (index) => `key${index}: 1\n`,
    aliases: (index) => `- &a${index} x\n- *a${index}\n`,
    repeated: () => 'a: 1\n',
  };
  for (const line of Object.values(many)) {
    const paths = new Map<number, string>();
    for (const size of [1000, 8000])
      paths.set(size, await fileOf(t, Array.from({ length: size }, (_, index) => line(index)).join('')));
    await assertLinear(1000, (size) => () => readYaml(paths.get(size) ?? '', 'my.yaml'));
  }
});
