import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { KEYS, noTerminal, openPty, terminalFlaws, visibleLines } from '../helpers/cli/pty.js';
import { practiceFor } from '../helpers/run/engine-run.js';

const skip = noTerminal;
/** How a frame of three lines ends: the cursor is back at its beginning. */
const PARKED = '\u001b[J\r\u001b[2A';
const LOAD = ['--users', '12', '--rooms', '3', '--rate', '60', '--workers', '1'];
const FLOOD = ['run', '--embedded', ...LOAD];

/** The same at a practice server in the process of the test, which starts in no time. */
async function floodAt(t: TestContext): Promise<string[]> {
  const { url } = await practiceFor(t);
  return ['run', '--target', url, ...LOAD];
}

test('a terminal of 60 columns shows bars, numbers and a summary without a line that is too long', {
  skip,
}, async () => {
  const pty = openPty([...FLOOD, '--duration', '3s'], { columns: 60 });
  await pty.waitFor('0:01 of 0:03');
  await pty.waitFor('delivered ');
  const { code, settings } = await pty.ended;
  assert.ok(code === 0 || code === 4, pty.output());
  assert.match(pty.output(), /█/);
  const [display = ''] = pty.output().split('settings: ');
  assert.deepEqual(
    visibleLines(display).filter((line) => line.length > 60),
    [],
  );
  assert.deepEqual(terminalFlaws(pty.output(), settings), []);
});

test('a terminal that gets narrower while the run goes on shows lines of its new width', { skip }, async (t) => {
  const pty = openPty([...(await floodAt(t)), '--duration', '4s'], { columns: 100 });
  await pty.waitFor('p99 █');
  pty.resize(40);
  const before = pty.output().length;
  // The frame that is just being written is the last of the old width.
  for (let frame = 0; frame < 3; frame++) await pty.waitFor(PARKED);
  const frames = pty.output().slice(before).split(PARKED).slice(1, -1);
  assert.ok(frames.length > 0);
  for (const line of frames.flatMap(visibleLines)) assert.ok(line.length <= 40, line);
  const { settings } = await pty.ended;
  assert.deepEqual(terminalFlaws(pty.output(), settings), []);
});

test('every phase leaves a line behind, and the bars do not', { skip }, async (t) => {
  const pty = openPty([...(await floodAt(t)), '--duration', '1s', '--no-color']);
  await pty.ended;
  const lines = visibleLines(pty.output());
  for (const phase of ['register', 'login', 'rooms', 'connect', 'join', 'flood', 'drain', 'disconnect'])
    assert.ok(
      lines.some((line) => line.startsWith(`✔ ${phase} `)),
      phase,
    );
  assert.ok(!pty.output().includes('\u001b[32m'), 'colours');
});

test('Ctrl-C on a terminal reports, ends with 130 and leaves the terminal as it was', { skip }, async () => {
  const pty = openPty([...FLOOD, '--duration', '1m']);
  await pty.waitFor('0:01 of 1:00');
  pty.send(KEYS.ctrlC);
  await pty.waitFor('STOPPED by Ctrl-C');
  const { code, settings } = await pty.ended;
  assert.equal(code, 130);
  assert.deepEqual(terminalFlaws(pty.output(), settings), []);
});

test('a run that cannot start leaves the terminal as it was', { skip }, async () => {
  const pty = openPty(['run', '--target', 'http://127.0.0.1:1']);
  const { code, settings } = await pty.ended;
  assert.equal(code, 3);
  assert.deepEqual(terminalFlaws(pty.output(), settings), []);
});

test('CI=1 and TERM=dumb make plain lines of the bars', { skip }, async (t) => {
  const flood = await floodAt(t);
  for (const env of [{ CI: '1' }, { TERM: 'dumb' }]) {
    const pty = openPty([...flood, '--duration', '500ms'], { env });
    await pty.ended;
    assert.doesNotMatch(pty.output(), /█|\u001b\[\?25l/);
    assert.ok(visibleLines(pty.output()).some((line) => line.startsWith('register ')));
  }
});

test('an error that nobody caught is told as our fault, and leaves terminal and processes as they were', {
  skip,
}, async () => {
  const bomb = `import { isMainThread } from 'node:worker_threads';
    if (isMainThread && process.send === undefined) setTimeout(() => { throw new Error('boom'); }, 5000);`;
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(bomb)}` };
  const pty = openPty([...FLOOD, '--duration', '1m', '--no-color'], { env });
  await pty.waitFor('This is a fault of newyear-load itself: boom');
  const { code, settings } = await pty.ended;
  assert.equal(code, 1);
  assert.ok(pty.output().includes('\u001b[?25l'), 'the bars had not begun');
  assert.deepEqual(terminalFlaws(pty.output(), settings), []);
});
