import assert from 'node:assert/strict';
import test from 'node:test';
import { COMMANDS } from '#dist/cli/commands/index.js';
import { specOf } from '#dist/cli/flags.js';
import { ENGLISH_HELP, helpWordsOf } from '#dist/cli/help-words.js';
import { columnsOf } from '#dist/core/language/columns.js';
import {
  KOREAN_COMMANDS,
  KOREAN_FALLBACKS,
  KOREAN_FLAG_HELP,
  KOREAN_HEADINGS,
} from '#dist/core/language/ko/help/index.js';
import { runHere } from '../helpers/cli/here.js';

const KOREAN = await helpWordsOf('ko');
const HANGUL = /[가-힣]/;

/** Flags of all commands, each with the command. */
const LOADED = await Promise.all(COMMANDS.map(async ({ name, spec }) => ({ name, ...(await spec()) })));

const FLAGS = LOADED.flatMap((command) =>
  command.options().map((option) => {
    const spec = specOf(option);
    assert.ok(spec !== undefined, option.flags);
    return { command: command.name, spec, heading: option.helpGroupHeading ?? '' };
  }),
);

test('the help of every flag, command and heading has Korean words, and none that nobody reads', () => {
  const used = new Set(['--lang']);
  for (const { command, spec, heading } of FLAGS) {
    const own = `${command} ${spec.flag}`;
    used.add(own in KOREAN_FLAG_HELP ? own : spec.flag);
    const { help, fallback = '' } = KOREAN.flag(command, spec);
    assert.match(help, HANGUL, own);
    if (/ /.test(fallback) && !/[<>]/.test(fallback)) assert.match(fallback, HANGUL, own);
    assert.match(KOREAN.heading(heading), HANGUL, heading);
  }
  assert.deepEqual(Object.keys(KOREAN_FLAG_HELP).toSorted(), [...used].toSorted());
  assert.deepEqual(Object.keys(KOREAN_COMMANDS).toSorted(), COMMANDS.map(({ name }) => name).toSorted());
  const headings = new Set(['Usage:', 'Options:', 'Commands:', ...FLAGS.map(({ heading }) => heading)]);
  assert.deepEqual(Object.keys(KOREAN_HEADINGS).toSorted(), [...headings].toSorted());
  const fallbacks = new Set(FLAGS.map(({ spec }) => spec.fallback ?? ''));
  for (const fallback of Object.keys(KOREAN_FALLBACKS)) assert.ok(fallbacks.has(fallback), fallback);
});

/** Names in a text that are the same in every language: flags, values, files. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/--[a-z-]+|\b[\w%-]+(?:[<>=@]=?[\w%.]+)+|\b[\w-]+\.(?:html|md|json|org)\b|\d+[%:]\S*/g)].map(
    ([name]) => name.replace(/[.,;:)]+$/, ''),
  );

test('flags and values that the English help names are in the Korean one', () => {
  for (const { command, spec } of FLAGS) {
    const { help } = KOREAN.flag(command, spec);
    for (const name of namesIn(spec.help)) assert.ok(help.includes(name), `${command} ${spec.flag}: ${name}`);
  }
});

/** Indented lines: what is typed or listed, up to the words beside it. */
const typedIn = (epilogue: string): string[] =>
  epilogue.split('\n').flatMap((line) => /^ {2,}(\S+(?: \S+)*?)(?: {2,}|$| 4000 )/.exec(line)?.[1] ?? []);

test('examples, faults and exit codes are those of the English help', () => {
  const pairs = [
    [ENGLISH_HELP.program.epilogue, KOREAN.program.epilogue] as const,
    ...LOADED.map((command) => [command.epilogue, KOREAN.epilogue(command.name, command)] as const),
  ];
  for (const [english, korean] of pairs) {
    assert.deepEqual(typedIn(korean), typedIn(english));
    assert.match(korean, HANGUL);
  }
});

test('a help in Korean fits a terminal of 80 columns, and has no English heading', async () => {
  for (const args of [['--help'], ...COMMANDS.map(({ name }) => [name, '--help'])]) {
    const { code, stdout } = await runHere([...args, '--lang', 'ko']);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /^(?:Usage|Options|Commands|Examples|Exit codes|[A-Z][a-z]+ .*):$/m);
    // What English has in one line, the table of faults and what is typed, is longer in English, too.
    const long = stdout
      .split('\n')
      .filter((line) => columnsOf(line) > 80 && !/^ {2}\S+(?:=|$)|newyear-load|^ {4}--/.test(line));
    assert.deepEqual(long, [], args.join(' '));
  }
});

test('without arguments and a terminal the help is in the language, too', async () => {
  const { code, stderr } = await runHere([], { env: { NEWYEAR_LOAD_LANG: 'ko' } });
  assert.equal(code, 2);
  assert.match(stderr, /^사용법: newyear-load/);
});
