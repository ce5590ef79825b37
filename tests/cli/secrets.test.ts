import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { RUN_FORMATS } from '#dist/report/out-spec.js';
import type { Report } from '#dist/report/report-types.js';
import { type CliResult, inFolder } from '../helpers/cli/cli.js';
import { runHere, startHere } from '../helpers/cli/here.js';
import { type EchoingServer, startEchoingServer } from '../helpers/wire/echoing-server.js';
import { eventually } from '../helpers/eventually.js';
import { portOf } from '../helpers/wire/listen.js';
import { ask, PageViewer } from '../helpers/report/page-events.js';
import { noTerminal, openPty } from '../helpers/cli/pty.js';
import { CHAT_ENVIRONMENT, SECRET_CHAT, secretsIn, WRITTEN_SECRET } from '../helpers/wire/secret-chat.js';

const LOAD = '--users 16 --rooms 2 --room-size 8 --duration 2s --rate 40 --drain 500ms --workers 1 --no-canary'.split(
  ' ',
);
const WATCHED = ['--dashboard', '--prometheus=0', '--json', '--alert', 'missing>=0', '--fail-on', 'errors<90%'];
const GITHUB = { CI: 'true', GITHUB_ACTIONS: 'true', NEWYEAR_LOAD_DEBUG: '1' };

function dialectIn(folder: string, content = SECRET_CHAT): string {
  const path = join(folder, 'chat.yaml');
  writeFileSync(path, content);
  return path;
}

function runAt(server: EchoingServer, dialect: string): string[] {
  return ['run', '--target', server.url, '--dialect', dialect, ...LOAD];
}

function assertRan({ code, stderr }: CliResult): void {
  assert.ok(code === 0 || code === 4, `exit code ${code}\n${stderr}`);
}

/** A channel that keeps what it is sent. */
async function channelFor(t: TestContext): Promise<{ readonly url: string; readonly bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      bodies.push(text);
      response.end('ok');
    });
  });
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${await portOf(server)}/hook`, bodies };
}

/** Whether the server was sent every secret: what it was not sent cannot be told either. */
function assertHeard({ heard }: EchoingServer): void {
  const pieces = ['sk-live-51H8x{{user.name}}', 'query key/ü&=%20#1', 'body-key-$&-$1-${CHAT_API_KEY}', 'url-key-77'];
  for (const piece of [...pieces, 'written-out-4711', 'Pw-1', 'token-of-ny-'])
    assert.ok(
      heard.some((text) => text.includes(piece)),
      `${piece} was never sent`,
    );
}

test('a run tells nothing secret, whatever the server says and wherever it is written', (t) =>
  inFolder(async (folder) => {
    const [server, channel] = [await startEchoingServer(t), await channelFor(t)];
    const file = (format: string): string => join(folder, `report.${format}`);
    const written = [...RUN_FORMATS.map(({ format }) => format), 'summary'].map(file);
    const cli = startHere(
      [
        ...runAt(server, dialectIn(folder)),
        ...RUN_FORMATS.flatMap(({ format }) => ['--out', `${format}=${file(format)}`]),
        ...WATCHED,
      ],
      {
        env: {
          ...CHAT_ENVIRONMENT,
          ...GITHUB,
          GITHUB_STEP_SUMMARY: file('summary'),
          NEWYEAR_LOAD_ALERT_WEBHOOK: channel.url,
        },
      },
    );
    await cli.shows('Dashboard: http');
    await cli.shows('Metrics for Prometheus: http');
    const address = (name: string): string => new RegExp(`${name}: (http\\S+)`).exec(cli.shown().stderr)?.[1] ?? '';
    const viewer = new PageViewer(address('Dashboard'));
    await cli.shows('\njoin ');
    const page = await ask(address('Dashboard'));
    const metrics = await ask(address('Metrics for Prometheus'));
    const result = await cli.result;
    assertRan(result);
    await eventually(() => viewer.isOver);
    assertHeard(server);
    const seen = {
      page: page.body,
      metrics: metrics.body,
      events: JSON.stringify(viewer.messages),
      alerts: channel.bodies.join(),
    };
    const texts = { ...seen, stdout: result.stdout, stderr: result.stderr };
    const files = written.map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]);
    for (const [name, text] of [...Object.entries(texts), ...files]) {
      assert.ok(text !== undefined && text.length > 0, `${name} is empty`);
      assert.deepEqual(secretsIn(text), [], `${name}: ${text.slice(0, 2000)}`);
    }
    const report = JSON.parse(result.stdout) as Report;
    const { dialect } = report.plan as unknown as { dialect: { http: { register: { headers: unknown } } } };
    assert.deepEqual(dialect.http.register.headers, { 'X-Api-Key': '${CHAT_API_KEY}', Authorization: '***' });
    // The reasons are there, but for what is secret in them.
    for (const step of ['/signup', '/login', '/rooms', 'connect', 'join'])
      assert.ok(
        report.findings.some((finding) => finding.includes(`${step}: no to `)),
        `${step}: ${report.findings.join('\n')}`,
      );
    const told = result.stderr.replaceAll(/\s+/g, ' ');
    assert.match(told, /written out at http\.register\.headers\.Authorization, http\.login\.path/);
    assert.match(told, /Sent as the dialect says: CHAT_URL_KEY, CHAT_API_KEY/);
  }));

test('a run that could not start tells nothing secret either', (t) =>
  inFolder(async (folder) => {
    const server = await startEchoingServer(t, { refusesAll: true });
    const [record, summary] = [join(folder, 'run.ndjson'), join(folder, 'summary.md')];
    const env = { ...CHAT_ENVIRONMENT, ...GITHUB, GITHUB_STEP_SUMMARY: summary };
    const { code, stdout, stderr } = await runHere([...runAt(server, dialectIn(folder)), '--out', `ndjson=${record}`], {
      env,
    });
    assert.equal(code, 3, stderr);
    assert.match(stderr, /Nobody could register: .*signup: no to/);
    for (const text of [stdout, stderr, readFileSync(record, 'utf8'), readFileSync(summary, 'utf8')])
      assert.deepEqual(secretsIn(text), [], text);
  }));

test('a terminal shows nothing secret', { skip: noTerminal }, (t) =>
  inFolder(async (folder) => {
    const server = await startEchoingServer(t);
    const pty = openPty(runAt(server, dialectIn(folder)), { columns: 500, env: CHAT_ENVIRONMENT });
    await pty.ended;
    assert.match(pty.output(), /signup: no to/);
    assert.deepEqual(secretsIn(pty.output()), []);
  }),
);

test('the plan of a dry run names the variables and tells no secret, and touches nothing', (t) =>
  inFolder(async (folder) => {
    const server = await startEchoingServer(t);
    const args = [...runAt(server, dialectIn(folder)), '--dry-run'];
    const text = await runHere(args, { env: CHAT_ENVIRONMENT });
    assert.equal(text.code, 0, text.stderr);
    assert.match(text.stdout, /^sends +CHAT_API_KEY of the environment$/m);
    const json = await runHere([...args, '--json'], { env: CHAT_ENVIRONMENT });
    assert.match(json.stdout, /"X-Api-Key": "\$\{CHAT_API_KEY\}"/);
    for (const { stdout, stderr } of [text, json]) assert.deepEqual(secretsIn(stdout + stderr), []);
    assert.deepEqual(server.heard, []);
  }));

test('variables that are not set are all named, and nothing is touched', (t) =>
  inFolder(async (folder) => {
    const server = await startEchoingServer(t);
    const dialect = dialectIn(folder);
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await runHere([...runAt(server, dialect), ...more], {
        env: { CHAT_PATH: 'chat', CHAT_SAY: '' },
      });
      assert.equal(code, 2, stderr);
      const lines = stderr.split('\n').map((line) => line.replace(`${dialect}:`, ''));
      assert.deepEqual(lines.slice(0, -1), [
        '4:11: http.register.path: the environment variable CHAT_URL_KEY is not set',
        '5:27: http.register.headers.X-Api-Key: the environment variable CHAT_API_KEY is not set',
        '6:83: http.register.body.nested.0.key: the environment variable CHAT_BODY_KEY is not set',
        '19:17: socket.query.key: the environment variable CHAT_QUERY_KEY is not set',
        '24:18: events.send.event: the environment variable CHAT_SAY is set, but empty',
      ]);
    }
    assert.deepEqual(server.heard, []);
  }));

test('a report runs again where its variables are set, and says what is missing where not', (t) =>
  inFolder(async (folder) => {
    const server = await startEchoingServer(t);
    const json = join(folder, 'report.json');
    const unwritten = SECRET_CHAT.replace(`, Authorization: "Basic ${WRITTEN_SECRET}"`, '').replace(
      `?api_key=${WRITTEN_SECRET}`,
      '',
    );
    const clean = dialectIn(folder, unwritten);
    assertRan(await runHere([...runAt(server, clean), '--quiet', '--out', json], { env: CHAT_ENVIRONMENT }));
    assert.deepEqual(secretsIn(readFileSync(json, 'utf8')), []);
    assertRan(await runHere(['run', '--scenario', json, '--quiet'], { env: CHAT_ENVIRONMENT }));
    const missing = await runHere(['run', '--scenario', json]);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /report\.json:\d+:\d+: .*the environment variable CHAT_API_KEY is not set/);
  }));
