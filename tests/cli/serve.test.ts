import assert from 'node:assert/strict';
import test from 'node:test';
import { freePort } from '../helpers/wire/listen.js';
import { runCli, startCli } from '../helpers/cli/cli.js';

/** A server on a free port, and its URL. */
async function serve(...flags: readonly string[]): Promise<{ server: ReturnType<typeof startCli>; url: string }> {
  const server = startCli(['serve', '--port', '0', ...flags]);
  await server.shows('Stop it with Ctrl-C');
  await server.shows('\n');
  return { server, url: server.shown().stdout.trim() };
}

test('serve prints its URL alone on stdout, answers there, and ends well with SIGINT, SIGTERM and SIGHUP', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { server, url } = await serve();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(`${url}/health`)).status, 200);
    server.kill(signal);
    const { code, stderr } = await server.result;
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`newyear-load run --preset quick --target ${url}`));
  }
});

test('serve listens at --port, or else at the port in PORT, as servers are told by those that start them', async () => {
  const port = await freePort();
  const placeOf = async (...flags: readonly string[]): Promise<string> => {
    const server = startCli(['serve', '--quiet', ...flags], { env: { PORT: String(port) } });
    await server.shows('\n');
    server.kill('SIGTERM');
    return (await server.result).stdout.trim();
  };
  const [told, asked, wrong] = await Promise.all([
    placeOf(),
    placeOf('--port', '0'),
    runCli(['serve', '--ping-interval', 'soon'], { env: { PORT: 'http' } }),
  ]);
  assert.equal(told, `http://127.0.0.1:${port}`);
  assert.notEqual(asked, told);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^PORT: "http" must be a whole number .*\n--ping-interval: /);
});

test('a port that is taken is told in a sentence, with exit code 3', async () => {
  const { server, url } = await serve();
  const { code, stderr } = await runCli(['serve', '--port', new URL(url).port]);
  assert.equal(code, 3);
  assert.match(stderr, /^Error: .*\n/);
  assert.ok(!/\n\s+at /.test(stderr));
  server.kill('SIGTERM');
  await server.result;
});

test('serve names its faults, and warns when other machines can reach it', async () => {
  const { server, url } = await serve(
    '--fault',
    'drop=1/97',
    '--fault',
    'delay=250ms',
    '--host',
    '0.0.0.0',
    '--recovery',
  );
  const { port } = new URL(url);
  const truth = await fetch(`http://127.0.0.1:${port}/practice/truth`);
  assert.match(await truth.text(), /"fault":"drop=1\/97".*"fault":"recover"/);
  server.kill('SIGTERM');
  const { stderr } = await server.result;
  assert.match(stderr, /^Connections that are cut are taken up again, and sent what they missed\.$/m);
  assert.match(stderr, /goes wrong on purpose: drop=1\/97, delay=250ms/);
  assert.match(stderr, /Other machines can reach it/);
});
