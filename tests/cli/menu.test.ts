import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import test from 'node:test';
import { inFolder } from '../helpers/cli/cli.js';
import { KEYS, noTerminal, openPty, type Pty, terminalFlaws, visibleLines } from '../helpers/cli/pty.js';

const skip = noTerminal;

const ENTRIES = [
  'Quick Test (30 users, 10 rooms, 30 seconds)',
  'Medium Test (100 users, 15 rooms, 60 seconds)',
  'Strong Test (500 users, 20 rooms, 120 seconds)',
  'Extreme Test (1000 users, 25 rooms, 180 seconds)',
  'Mega Test (5000 users, 30 rooms, 300 seconds)',
  'Ultra Test (10000 users, 35 rooms, 600 seconds)',
  'Custom Settings',
  'Connection Test Only',
  'Exit',
];

async function openMenu(): Promise<Pty> {
  const pty = openPty([]);
  await pty.waitFor('NEW YEAR CELEBRATION LOAD TEST SYSTEM');
  await pty.waitFor('9. Exit');
  return pty;
}

async function assertLeft(pty: Pty, expected: number): Promise<void> {
  const { code, settings } = await pty.ended;
  assert.equal(code, expected, pty.output());
  assert.deepEqual(terminalFlaws(pty.output(), settings), []);
}

/** Does something already listen where the menu looks for a server? Then it does not offer one. */
function isDefaultPortTaken(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(true))
      .listen(4000, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
}

test('the menu lists every entry in its order under its title, and 9 leaves', { skip }, async () => {
  const pty = await openMenu();
  const lines = visibleLines(pty.output()).map((line) => line.replace(/^[❯ ]+/, ''));
  const first = lines.findIndex((line) => line.startsWith('1. '));
  assert.deepEqual(
    lines.slice(first, first + ENTRIES.length),
    ENTRIES.map((entry, index) => `${index + 1}. ${entry}`),
  );
  pty.send('9');
  await pty.waitFor('❯ 9. Exit');
  pty.send(KEYS.enter);
  await assertLeft(pty, 0);
});

test('a number and Enter typed at once are enough', { skip }, async () => {
  const pty = await openMenu();
  pty.send(`9${KEYS.enter}`);
  await assertLeft(pty, 0);
});

test('Ctrl-D leaves the menu with 0 and Ctrl-C with 130, the terminal as it was', { skip }, async () => {
  for (const [key, code] of [
    [KEYS.ctrlD, 0],
    [KEYS.ctrlC, 130],
  ] as const) {
    const pty = await openMenu();
    pty.send(key);
    await assertLeft(pty, code);
  }
});

test('Ctrl-D leaves in the middle of a question as well', { skip }, async () => {
  const pty = await openMenu();
  pty.send('7');
  await pty.waitFor('❯ 7.');
  pty.send(KEYS.enter);
  await pty.waitFor('Users that register and connect');
  pty.send('12');
  pty.send(KEYS.ctrlD);
  await assertLeft(pty, 0);
});

test('Custom Settings asks for numbers, refuses wrong answers where they are given, runs on the practice server, and returns', {
  skip,
}, async (t) => {
  if (await isDefaultPortTaken()) return t.skip('something listens on port 4000, so that the menu offers no server');
  const pty = await openMenu();
  const answer = async (text: string, next: string): Promise<void> => {
    pty.send(`${text}${KEYS.enter}`);
    await pty.waitFor(next);
  };
  pty.send('7');
  await pty.waitFor('❯ 7.');
  await answer('', 'Users that register');
  await answer('0', 'must be a whole number from 2');
  await answer('\u007f9', 'Chat rooms');
  await answer('2', 'How long');
  await answer('500ms', 'Messages per second');
  await answer('40', 'Members per room');
  await answer('10', '10 members are more than the 9 users');
  await answer('\u007f\u007f3', 'What is to be found out?');
  await pty.waitFor('The largest rate that holds');
  await answer('', 'How does the rate change?');
  await pty.waitFor('Spike: ');
  await answer('', 'Ready?');
  await pty.waitFor('Target: http://127.0.0.1:4000');
  await answer('', 'Start the practice server for this?');
  await answer('', '9 users, 2 rooms, 40 messages/s, 500ms, on the practice server');
  await pty.waitFor('deliveries ');
  await pty.waitFor('9. Exit');
  pty.send('9');
  await pty.waitFor('❯ 9. Exit');
  pty.send(KEYS.enter);
  await assertLeft(pty, 0);
});

test('no question of Custom Settings is wider than 60 columns', { skip }, async () => {
  const pty = await openMenu();
  pty.send('7');
  await pty.waitFor('❯ 7.');
  for (const question of ['Users that register', 'Chat rooms', 'How long', 'Messages per second', 'Members per room']) {
    pty.send(KEYS.enter);
    await pty.waitFor(question);
  }
  const asked = visibleLines(pty.output()).filter((line) => /^[?✔] /.test(line));
  assert.ok(asked.length > 0);
  assert.deepEqual(
    asked.filter((line) => line.length > 60),
    [],
  );
  pty.send(KEYS.ctrlD);
  await assertLeft(pty, 0);
});

test('Ctrl-C during a run stops the run, not the menu', { skip }, async (t) => {
  if (await isDefaultPortTaken()) return t.skip('something listens on port 4000, so that the menu offers no server');
  const pty = await openMenu();
  pty.send('8');
  await pty.waitFor('❯ 8.');
  pty.send(KEYS.enter);
  await pty.waitFor('Start the practice server for this?');
  pty.send(KEYS.enter);
  await pty.waitFor('0:01 of 0:10');
  pty.send(KEYS.ctrlC);
  await pty.waitFor('STOPPED by Ctrl-C');
  await pty.waitFor('9. Exit');
  pty.send(KEYS.ctrlC);
  await assertLeft(pty, 130);
});

test('without the practice server the menu says what else to do, and goes on', { skip }, async (t) => {
  if (await isDefaultPortTaken()) return t.skip('something listens on port 4000, so that the menu offers no server');
  const pty = await openMenu();
  pty.send(KEYS.enter);
  await pty.waitFor('Start the practice server for this?');
  pty.send(`n${KEYS.enter}`);
  await pty.waitFor('run --target <url>');
  await pty.waitFor('9. Exit');
  pty.send(KEYS.ctrlD);
  await assertLeft(pty, 0);
});

test('Esc goes back to the question before with its answer, and from the first to the menu, which speaks Korean if asked', {
  skip,
}, async () => {
  const pty = openPty(['--lang', 'ko']);
  await pty.waitFor('무엇을 실행할까요?');
  await pty.waitFor('9. 끝내기 (Exit)');
  await pty.waitFor('이동 • ⏎ 선택');
  pty.send('7');
  await pty.waitFor('❯ 7.');
  pty.send(KEYS.enter);
  await pty.waitFor('가입하고 연결할 사용자 수');
  pty.send(`12${KEYS.enter}`);
  await pty.waitFor('채팅방 수');
  pty.send(KEYS.escape);
  await pty.waitFor('(12)');
  pty.send(KEYS.escape);
  await pty.waitFor('9. 끝내기 (Exit)');
  if (!(await isDefaultPortTaken())) {
    pty.send(KEYS.enter);
    await pty.waitFor('연습 서버를 띄워서 할까요?');
    pty.send(`n${KEYS.enter}`);
    await pty.waitFor('아니요');
    await pty.waitFor('9. 끝내기 (Exit)');
  }
  pty.send(KEYS.ctrlD);
  await assertLeft(pty, 0);
});

test('ten minutes of load on this machine are not begun by Enter alone', { skip }, async (t) => {
  if (await isDefaultPortTaken()) return t.skip('something listens on port 4000, so that the menu offers no server');
  const pty = await openMenu();
  pty.send('6');
  await pty.waitFor('❯ 6.');
  pty.send(KEYS.enter);
  await pty.waitFor('Start the practice server, and load it for 10m?');
  pty.send(KEYS.enter);
  await pty.waitFor('npx newyear-load run --target');
  await pty.waitFor('9. Exit');
  pty.send(KEYS.ctrlD);
  await assertLeft(pty, 0);
});

test(
  'the menu of the lab fits a terminal that is lower than its list, gives hints one at a time, and Esc goes back and out',
  {
    skip,
  },
  () =>
    inFolder(async (folder) => {
      const pty = openPty(['lab'], { rows: 14, cwd: folder });
      await pty.waitFor('Which exercise?');
      await pty.waitFor('⏎ select');
      assert.ok(visibleLines(pty.output()).filter((line) => /^[❯ ]+\d+\. /.test(line)).length <= 10, pty.output());
      pty.send(KEYS.enter);
      await pty.waitFor('What next?');
      pty.send(KEYS.enter);
      await pty.waitFor('1. Hint 2 of 4');
      pty.send(KEYS.escape);
      await pty.waitFor('Which exercise?');
      pty.send(KEYS.escape);
      await assertLeft(pty, 0);
    }),
);
