import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { WebSocket, WebSocketServer } from 'ws';
import { parseAllDocuments } from 'yaml';
import { redisFor, whyNoRedis } from '../helpers/agents/redis-server.js';
import { type KubernetesObject, kubernetesObject } from '../helpers/deploy/kubernetes-shapes.js';
import { BASE, objectsOf, OVERLAY, templateOf } from '../helpers/deploy/manifests.js';
import { whyNot } from '../helpers/deploy/program.js';
import { freePort, portOf } from '../helpers/wire/listen.js';

// What other people's programs make of our files: kubectl, Redis, nginx.

const run = promisify(execFile);
/** From Kustomize 5 on. Debian's kubectl has 2. */
const KUBECTL = {
  name: 'kubectl',
  args: ['version', '--client'],
  says: /Kustomize Version: v(?:[5-9]|\d\d)/,
  hint: 'kubectl from 1.27 on',
};
const NGINX = { name: 'nginx', args: ['-v'], hint: 'apt-get install nginx-light' };

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

async function built(folder: string): Promise<KubernetesObject[]> {
  const { stdout } = await run('kubectl', ['kustomize', join(ROOT, folder)]);
  return parseAllDocuments(stdout).map((document) => kubernetesObject.parse(document.toJS()));
}

const imagesOf = (objects: readonly KubernetesObject[]): string[] =>
  objects.flatMap((object) => templateOf(object)?.spec.containers.map(({ image }) => image) ?? []);

test('kubectl builds the manifests, and the overlay puts a chat behind nginx in the place of the practice server', {
  skip: whyNot(KUBECTL),
}, async () => {
  const [base, overlay] = await Promise.all([built(BASE), built(OVERLAY)]);
  const named = (objects: readonly KubernetesObject[]): string[] =>
    objects.map(({ kind, metadata }) => `${kind} ${'name' in metadata ? metadata.name : ''}`);
  assert.ok(named(base).includes('Deployment practice'));
  assert.ok(named(overlay).includes('StatefulSet chat') && named(overlay).includes('Deployment agents'));
  assert.ok(!named(overlay).some((name) => name.endsWith(' practice')));
  for (const object of [...base, ...overlay])
    if (object.kind !== 'Namespace')
      assert.equal('namespace' in object.metadata && object.metadata.namespace, 'newyear-load');
  assert.equal(imagesOf(base).filter((image) => image.startsWith('newyear-load:')).length, 2);
  const target = overlay.find((object) => object.kind === 'ConfigMap' && object.metadata.name === 'target');
  assert.equal(target?.kind === 'ConfigMap' && target.data['host'], 'entrance');
});

type Question = readonly [command: string, ...args: (string | number)[]];

/** What Redis says to a command: `ok`, or the name of its refusal. */
async function answerTo(redis: Redis, ...[name, ...args]: Question): Promise<string> {
  try {
    await redis.call(name, ...args);
    return 'ok';
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.message.split(' ')[0] ?? '') : '';
  }
}

test('Redis takes the accounts of the manifests: an agent takes slots, hears and reports, and is refused all else', {
  skip: whyNoRedis(),
}, async (t) => {
  const [secret] = objectsOf(`${BASE}/secret.example.yaml`);
  const [config] = objectsOf(`${BASE}/redis.yaml`);
  assert.ok(secret?.kind === 'Secret' && config?.kind === 'ConfigMap');
  const folder = folderFor(t);
  writeFileSync(join(folder, 'users.acl'), secret.stringData['users.acl'] ?? '');
  // With the settings of the manifest, but for the places where its files are.
  const settings = (config.data['redis.conf'] ?? '')
    .trimEnd()
    .split('\n')
    .filter((line) => !/^(?:dir|aclfile) /.test(line))
    .flatMap((line) => line.split(' ').map((word, index) => (index === 0 ? `--${word}` : word.replaceAll('"', ''))));
  const { port } = await redisFor(t, [...settings, '--aclfile', join(folder, 'users.acl')]);
  const connect = (username: string, password: string): Redis => {
    const redis = new Redis({ port, username, password, disableClientInfo: true, protocol: 2 });
    t.after(() => redis.disconnect());
    return redis;
  };
  const [boss, agent] = [connect('boss', 'change-me-boss'), connect('agent', 'change-me-agent')];
  const slots = 'nyl:v1:{default}:slots';
  await boss.call('XGROUP', 'CREATE', slots, 'agents', '0', 'MKSTREAM');
  await boss.call('XADD', slots, '*', 'run', 'r1');
  const may: Question[] = [
    ['XREADGROUP', 'GROUP', 'agents', 'a1', 'COUNT', 1, 'STREAMS', slots, '>'],
    ['XREAD', 'COUNT', 1, 'STREAMS', 'nyl:v1:{r1}:down', 'nyl:v1:{r1}:down:0', 0, 0],
    ['XADD', 'nyl:v1:{r1}:up', 'MAXLEN', '~', 20, '*', 'k', 'v'],
    ['EXISTS', 'nyl:v1:{r1}:lease'],
    ['TIME'],
  ];
  const mayNot: Question[] = [
    ['XADD', slots, '*', 'run', 'mine'],
    ['XADD', 'nyl:v1:{r1}:down', '*', 'beat', '1'],
    ['XREAD', 'STREAMS', 'nyl:v1:{r1}:up', 0],
    ['XAUTOCLAIM', slots, 'agents', 'a2', 0, 0],
    ['SET', 'nyl:v1:{r1}:lease', 1],
    ['KEYS', '*'],
    ['CONFIG', 'GET', 'dir'],
  ];
  for (const command of may) assert.equal(await answerTo(agent, ...command), 'ok', command.join(' '));
  for (const command of mayNot) assert.equal(await answerTo(agent, ...command), 'NOPERM', command.join(' '));
  assert.equal(await answerTo(boss, 'SET', 'nyl:v1:{default}:name:x', 'r1', 'NX', 'EX', 100), 'ok');
  assert.equal(await answerTo(boss, 'FLUSHALL'), 'NOPERM');
  // As the probes ask.
  const probe = ['-p', String(port), '-e', '--no-auth-warning', '--user', 'health', '--pass', 'none'];
  assert.equal((await run('redis-cli', [...probe, 'ping'])).stdout, 'PONG\n');
  await assert.rejects(run('redis-cli', [...probe, 'info']));
});

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-deploy-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An instance that answers with its number, over HTTP and WebSocket. */
async function instance(t: TestContext, number: number): Promise<number> {
  const server = createServer((_request, response) => response.end(String(number)));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send(String(number)));
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close().closeAllConnections();
  });
  return await portOf(server);
}

/** Waits until somebody answers. */
async function listening(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (/^\d$/.test(await textAt(url).catch(() => ''))) return;
    await wait(50);
  }
  assert.fail(`${url} does not answer`);
}

function textAt(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(response.statusCode === 200 ? text : `status ${response.statusCode}`));
    }).on('error', reject);
  });
}

test('nginx of the overlay keeps each user on one instance, over HTTP and WebSocket, and has users on all of them', {
  skip: whyNot(NGINX),
}, async (t) => {
  const ports = await Promise.all([0, 1, 2].map((number) => instance(t, number)));
  const [config] = objectsOf(`${OVERLAY}/nginx.yaml`);
  assert.ok(config?.kind === 'ConfigMap');
  const [folder, port] = [folderFor(t), await freePort()];
  const text = (config.data['nginx.conf'] ?? '')
    .replaceAll(/chat-(\d)\.chat:4000/g, (_all, number: string) => `127.0.0.1:${ports[Number(number)]}`)
    .replaceAll('/tmp/', `${folder}/`)
    .replace('listen 8080', `listen 127.0.0.1:${port}`);
  writeFileSync(join(folder, 'nginx.conf'), text);
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], {
    stdio: 'ignore',
  });
  t.after(async () => {
    nginx.kill('SIGTERM');
    if (nginx.exitCode === null) await once(nginx, 'exit');
  });
  const base = `http://127.0.0.1:${port}`;
  await listening(`${base}/?token=u`);
  const homes = new Map<string, string>();
  for (const user of Array.from({ length: 24 }, (_, index) => `user${index}`)) {
    homes.set(user, await textAt(`${base}/socket.io/?EIO=4&transport=polling&token=${user}`));
    assert.equal(await textAt(`${base}/socket.io/?EIO=4&transport=polling&sid=1&token=${user}`), homes.get(user));
  }
  assert.deepEqual([...new Set(homes.values())].toSorted(), ['0', '1', '2']);
  for (const user of ['user0', 'user1']) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket&token=${user}`);
    const [message] = (await once(socket, 'message')) as [Buffer];
    assert.equal(message.toString(), homes.get(user));
    socket.terminate();
  }
});
