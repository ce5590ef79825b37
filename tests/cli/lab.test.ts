import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { BIN, type CliResult, isAlive, runCli, startCli } from '../helpers/cli/cli.js';
import { eventually } from '../helpers/eventually.js';
import { assertMended, checkPractice, type Checked } from '../helpers/lab/check.js';
import { goToEmptyFolder, runHere, startHere } from '../helpers/cli/here.js';

const SCORE = 'newyear-load-lab.json';
/** On a machine that is busy with other tests. */
const LONGEST_CHECK_MS = 120_000;

function emptyFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Run = (args: readonly string[]) => Promise<CliResult>;

test('a server with a fault fails for its reason, a mended one passes, and all of it is counted', {
  timeout: 2 * LONGEST_CHECK_MS,
}, async (context) => {
  const folder = emptyFolder(context);
  const apart: Run = (args) => runCli(args, { cwd: folder, timeoutMs: LONGEST_CHECK_MS, env: { TMPDIR: folder } });
  goToEmptyFolder(context);
  const [broken, mended] = await Promise.all([checkPractice(apart, '1-1'), checkPractice(runHere, '1-1', '--solved')]);
  assert.deepEqual([broken.code, broken.checked.failed], [99, ['metrics-users', 'metrics-tps']]);
  assertMended(mended);
  const { attempts } = JSON.parse(readFileSync(join(folder, SCORE), 'utf8')) as {
    attempts: (Checked & { short: boolean })[];
  };
  assert.deepEqual(
    attempts.map(({ verdict, short }) => [verdict, short]),
    [['FAILED', true]],
  );
  const card = await runCli(['lab', 'report', '--lang', 'ko', '--out', 'md=card.md'], { cwd: folder });
  assert.equal(card.code, 0, card.stderr);
  assert.match(
    readFileSync(join(folder, 'card.md'), 'utf8'),
    /^# 실습 성적표\n[\s\S]*\| 1-1 진실을 말하는 지표 \| Bronze \| 미완료 \| 0 \|/,
  );
  // What was made for the data of servers is gone with them.
  assert.deepEqual(readdirSync(folder).toSorted(), ['card.md', SCORE]);
});

test('a server that does not start is told with its last words, one that listens elsewhere as soon as that is known, and nothing is counted', async (context) => {
  const folder = goToEmptyFolder(context);
  const elsewhere = `"${process.execPath}" -e "require('http').createServer().listen(0, '127.0.0.1')"`;
  const [{ code, stderr }, other] = await Promise.all([
    runHere(['lab', 'check', '1-1', '--server', 'echo "no database" >&2; exit 7']),
    runHere(['lab', 'check', '1-1', '--server', elsewhere]),
  ]);
  assert.deepEqual([code, other.code], [3, 3]);
  // It is not waited for as long as for one that listens nowhere.
  const [, seconds = ''] = /took no connections at 127\.0\.0\.1:\d+ within (\d+) s\./.exec(other.stderr) ?? [];
  if (process.platform === 'linux') {
    assert.ok(Number(seconds) >= 3 && Number(seconds) < 25, other.stderr);
    assert.match(other.stderr, /It listens at 127\.0\.0\.1:\d+\. It has to listen at 127\.0\.0\.1:\d+/);
  }
  assert.match(stderr, /ended before it took connections \(exit code 7\)\. It said: no database/);
  assert.match(stderr, /Try it by hand: PORT=\d+ /);
  assert.equal(existsSync(join(folder, SCORE)), false);
});

test('a server that does not come again after a restart has failed, and what was measured before is told', {
  timeout: LONGEST_CHECK_MS,
}, async (context) => {
  const folder = goToEmptyFolder(context);
  const once = `test -e came && { echo "SyntaxError: half a file" >&2; exit 1; }; touch came; exec "${process.execPath}" "${BIN}" lab serve 2-1 --solved`;
  const { code, stdout } = await runHere(['lab', 'check', '2-1', '--short', '--server', once]);
  assert.equal(code, 99, stdout);
  assert.match(
    stdout,
    /✖ the server stays alive\n +started again, it ended before it took connections \(exit code 1\):\s+SyntaxError: half a file/,
  );
  assert.match(stdout, /150 of 150 taken[\s\S]*! after a restart: [^\n]*\n +nobody was looked for[\s\S]*FAILED/);
  assert.match(readFileSync(join(folder, SCORE), 'utf8'), /"verdict": "FAILED"/);
});

test('an interrupt does not wait for a server that is slow to start', {
  timeout: LONGEST_CHECK_MS,
}, async (context) => {
  goToEmptyFolder(context);
  const began = performance.now();
  const slow = startHere(['lab', 'check', 'load', '--short', '--server', 'echo $$ > pid; exec sleep 29']);
  await slow.shows('This takes about');
  slow.kill('SIGINT');
  assert.equal((await slow.result).code, 130);
  // Less than a server is waited for.
  assert.ok(performance.now() - began < 25_000);
  if (existsSync('pid')) assert.throws(() => process.kill(Number(readFileSync('pid', 'utf8')), 0), { code: 'ESRCH' });
});

test('a lab that is killed leaves no server behind', { skip: process.platform !== 'linux' }, async (context) => {
  const cwd = emptyFolder(context);
  const lab = startCli(['lab', 'check', 'load', '--short', '--server', 'echo $$ > pid; exec sleep 29'], { cwd });
  const written = (): string => (existsSync(join(cwd, 'pid')) ? readFileSync(join(cwd, 'pid'), 'utf8') : '');
  await eventually(() => written().endsWith('\n'));
  // The one that ends it is started right behind it.
  await wait(1000);
  lab.kill('SIGKILL');
  await lab.result;
  // In a container nobody may fetch the exit code of an orphan, which stays as a zombie.
  const stat = (): string => readFileSync(`/proc/${written().trim()}/stat`, 'utf8');
  await eventually(() => !isAlive(Number(written())) || stat().includes(') Z '));
});

test('what cannot hold data or a score is told before anything is started', async (context) => {
  const folder = goToEmptyFolder(context);
  const started = ['--server', 'touch started; exit 1'];
  writeFileSync(join(folder, 'file'), '');
  const { code, stderr } = await runHere(['lab', 'check', '2-1', '--data', 'file/data', ...started]);
  assert.deepEqual(
    [code, stderr.trim()],
    [2, "--data: cannot hold the data of the server: ENOTDIR: not a directory, mkdir 'file/data'"],
  );
  writeFileSync(join(folder, SCORE), '{"schema":"something else"}');
  const foreign = await runHere(['lab', 'check', '2-1', ...started]);
  assert.deepEqual([foreign.code, /is not what the lab has written/.test(foreign.stderr)], [2, true]);
  assert.equal(existsSync(join(folder, 'started')), false);
});

test('a server with another API, and one that is not there, are told in the language asked for, and nothing is counted', async (context) => {
  const folder = goToEmptyFolder(context);
  const other = `"${process.execPath}" -e "require('http').createServer((_, s) => { s.statusCode = 404; s.end(); }).listen(process.env.PORT, '127.0.0.1')"`;
  const [api, nobody] = await Promise.all([
    runHere(['lab', 'check', '2-1', '--short', '--lang', 'ko', '--server', other]),
    runHere(['lab', 'check', 'load', '--short', '--target', 'http://127.0.0.1:1']),
  ]);
  assert.deepEqual([api.code, nobody.code], [3, 3]);
  assert.match(api.stderr, /단계 1\/6: 가입 150건 \(5초\)/);
  assert.match(api.stderr, /POST \/api\/auth\/signup 경로가 없습니다 \(server\.http-404 150×\)[\s\S]*--dialect/);
  assert.match(nobody.stderr, /Nothing answers at http:\/\/127\.0\.0\.1:1\.\n.*--server/);
  assert.doesNotMatch(nobody.stderr, /--embedded/);
  assert.equal(existsSync(join(folder, SCORE)), false);
});

test('what is wrong with a call of the lab is told, and what would be right', async (context) => {
  const folder = goToEmptyFolder(context);
  writeFileSync(join(folder, SCORE), '{"schema":"something else"}');
  const told = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await runHere(['lab', ...args]);
    assert.equal(code, 2, args.join(' '));
    return stderr;
  };
  const [word, id, hint, server, none, variant, score] = await Promise.all([
    told('chek', '1-1'),
    told('show', '1-11'),
    told('show', '1-1', '--hint', '99'),
    told('check', '1-2', '--target', 'http://127.0.0.1:1'),
    told('check', '1-1', '--metrics', 'http://x/', '--pid', '0'),
    told('serve', '1-1', '--variant', 'since-strat'),
    told('report'),
  ]);
  assert.match(word, /did you mean "check"\?/);
  assert.match(id, /unknown exercise "1-11"; did you mean "1-1"\?/);
  assert.match(hint, /--hint: .*1 to 4/);
  assert.match(server, /--server: exercise 1-2 has to start and stop the server itself/);
  assert.match(none, /lab check: needs a server: --target .*\n?.*--metrics: must be a path|--pid.*\n/s);
  assert.match(variant, /did you mean "since-start"\?/);
  assert.match(score, /newyear-load-lab\.json: is not what the lab has written/);
});

test('a server on another machine is refused before the first step', async (context) => {
  goToEmptyFolder(context);
  const { code, stderr } = await runHere(['lab', 'check', '1-1', '--target', 'http://chat.example.org']);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /^Error: http:\/\/chat\.example\.org is not on this machine.*\n.*--allow-host chat\.example\.org\n$/,
  );
});

test('the exercises are listed and shown in both languages, hints one at a time', async (context) => {
  goToEmptyFolder(context);
  const [list, english, korean, hint, ofEveryChat] = await Promise.all([
    runHere(['lab']),
    runHere(['lab', 'show', '5-2']),
    runHere(['lab', 'show', '5-2', '--lang', 'ko']),
    runHere(['lab', 'show', '5-2', '--hint', '1']),
    runHere(['lab', 'show', 'load']),
  ]);
  assert.match(
    list.stdout,
    /· 1-1 Metrics that tell the truth {2,}Bronze {2,}75 s {2,}open\n[\s\S]*Level reached: none yet/,
  );
  assert.match(
    english.stdout,
    /Symptom\nEach deployment costs messages[\s\S]*Passed when\n {2}- the server stays alive\n {2}- no message is missing/,
  );
  assert.match(
    korean.stdout,
    /증상\n배포할 때마다[\s\S]*통과 기준\n {2}- 서버가 살아 있다\n {2}- 기록에서 빠진 메시지 없음/,
  );
  // As they stand there, commands work: a folder where one is needed, and no practice server that does not exist.
  assert.match(english.stdout, /newyear-load lab serve 5-2 --port 4000 --data \.\/data\n/);
  assert.match(ofEveryChat.stdout, /Start a practice server: {2}npx newyear-load serve --port 4000\n/);
  assert.match(hint.stdout, /^Hint 1 of 5\n`process\.on\('SIGTERM', …\)`/);
  assert.doesNotMatch(hint.stdout + english.stdout, /forEach/);
});
