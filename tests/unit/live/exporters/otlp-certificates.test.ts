import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { StartError } from '#dist/core/errors.js';
import { type Certificates, readCertificates } from '#dist/live/exporters/otlp-certificates.js';
import { OtlpPush } from '#dist/live/exporters/otlp.js';
import { reportContext } from '../../../helpers/report/outcome.js';
import { listenDuring } from '../../../helpers/wire/raw-socket-server.js';

const FIXTURES = new URL('../../../../tests/fixtures/', import.meta.url);
const CERTIFICATE = fileURLToPath(new URL('localhost-cert.pem', FIXTURES));
const KEY = fileURLToPath(new URL('localhost-key.pem', FIXTURES));

test('the files that OpenTelemetry’s variables name are read, those for metrics before those for everything', async () => {
  assert.deepEqual(await readCertificates({}), {});
  assert.deepEqual(await readCertificates({ OTEL_EXPORTER_OTLP_CERTIFICATE: ' ' }), {});
  const env = {
    OTEL_EXPORTER_OTLP_CERTIFICATE: KEY,
    OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: CERTIFICATE,
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: CERTIFICATE,
    OTEL_EXPORTER_OTLP_CLIENT_KEY: KEY,
  };
  const [cert, key] = [readFileSync(CERTIFICATE), readFileSync(KEY)];
  assert.deepEqual(await readCertificates(env), { ca: cert, cert, key });
});

test('a file that cannot be read is an error that names the variable', async () => {
  await assert.rejects(readCertificates({ OTEL_EXPORTER_OTLP_CLIENT_KEY: '/nowhere/key.pem' }), (thrown) => {
    assert.ok(thrown instanceof StartError);
    assert.match(thrown.message, /^The file that OTEL_EXPORTER_OTLP_CLIENT_KEY names cannot be read: ENOENT/);
    return true;
  });
});

test('a collector behind TLS is pushed to when its certificate is trusted, and not otherwise', async (t) => {
  let pushes = 0;
  const server = createServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, (request, response) => {
    request.resume();
    request.on('end', () => {
      pushes++;
      response.end('{}');
    });
  });
  server.on('tlsClientError', () => undefined);
  const url = (await listenDuring(t, server)).replace('ws:', 'https:').replace('127.0.0.1', 'localhost');
  const push = async (certificates: Certificates): Promise<string[]> => {
    const notices: string[] = [];
    const options = { url: `${url}v1/metrics`, context: reportContext(), startedAtMs: 0, certificates };
    const watcher = await OtlpPush.open({
      ...options,
      tell: (event) => {
        if (event.type === 'notice') notices.push(event.message);
      },
    });
    await watcher.end(undefined);
    return notices;
  };
  assert.match((await push({})).join(), /DEPTH_ZERO_SELF_SIGNED_CERT/);
  assert.equal(pushes, 0);
  assert.deepEqual(await push(await readCertificates({ OTEL_EXPORTER_OTLP_CERTIFICATE: CERTIFICATE })), []);
  assert.equal(pushes, 1);
});
