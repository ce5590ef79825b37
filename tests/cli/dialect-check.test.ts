import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type CliResult } from '../helpers/cli/cli.js';
import { englishIn } from '../helpers/korean.js';
import { runHere } from '../helpers/cli/here.js';
import { OWN_CHAT, OWN_CHAT_SECRET, startOwnChat } from '../helpers/wire/own-chat.js';
import { dialectFile } from '../helpers/wire/plain-chat.js';

/** What `--json` prints. */
interface Checked {
  readonly works: boolean;
  readonly steps: readonly { readonly name: string; readonly state: string }[];
  readonly change: string | null;
  readonly command: string | null;
}

async function check(test: TestContext, dialect: object, flags: readonly string[] = []): Promise<CliResult> {
  const target = await startOwnChat(test);
  const file = await dialectFile(test, dialect);
  return await runHere(['dialect', 'check', '--target', target, '--dialect', file, '--timeout', '2s', ...flags]);
}

describe('dialect check', { concurrency: 4 }, () => {
  it('shows every step with what was sent and came, hides all secrets, and ends with the command to run', async (test) => {
    const { code, stdout, stderr } = await check(test, OWN_CHAT);
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    const lines = stdout.split('\n');
    const marked = lines.flatMap((line) => /^([✔✖–]) (\w+)/.exec(line)?.slice(1) ?? []);
    assert.equal(
      marked.join(' '),
      '✔ reach – register ✔ login – createRoom ✔ connect ✔ join ✔ send ✔ receive ✔ history – read ✔ leave',
    );
    for (const part of [
      /sent {2}POST \/session .*\{"login":"ny-\w{6}-u0","secret":"\*\*\*"\}/,
      /came {2}200 {2}set-cookie: sid=\*\*\*; Path=\/; HttpOnly {2}\{"data":\{"accessToken":"\*\*\*","user":\{"id":7\}\}\}/,
      /sent {2}u0 {2}GET \/socket\.io\/\?EIO=4&transport=websocket {2}Cookie: sid=\*\*\*/,
      /sent {2}u0 {2}40\/chat,\{"token":"\*\*\*"\}/,
      /came {2}u0 {2}42\/chat,\["hello",\{"motd":"welcome"\}\]/,
      /sent {2}u0 {2}42\/chat,\["room:join",/,
      /came {2}u1 {2}42\/chat,\["room:joined",/,
      /✔ receive +by "message:new" to the other user, and to its sender/,
      /✔ history +the message is in it/,
      /This dialect works:\n {2}npx newyear-load run --target http:\/\/127\.0\.0\.1:\d+ --dialect \S+mine\.json$/m,
    ])
      assert.match(stdout, part);
    assert.equal(stdout.includes(OWN_CHAT_SECRET), false);
    assert.equal(stdout.includes('Pw-1'), false);
  });

  it('is Korean where that is asked for, step by step, whatever goes wrong, and JSON stays as it is', async (test) => {
    const { http, events } = OWN_CHAT;
    const dialects = [
      OWN_CHAT,
      { ...OWN_CHAT, events: { ...events, receive: 'message' } },
      { ...OWN_CHAT, events: { ...events, joined: 'room:entered' } },
      { ...OWN_CHAT, http: { ...http, login: { ...http.login, capture: { token: 'token' } } } },
      { ...OWN_CHAT, http: { ...http, login: { ...http.login, path: '/nowhere' } } },
    ];
    for (const dialect of dialects) {
      const { stdout, stderr } = await check(test, dialect, ['--lang', 'ko']);
      assert.deepEqual(englishIn(stdout.replace(/^ +(?:보냄|받음) .*$|: [[{].*$/gm, '')), []);
      assert.match(stdout, /✔ reach +\S+에서 서버가 응답함/);
      assert.match(stdout, /이 다이얼렉트는 동작합니다:|바꿀 것:/);
      assert.equal(stderr, '');
    }
    const nobody = await runHere(['dialect', 'check', '--target', 'http://127.0.0.1:1', '--lang', 'ko']);
    assert.match(nobody.stdout, /응답하는 것이 없습니다|서버가 실행 중/);
    assert.deepEqual(englishIn(nobody.stdout), []);
  });

  it('is the same for machines, and ends with 3 when a step goes wrong', async (test) => {
    const dialect = { ...OWN_CHAT, events: { ...OWN_CHAT.events, receive: 'message' } };
    const { code, stdout } = await check(test, dialect, ['--json']);
    assert.equal(code, 3);
    const { works, steps, change, command } = JSON.parse(stdout) as Checked;
    assert.deepEqual([works, command], [false, null]);
    assert.match(change ?? '', /`receive` says `message`/);
    assert.deepEqual([steps.at(-1)?.name, steps.at(-1)?.state], ['receive', 'failed']);
    assert.equal(stdout.includes(OWN_CHAT_SECRET), false);
  });

  it('says when nothing answers, and that a command line is wrong', async (test) => {
    const file = await dialectFile(test, OWN_CHAT);
    const nobody = await runHere(['dialect', 'check', '--target', 'http://127.0.0.1:1', '--dialect', file]);
    assert.equal(nobody.code, 3);
    assert.match(nobody.stdout, /✖ reach +Nothing answers at http:\/\/127\.0\.0\.1:1/);
    const elsewhere = await runHere(['dialect', 'check', '--target', 'http://chat.example', '--dialect', file]);
    assert.equal(elsewhere.code, 3);
    const wrong = await runHere(['dialect', 'chek', '--dialect', './none.yaml', '--timeout', 'soon', '--jsn']);
    assert.equal(wrong.code, 2);
    for (const part of [/did you mean "check"/, /none\.yaml/, /--timeout: /, /did you mean "--json"/])
      assert.match(wrong.stderr, part);
  });
});
